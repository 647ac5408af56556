import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import type { EventStream, WebhookFormat } from '#domain/ports/webhooks.ts';
import { MAX_STREAMS } from '#domain/ports/webhooks.ts';
import { aCall } from '../../test/support/calls.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { until } from '../../test/support/until.ts';
import { A_DELETED_CONTACT, aSubjectEvent } from '../../test/support/webhooks.ts';
import { createEventStreams } from './event-streams.ts';

/** A log in memory, to which a test writes, and the streams on it. `weight`: bytes that each event brings along. */
function world(weight = 0) {
  const events: LoggedEvent[] = [];
  const clock = createManualClock(new Date(0));
  const log: EventLog = {
    last: async () => events.at(-1)?.seq ?? 0,
    after: async (seq, limit) => events.filter((event) => event.seq > seq).slice(0, limit),
    between: async (workspaceId, after, upTo, limit) =>
      events
        .filter((event) => event.workspaceId === workspaceId && event.seq > after && event.seq <= upTo)
        .slice(0, limit),
    newest: async () => [],
    mark: async () => 1,
    isPast: async () => true,
    calls: async (ids) => new Map(ids.map((id) => [id, aCall({ id, origin: 'incoming_api' })])),
    subjects: async (besides) => new Map(besides.map(({ seq }) => [seq, A_DELETED_CONTACT])),
    forget: async () => 0,
  };
  const item = async ({ id }: { readonly id: number }): Promise<object> => ({
    call: { id },
    weight: 'w'.repeat(weight),
  });
  const subject = async (): Promise<object> => ({ contact: {} });
  const streams = createEventStreams({
    log,
    clock,
    writers: {
      standard: { call: item, subject },
      intercom: { call: item },
      ccaip: { call: item },
      vcita: { call: item },
    },
    failed: (what, error) => assert.fail(`${what}: ${String(error)}`),
  });
  streams.start();
  const happen = (type: string, workspaceId = 1): void => {
    events.push({ seq: events.length + 1, workspaceId, callId: 7, type, data: {}, at: new Date(0) });
    streams.wake();
  };
  const change = (workspaceId = 1): void => {
    events.push(aSubjectEvent(events.length + 1, { workspaceId }));
    streams.wake();
  };
  return { streams, clock, happen, change, events };
}

/** Reads a stream as text. */
function reading(stream: EventStream | null) {
  const got = { text: '', isOver: false };
  stream?.on('data', (chunk: Buffer) => {
    got.text += chunk.toString();
  });
  stream?.on('end', () => {
    got.isOver = true;
  });
  return got;
}
const seen = ({ text }: { text: string }): string[] =>
  [...text.matchAll(/(?:id: (\d+)\n)?event: (\S+)\n/g)].map(([, id, type]) => `${id ?? '-'} ${type}`);

test('a stream tells what happens from now on, only of its workspace and of the types that were asked for', async () => {
  const { streams, happen } = world();
  happen('created');
  const all = reading(await streams.open(1, null, []));
  const ended = reading(await streams.open(1, null, ['call.ended']));
  happen('created');
  happen('hung_up', 2);
  happen('flagged');
  happen('hung_up');
  await until(() => seen(all).length === 4 && seen(ended).length === 1);
  assert.deepEqual(seen(all), ['- call.created', '2 call.queued', '- call.ended', '5 call.missed']);
  assert.deepEqual(seen(ended), ['5 call.ended']);
  await streams.stop();
});

test('what happens to contacts stands among the calls, in one order; formats that tell of calls alone leave it out', async () => {
  const { streams, happen, change } = world();
  const read = async (types: string[], format: WebhookFormat) => reading(await streams.open(1, 0, types, format));
  const [ours, theirs, only] = [
    await read([], 'standard'),
    await read([], 'intercom'),
    await read(['contact.updated'], 'standard'),
  ];
  happen('held');
  change();
  change(2);
  happen('transcribed');
  await until(() => seen(ours).length === 3 && seen(theirs).length === 1);
  assert.deepEqual(seen(ours), ['1 call.held', '2 contact.updated', '4 transcript.available']);
  assert.deepEqual([seen(theirs), seen(only)], [['4 call.transcription_available'], ['2 contact.updated']]);
  const resumed = reading(await streams.open(1, 1, ['contact.updated']));
  await until(() => seen(resumed).length === 1);
  await streams.stop();
});

test('a stream continues behind the sequence that was seen last', async () => {
  const { streams, happen } = world();
  for (const type of ['created', 'agents_rung', 'held', 'resumed']) happen(type);
  const resumed = reading(await streams.open(1, 2, []));
  await until(() => seen(resumed).length === 2);
  happen('hung_up');
  await until(() => seen(resumed).length === 4);
  assert.deepEqual(seen(resumed).slice(0, 3), ['3 call.held', '4 call.resumed', '- call.ended']);
  await streams.stop();
});

test('a stream that is cut off before its first event resumes where it began', async () => {
  const { streams, happen } = world();
  for (const type of ['created', 'held']) happen(type);
  const first = reading(await streams.open(1, null, []));
  await until(() => first.text.includes('id: 2\n\n'));
  happen('resumed');
  const resumed = reading(await streams.open(1, 2, []));
  await until(() => seen(resumed).length === 1);
  assert.deepEqual(seen(resumed), ['3 call.resumed']);
  await streams.stop();
});

test('streams of several formats hear the same event, each in its own words and under an id that stays', async () => {
  const { streams, happen } = world();
  const read = async (format: WebhookFormat) => reading(await streams.open(1, 0, [], format));
  const [ours, theirs, again] = [await read('standard'), await read('intercom'), await read('intercom')];
  happen('created');
  await until(() => seen(ours).length === 2 && seen(theirs).length === 1 && seen(again).length === 1);
  assert.deepEqual(seen(theirs), ['1 call.started']);
  const notice = JSON.parse(/^data: (.+)$/m.exec(theirs.text)?.[1] ?? '') as { id: string; topic: string };
  assert.match(notice.id, /^notif_[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  assert.equal(theirs.text, again.text);
  await streams.stop();
});

test('a reader that is slow misses nothing, and little is kept for it meanwhile', async () => {
  const { streams, happen, events } = world(10_000);
  const stream = (await streams.open(1, null, [])) as (EventStream & { readonly readableLength: number }) | null;
  const quick = reading(await streams.open(1, null, []));
  for (let count = 0; count < 300; count += 1) happen('held');
  await until(() => seen(quick).length === 300);
  assert.ok((stream?.readableLength ?? Infinity) < 600_000, `${stream?.readableLength} bytes wait`);
  const slow = reading(stream);
  await until(() => seen(slow).length === 300);
  assert.deepEqual(
    seen(slow),
    events.map(({ seq }) => `${seq} call.held`),
  );
  await streams.stop();
});

test('a stream says now and then that it is there, and ends after an hour or when the server stops', async () => {
  const { streams, clock } = world();
  const first = reading(await streams.open(1, null, []));
  await clock.advance(31_000);
  await until(() => (first.text.match(/^:$/gm) ?? []).length === 2);
  await clock.advance(3_600_000);
  await until(() => first.isOver);
  const second = reading(await streams.open(1, null, []));
  await streams.stop();
  await until(() => second.isOver);
});

test('a workspace has this many streams; one that is left makes room', async () => {
  const { streams, happen } = world();
  const open = await Promise.all(Array.from({ length: MAX_STREAMS }, async () => streams.open(1, null, [])));
  assert.ok(open.every((stream) => stream !== null));
  assert.equal(await streams.open(1, null, []), null);
  assert.notEqual(await streams.open(2, null, []), null);
  open[0]?.destroy();
  await sleep(1);
  const again = reading(await streams.open(1, null, []));
  happen('held');
  await until(() => seen(again).length === 1);
  await streams.stop();
});
