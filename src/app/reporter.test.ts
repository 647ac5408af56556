import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { correlated } from '#background/correlation.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { metrics } from './metrics.ts';
import { createReporter } from './reporter.ts';

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

function reporting() {
  const lines: Line[] = [];
  const log = pino(
    { level: 'trace', base: null },
    { write: (text: string) => void lines.push(JSON.parse(text) as Line) },
  );
  return { reporter: createReporter(log), lines };
}

/** What the metric counts under these labels; 0 while nothing does. */
async function counted(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const metric = (await metrics.getMetricsAsJSON()).find((each) => each.name === `patchbay_${name}`);
  const values = metric?.values ?? [];
  return (
    values.find((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))?.value ?? 0
  );
}

/** How much the metric grows while something is told. */
async function grown(name: string, labels: Readonly<Record<string, string>>, tell: () => void): Promise<number> {
  const before = await counted(name, labels);
  tell();
  return (await counted(name, labels)) - before;
}

/** A move as the engine tells it; only what the reporter reads. */
const moving = (event: CallEvent, from: Call['state'], to: Call['state'], id = 7) => {
  const call = { id, workspaceId: 3, state: to } as Call;
  return { before: { ...call, state: from } as Call, call, event };
};

test('a move is a line of its subsystem, with the call and the request it came by, and is counted', async () => {
  const { reporter, lines } = reporting();
  const event = { type: 'menu_selected', menuId: 9, plan: [] } as unknown as CallEvent;
  const moves = await grown('call_moves_total', { event: 'menu_selected' }, () =>
    correlated({ requestId: 'r-1' }, () => reporter.callMoved(moving(event, 'selecting', 'queued'))),
  );
  assert.equal(moves, 1);
  const { time: _time, level: _level, ...line } = lines[0] ?? { msg: '' };
  assert.deepEqual(line, {
    subsystem: 'calls',
    requestId: 'r-1',
    callId: 7,
    workspaceId: 3,
    from: 'selecting',
    to: 'queued',
    by: 'menu_selected',
    msg: 'call.moved',
  });
});

const OFFERS = [
  [{ type: 'agents_rung', agentIds: [1, 2, 3], until: new Date(0) }, 'made', 3],
  [{ type: 'offer_missed', agentIds: [1, 2] }, 'missed', 2],
  [{ type: 'offer_declined', agentId: 1 }, 'declined', 1],
  [{ type: 'agent_assigned', agentId: 1 }, 'accepted', 1],
] as const satisfies readonly (readonly [CallEvent, string, number])[];
for (const [event, outcome, count] of OFFERS)
  test(`${event.type} counts ${count} offers as ${outcome}`, async () => {
    const { reporter } = reporting();
    assert.equal(
      await grown('offers_total', { outcome }, () => reporter.callMoved(moving(event, 'queued', 'queued'))),
      count,
    );
  });

test('the depth of the queues follows the calls, also when a move is told twice', async () => {
  const { reporter } = reporting();
  const held: CallEvent = { type: 'hung_up', by: 'end_user' };
  for (const id of [1, 2, 2]) reporter.callMoved(moving(held, 'selecting', 'queued', id));
  assert.equal(await counted('queued_calls'), 2);
  reporter.callMoved(moving(held, 'queued', 'failed', 1));
  assert.equal(await counted('queued_calls'), 1);
});

test('a recording, a reconnect and a job are each counted by outcome', async () => {
  const { reporter, lines } = reporting();
  const stored: CallEvent = { type: 'recording_stored', seconds: 1, bytes: 2 };
  assert.equal(
    await grown('recordings_total', { outcome: 'stored' }, () =>
      reporter.callMoved(moving(stored, 'finished', 'finished')),
    ),
    1,
  );
  assert.equal(await grown('reconnects_total', { page: 'caller' }, () => reporter.pageReconnected('caller', 7)), 1);
  const failed = { job: 'hourly', outcome: 'failed' };
  assert.equal(await grown('jobs_total', failed, () => reporter.jobDone('hourly', 12, false)), 1);
  assert.deepEqual(
    lines.map(({ subsystem, msg }) => [subsystem, msg]),
    [
      ['pages', 'page.reconnected'],
      ['jobs', 'job.done'],
    ],
  );
});

test('a leg whose ICE or DTLS failed is a warning, one that was closed is not, and a digit is neither told nor counted', async () => {
  const { reporter, lines } = reporting();
  const lost = (reason: 'failed' | 'closed') =>
    grown('legs_total', { event: 'lost', reason }, () => reporter.legChanged({ type: 'lost', legId: 'l', reason }));
  assert.deepEqual([await lost('failed'), await lost('closed')], [1, 1]);
  reporter.legChanged({ type: 'digit', legId: 'l', digit: '4' });
  assert.deepEqual(
    lines.map(({ level, msg, reason }) => [level, msg, reason]),
    [
      [40, 'leg.lost', 'failed'],
      [20, 'leg.lost', 'closed'],
    ],
  );
});

test('a failure is logged by its subsystem, and quotes nothing that PostgreSQL quotes', async () => {
  const { reporter, lines } = reporting();
  const quoting = Object.assign(new Error('invalid input syntax for type uuid: "+18596579625"'), {
    code: '22P02',
    detail: 'Key (name)=(Min-seo) already exists.',
  });
  assert.equal(
    await grown('failures_total', { what: 'database' }, () => reporter.failed('database.connection', quoting)),
    1,
  );
  reporter.failed('route', new Error('Not free'));
  reporter.failed('webrtc.line', 'a text');
  assert.deepEqual(
    lines.map(({ subsystem, what }) => [subsystem, what]),
    [
      ['storage', 'database.connection'],
      ['calls', 'route'],
      ['media', 'webrtc.line'],
    ],
  );
  const written = JSON.stringify(lines);
  for (const secret of ['8596579625', 'Min-seo', 'a text']) assert.ok(!written.includes(secret), secret);
});
