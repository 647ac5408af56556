/** Plays scenarios, many at a time, and holds what comes of them against what is expected. */
import { setTimeout as sleep } from 'node:timers/promises';
import { follow } from './event-stream.ts';
import { CliFault } from './fault.ts';
import type { Expected, Planned } from './scenario-file.ts';
import { scenarioOf } from './scenarios.ts';
import type { Server } from './server.ts';
import type { CallShape, MessageShape } from './shapes.ts';

/** How one call came out. `faults`: sentences; none where it is as expected. */
export type Result = {
  readonly name: string;
  readonly callId: number | null;
  readonly state: string | null;
  readonly seconds: number;
  readonly events: readonly string[];
  readonly faults: readonly string[];
};

/** How many calls, how many begin in a second, and who hears of each that has ended. */
export type Simulation = {
  readonly plan: readonly Planned[];
  readonly times: number;
  readonly perSecond: number;
  told(result: Result): Promise<void>;
};

/** What is known of a call. `ended`: resolves when it has. */
type Tracked = { readonly events: string[]; readonly ended: PromiseWithResolvers<void> };

/** Plays each scenario this many times, one after the other begun at the rate, and resolves when all have ended. */
export async function simulateCalls(
  server: Server,
  simulation: Simulation,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const { plan, times, perSecond, told } = simulation;
  const tracker = createTracker(server, signal);
  await tracker.ready;
  const runs = Array.from({ length: times }, () => plan).flat();
  const results = runs.map(async (planned, place) => {
    await sleep((place * 1000) / perSecond, null, { signal });
    const result = await playOne(server, planned, tracker, signal);
    await told(result);
    return result;
  });
  try {
    return await Promise.race([Promise.all(results), tracker.failed]);
  } finally {
    tracker.stop();
  }
}

/** Hears all events over one stream, and sorts them by call. */
function createTracker(server: Server, signal: AbortSignal) {
  const calls = new Map<number, Tracked>();
  const of = (id: number): Tracked => {
    const tracked = calls.get(id) ?? { events: [], ended: Promise.withResolvers<void>() };
    calls.set(id, tracked);
    return tracked;
  };
  const ends = new AbortController();
  const [ready, failed] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
  const listen = async (): Promise<void> => {
    const until = AbortSignal.any([signal, ends.signal]);
    const opened = async (): Promise<void> => ready.resolve();
    for await (const { type, data, isLast } of follow(server, { query: {}, after: null }, until, { opened })) {
      const { call } = (JSON.parse(data) as MessageShape).data; // The format `standard`.
      if (call === undefined) continue;
      const tracked = of(call.id);
      tracked.events.push(type);
      if (isLast && tracked.events.includes('call.ended')) tracked.ended.resolve();
    }
  };
  listen().catch((error: unknown) => {
    ready.reject(error);
    failed.reject(error);
  });
  // Heard by whoever waits; where no one does any more, it is of no account.
  failed.promise.catch(() => null);
  return { of, ready: ready.promise, failed: failed.promise, stop: () => ends.abort() };
}

async function playOne(
  server: Server,
  { name, scenario, casting, expected }: Planned,
  tracker: { of(id: number): Tracked },
  signal: AbortSignal,
): Promise<Result> {
  const from = performance.now();
  const seconds = (): number => Math.round(performance.now() - from) / 1000;
  const { begin, go } = scenarioOf(scenario);
  let callId: number | null = null;
  try {
    const call = await begin(server, casting);
    callId = call.id;
    const { events, ended } = tracker.of(call.id);
    await go?.(server, call, casting);
    const late = sleep(expected.within * 1000, 'late' as const, { signal, ref: false });
    const isLate = (await Promise.race([ended.promise, late])) === 'late';
    const last = (await server.get(`/v1/calls/${call.id}`)) as CallShape; // As it is documented.
    const faults = isLate ? [`it is ${last.state} after ${expected.within} seconds`] : faultsOf(expected, events, last);
    return { name, callId, state: last.state, seconds: seconds(), events, faults };
  } catch (error) {
    if (signal.aborted || !(error instanceof CliFault)) throw error;
    return { name, callId, state: null, seconds: seconds(), events: [], faults: [error.message] };
  }
}

/** What is not as expected, in sentences. */
export function faultsOf(
  expected: Pick<Expected, 'events' | 'never' | 'state' | 'failReason'>,
  events: readonly string[],
  call: Pick<CallShape, 'state' | 'fail_reason'>,
): readonly string[] {
  const missing = missingOf(expected.events, events);
  const unwanted = expected.never.filter((type) => events.includes(type));
  const { state, failReason } = expected;
  return [
    ...(missing === null ? [] : [`${missing} did not come in its place; there were ${events.join(', ') || 'none'}`]),
    ...unwanted.map((type) => `${type} came`),
    ...(state === null || state === call.state ? [] : [`the call is ${call.state}, not ${state}`]),
    ...(failReason === null || failReason === call.fail_reason
      ? []
      : [`the reason is ${call.fail_reason}, not ${failReason}`]),
  ];
}

/** The first that does not come in the order in which they are expected; null where all do. */
function missingOf(wanted: readonly string[], events: readonly string[]): string | null {
  let place = 0;
  for (const type of wanted) {
    const found = events.indexOf(type, place);
    if (found < 0) return type;
    place = found + 1;
  }
  return null;
}
