/**
 * What `/metrics` shows; of the calls of each trunk see `trunk-metrics.ts`. Labels have few values: no id, no number,
 * no name.
 */
import type { TrunkHealth } from '#domain/directory/trunk.ts';
import { TRUNK_STATES } from '#domain/directory/trunk.ts';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The registry of this process. */
export const metrics = new Registry();

const registers = [metrics];

/** A counter of this process. */
function counter<Label extends string>(name: string, help: string, ...labelNames: readonly Label[]): Counter<Label> {
  return new Counter({ name: `patchbay_${name}_total`, help, labelNames, registers });
}

/** The counters by what they count. */
export const counters = {
  moves: counter('call_moves', 'Calls moved, by event', 'event'),
  failures: counter('failures', 'Things that should not have happened', 'what'),
  turnedAway: counter(
    'web_calls_turned_away',
    'Web calls whose sound was never connected: no call was stored',
    'reason',
  ),
  dialRefusals: counter('dial_refusals', 'Numbers that were not dialed, by what forbade it', 'reason'),
  offers: counter('offers', 'Calls offered to agents, by outcome: each agent counts', 'outcome'),
  legs: counter('legs', 'Legs of browsers, by what happened to them', 'event', 'reason'),
  recordings: counter('recordings', 'Recordings, by outcome', 'outcome'),
  reconnects: counter('reconnects', 'Pages that came back to their call or desk', 'page'),
  sip: counter('sip_events', 'What SIP saw besides calls: strangers, each message, and faults', 'event'),
  requestsLeftOut: counter('requests_left_out', 'API requests that are not in the request log, by why', 'reason'),
  streams: counter(
    'heard_streams',
    'Streams of live calls that an engine was to hear, by what became of them',
    'outcome',
  ),
  engineRequests: counter(
    'voice_engine_requests',
    'Requests to engines elsewhere, by outcome; place 1 is asked first',
    'task',
    'place',
    'outcome',
  ),
  jobs: counter('jobs', 'Jobs done by the clock, by outcome', 'job', 'outcome'),
};

const trunks = new Gauge({
  name: 'patchbay_trunks',
  help: 'Enabled trunks, by how they are',
  labelNames: ['state'],
  registers,
});

/** Shows how many trunks are how. */
export function trunksByState(all: Iterable<TrunkHealth>): void {
  const counts = new Map(TRUNK_STATES.map((state) => [state, 0]));
  for (const { state } of all) counts.set(state, (counts.get(state) ?? 0) + 1);
  for (const [state, count] of counts) trunks.set({ state }, count);
}

/** Engines elsewhere that are passed over because they failed: 1; 0: they are asked. */
export const passedOver = new Gauge({
  name: 'patchbay_voice_engine_passed_over',
  help: 'Whether an engine elsewhere is passed over because it failed',
  labelNames: ['task', 'place'],
  registers,
});

/** Calls that wait in a queue. */
export const queuedCalls = new Gauge({ name: 'patchbay_queued_calls', help: 'Calls waiting in queues', registers });

/** How long requests take. */
export const requestSeconds = new Histogram({
  name: 'patchbay_http_request_seconds',
  help: 'Time to answer',
  labelNames: ['surface', 'method', 'status'],
  buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
  registers,
});
