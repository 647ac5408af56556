/** The wire of simulated calls at the console: `POST /app/simulator/calls.json`. Plain types, also for the page. */

/** Who can call, by the last four digits of their number, which the simulator goes by. */
export const SIMULATED_CALLERS = {
  talks: { digits: '0148', word: 'Talks, and hangs up' },
  drops: { digits: '0004', word: 'Hangs up as soon as someone answers' },
  abandons: { digits: '0007', word: 'Gives up waiting' },
  leaves_voicemail: { digits: '0008', word: 'Leaves a voicemail instead of waiting' },
} as const;
export type SimulatedCaller = keyof typeof SIMULATED_CALLERS;

/** A call that is wished for, into the menu. */
export type SimulatedCall = { readonly menuId: number; readonly caller: SimulatedCaller };

/** The call, which is on its way. */
export type SimulatedCallView = { readonly id: number };
