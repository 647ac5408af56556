/** How many calls a relay carries on one core: calls are added until it no longer keeps what it must. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../support/figure.ts';
import { atMost, known, ratioOf } from '../support/figure.ts';
import type { Order as CallerOrder, Report } from './callers.ts';
import type { Child } from './child.ts';
import { startChild } from './child.ts';
import type { Cost, Order as RelayOrder } from './relay.ts';

/** Goals of issue 3; no packet may be lost. Milliseconds. */
const MAX_LAG = 20;
const MAX_ADDED = 30;
const MAX_MEGABYTES = 1.5;
const LEAST_TIMES = 4;

/** Calls that are added at each step, and where no more are. */
const STEP = { ours: Number(process.env['BENCH_STEP'] ?? 30), werift: Number(process.env['BENCH_WERIFT_STEP'] ?? 10) };
const MAX_CALLS = Number(process.env['BENCH_MOST_CALLS'] ?? 300);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const SETTLE_MS = 1500;
/** A step that fails is measured again: on a machine with neighbors one bad moment is no limit. */
const TRIES = 3;

/** One step. */
type Step = { readonly calls: number; readonly report: Report; readonly cost: Cost };

/** How far a relay came. */
type Climb = {
  /** The last step that kept everything; null when not even the first one did. */
  readonly held: Step | null;
  /** The first that did not; null when there were no more calls to add. */
  readonly failed: Step | null;
  /** Memory of the relay without a call. */
  readonly empty: number;
};

/** The figures of both relays, ours with and without recording. */
export async function callsPerCore(): Promise<Figure[]> {
  const stock = await climb('werift', false);
  const plain = await climb('ours', false);
  const recorded = await climb('ours', true);
  const goal = { atLeast: LEAST_TIMES };
  const most = (one: Climb): number => one.held?.calls ?? Number.NaN;
  return [
    ratioOf(
      'calls relayed by one thread before anything slipped, beside stock werift',
      most(plain),
      most(stock),
      '',
      goal,
    ),
    ratioOf('calls relayed for each core in use, beside stock werift', perCore(plain), perCore(stock), '', goal),
    ratioOf(
      '… relayed and recorded, beside stock werift without recording',
      perCore(recorded),
      perCore(stock),
      '',
      goal,
    ),
    ...described('relayed', plain),
    ...described('relayed and recorded', recorded),
    ...described('relayed by stock werift', stock).map((figure) => ({ ...figure, goal: '', isMet: null })),
  ];
}

/**
 * Of the last step that kept everything. The callers share the machine and may reach their limit before the relay's
 * thread does: so calls are told by what the relay used as well, not only by when it fell over.
 */
function perCore({ held }: Climb): number {
  return held === null ? Number.NaN : held.calls / held.cost.cores;
}

function described(what: string, { held, failed, empty }: Climb): Figure[] {
  if (held === null) return [known(`${what}: no step was kept`, 0, '')];
  const { calls, report, cost } = held;
  return [
    atMost(`${calls} ${what}: packets lost of ${report.sent}`, report.sent - report.came, '', 0),
    atMost('… lag p99', cost.lagMs, 'ms', MAX_LAG),
    atMost('… added latency p99', report.p99, 'ms', MAX_ADDED),
    known('… added latency p50', report.p50, 'ms'),
    atMost('… memory of a call', (cost.megabytes - empty) / calls, 'MB', MAX_MEGABYTES),
    known('… cores in use', cost.cores, ''),
    ...(failed === null
      ? [known('… and no more were tried than', calls, '')]
      : [
          known(
            `… at ${failed.calls}, which was too much: lag p99 of the callers themselves`,
            failed.report.lagMs,
            'ms',
          ),
        ]),
  ];
}

async function climb(name: keyof typeof STEP, isRecorded: boolean): Promise<Climb> {
  const relay = startChild<RelayOrder>('relay.ts', name);
  const callers = startChild<CallerOrder>('callers.ts');
  try {
    await relay.ask<Cost>({ kind: 'cost' });
    await sleep(SETTLE_MS);
    const { megabytes: empty } = await relay.ask<Cost>({ kind: 'cost' });
    let held: Step | null = null;
    for (let calls = STEP[name]; calls <= MAX_CALLS; calls += STEP[name]) {
      await addCalls(relay, callers, STEP[name]);
      if (isRecorded) await relay.ask({ kind: 'record' });
      const step = await measureAgain(relay, callers, calls);
      console.log(describe(name, isRecorded, step));
      if (!isKept(step)) return { held, failed: step, empty };
      held = step;
    }
    return { held, failed: null, empty };
  } finally {
    await callers.end();
    await relay.end();
  }
}

async function addCalls(relay: Child<RelayOrder>, callers: Child<CallerOrder>, calls: number): Promise<void> {
  for (let count = 0; count < 2 * calls; count += 1) {
    const offer = await callers.ask<string>({ kind: 'offer' });
    const answer = await relay.ask<string>({ kind: 'leg', offer });
    await callers.ask({ kind: 'accept', answer });
    if (count % 2 === 1) await relay.ask({ kind: 'bridge' });
  }
  await callers.ask({ kind: 'talk' });
}

async function measureAgain(relay: Child<RelayOrder>, callers: Child<CallerOrder>, calls: number): Promise<Step> {
  let step = await measure(relay, callers, calls);
  for (let tries = 1; tries < TRIES && !isKept(step); tries += 1) step = await measure(relay, callers, calls);
  return step;
}

async function measure(relay: Child<RelayOrder>, callers: Child<CallerOrder>, calls: number): Promise<Step> {
  await sleep(SETTLE_MS);
  await relay.ask<Cost>({ kind: 'cost' });
  await callers.ask({ kind: 'measure' });
  await sleep(SECONDS * 1000);
  const cost = await relay.ask<Cost>({ kind: 'cost' });
  return { calls, report: await callers.ask<Report>({ kind: 'report' }), cost };
}

function isKept({ report, cost }: Step): boolean {
  return report.sent > 0 && report.came === report.sent && cost.lagMs < MAX_LAG && report.p99 < MAX_ADDED;
}

function describe(name: string, isRecorded: boolean, { calls, report, cost }: Step): string {
  const lost = `${report.sent - report.came} of ${report.sent} lost`;
  const times = `lag p99 ${cost.lagMs.toFixed(1)} ms, added p99 ${report.p99.toFixed(1)} ms`;
  return `${name}${isRecorded ? ', recorded' : ''}: ${calls} calls, ${lost}, ${times}, ${cost.cores.toFixed(2)} cores`;
}
