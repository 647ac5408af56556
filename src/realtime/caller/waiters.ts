/** The pages of those who wait: told their place, and whether anyone is there, at most once a second. */
import type { Call } from '#domain/call/call.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Page } from './page.ts';

/** How often someone who waits is told their place. Milliseconds. */
const PLACE_MS = 1_000;

export type WaitersParts = {
  readonly pages: ReadonlyMap<number, Page>;
  /** Milliseconds. */
  now(): number;
  after(milliseconds: number, run: () => Promise<unknown>): unknown;
  show(page: Page): void;
};

export type Waiters = {
  /** A call of the menu's queue moved: everyone else in the line may stand elsewhere now. */
  moved(menuId: number, butId: number): void;
  /** Agents came or went: someone may be there for those who wait, or no one any more. */
  staffed(workspaceId: number): void;
};

/** Makes it. */
export function createWaiters({ pages, now, after, show }: WaitersParts): Waiters {
  const tell = (page: Page): void => {
    if (page.call?.state !== 'queued' || page.isToldSoon) return;
    const early = page.toldAt + PLACE_MS - now();
    if (early > 0) {
      page.isToldSoon = true;
      after(early, async () => {
        page.isToldSoon = false;
        tell(page);
      });
      return;
    }
    page.toldAt = now();
    show(page);
  };
  return {
    moved(menuId, butId) {
      for (const page of pages.values()) if (page.call?.menuId === menuId && page.call.id !== butId) tell(page);
    },
    staffed(workspaceId) {
      for (const page of pages.values()) if (page.workspaceId === workspaceId) tell(page);
    },
  };
}

/** Whether anyone is there for the queue that the call waits in; true where it waits in none. */
export function isStaffed(live: Pick<EngineDoor['live'], 'isStaffed'>, call: Call, directory: Directory): boolean {
  const menu = directory.menus.get(call.menuId ?? 0);
  return call.state !== 'queued' || menu === undefined || live.isStaffed(menu, directory);
}
