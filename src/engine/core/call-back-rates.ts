/** How often strangers may ask for call-backs. Counted in memory of one process. */
import type { Rate } from '#domain/call/rate.ts';
import { createRate } from '#domain/call/rate.ts';
import type { Clock } from '#domain/ports/stores.ts';

/** How many call-backs one network address may ask for, may go to one number, and a workspace takes. */
const MOST = {
  address: [
    { most: 3, seconds: 600 },
    { most: 10, seconds: 86_400 },
  ],
  number: [
    { most: 2, seconds: 3600 },
    { most: 5, seconds: 86_400 },
  ],
  workspace: [{ most: 60, seconds: 3600 }],
} as const;

/** Stands where an address would: a rule of a queue asks for the number that a caller called from. */
export const BY_RULE = 'by rule';

/**
 * Who asks, and for what number. `address` is the network address as it is counted, or `BY_RULE`, where there is none;
 * null counts nothing.
 */
type Asked = { readonly address: string | null; readonly workspaceId: number; readonly number: string };

export type CallBackRates = {
  /** Seconds until it may be asked; null: it may now. Counts nothing. */
  wait(asked: Asked): number | null;
  count(asked: Asked): void;
};

/** Makes the counters. */
export function createCallBackRates(clock: Clock): CallBackRates {
  const rates = {
    address: createRate(MOST.address, clock.elapsed),
    number: createRate(MOST.number, clock.elapsed),
    workspace: createRate(MOST.workspace, clock.elapsed),
  };
  const counters = ({ address, workspaceId, number }: Asked): readonly (readonly [Rate, string])[] =>
    address === null
      ? []
      : [
          ...(address === BY_RULE ? [] : ([[rates.address, address]] as const)),
          [rates.number, `${workspaceId} ${number}`],
          [rates.workspace, String(workspaceId)],
        ];
  return {
    wait(asked) {
      const waits = counters(asked)
        .map(([rate, key]) => rate.wait(key))
        .filter((seconds) => seconds !== null);
      return waits.length === 0 ? null : Math.max(...waits);
    },
    count(asked) {
      for (const [rate, key] of counters(asked)) rate.count(key);
    },
  };
}
