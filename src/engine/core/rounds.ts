/**
 * Rounds over calls that stand still: whatever failed to be done for them (the database was away) is done at the next
 * one.
 */
import type { Call } from '#domain/call/call.ts';
import type { CallStore, Clock } from '#domain/ports/stores.ts';
import type { Transitions } from './transitions.ts';

/** How often. Milliseconds. */
const ROUND_MS = 15_000;

export type RoundsParts = {
  readonly clock: Clock;
  readonly transitions: Pick<Transitions, 'open'>;
  readonly calls: Pick<CallStore, 'settleReservations'>;
  /** Does everything again that the call's state asks for. */
  again(call: Call): void;
  failed(error: unknown): void;
};

/** Makes them. Agents' reservations that no call accounts for are freed with each. */
export function createRounds({ clock, transitions, calls, again, failed }: RoundsParts): {
  start(): void;
  stop(): void;
} {
  let cancel = (): void => undefined;
  const start = (): void => {
    cancel = clock.after(ROUND_MS, async () => {
      const still = clock.now().getTime() - ROUND_MS;
      for (const call of transitions.open()) if (call.updatedAt.getTime() < still) again(call);
      start();
      await calls.settleReservations().catch(failed);
    });
  };
  return { start, stop: () => cancel() };
}
