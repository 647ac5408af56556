/**
 * The wire of the simulator at the console: `/app/simulator.json` and `POST /app/simulator/calls.json`. Plain types,
 * also for the page.
 */

/** Who can call, by the last four digits of their number, which the simulator goes by. */
export const SIMULATED_CALLERS = {
  talks: { digits: '0148', word: 'Talks, and hangs up' },
  drops: { digits: '0004', word: 'Hangs up as soon as someone answers' },
  abandons: { digits: '0007', word: 'Gives up waiting' },
  leaves_voicemail: { digits: '0008', word: 'Leaves a voicemail instead of waiting' },
} as const;
export type SimulatedCaller = keyof typeof SIMULATED_CALLERS;

/** What all numbers of simulated people begin with. */
export const SIMULATED_PREFIX = '+1415555';

/**
 * A magic number by its last four digits, what it does, and how it is tried: it calls a menu, it calls the Fin line, it
 * is dialed; null: by a text message.
 */
export type MagicNumberView = {
  readonly digits: string;
  readonly says: string;
  readonly way: 'in' | 'fin' | 'out' | null;
};

/** `GET /app/simulator.json`. `ownMenuId`: a menu that rings who asks; null where none does. */
export type SimulatorView = {
  readonly menus: readonly { readonly id: number; readonly path: string }[];
  readonly ownMenuId: number | null;
  readonly magicNumbers: readonly MagicNumberView[];
};

/** `POST /app/simulator/calls.json` by the last four digits of the caller. The Fin line needs no menu. */
export type MagicCall = { readonly menuId: number; readonly digits: string };

/** A call that is wished for, into the menu. */
export type SimulatedCall = { readonly menuId: number; readonly caller: SimulatedCaller };

/** The call, which is on its way. */
export type SimulatedCallView = { readonly id: number };
