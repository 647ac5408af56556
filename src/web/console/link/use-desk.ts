/** The desk in screens. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Desk, DeskState } from './desk.ts';
import type { World } from './world.ts';

/** Given by the frame. */
export const DeskContext = createContext<Desk | null>(null);

/** To act. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('Screens stand inside the frame, which gives them the desk.');
  return desk;
}

/** What it shows at present. */
export function useDeskState(): DeskState {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, desk.state);
}

/** The world; screens are shown only when there is one. */
export function useWorld(): World {
  const { world } = useDeskState();
  if (world === null) throw new Error('The frame shows screens once the snapshot is here.');
  return world;
}
