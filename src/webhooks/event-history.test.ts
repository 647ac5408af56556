import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoggedEvent } from '#domain/ports/event-log.ts';
import { HISTORY_PAGE, MAX_LOOKED_AT, MAX_REACH } from '#domain/ports/event-history.ts';
import { aCall } from '../../test/support/calls.ts';
import { A_CONTACT, aLogged, aSubjectEvent } from '../../test/support/webhooks.ts';
import { createEventHistory } from './event-history.ts';

/** The history of a log in memory, and the stretches that were read of it. */
function world(events: readonly LoggedEvent[], gone: ReadonlySet<number> = new Set()) {
  const reads: (readonly [before: number, after: number])[] = [];
  const isOf = (callId: number | null, event: LoggedEvent): boolean => callId === null || event.callId === callId;
  const history = createEventHistory({
    log: {
      last: async () => events.at(-1)?.seq ?? 0,
      between: async (workspaceId, after, until) =>
        events.filter((event) => event.workspaceId === workspaceId && event.seq > after && event.seq <= until),
      async newest(workspaceId, { before, after, callId }, limit) {
        reads.push([before, after]);
        return events
          .filter((event) => event.workspaceId === workspaceId && event.seq < before && event.seq > after)
          .filter((event) => isOf(callId, event))
          .toReversed()
          .slice(0, limit);
      },
      calls: async (ids) => new Map(ids.map((id) => [id, aCall({ id, origin: 'incoming_api' })])),
      subjects: async (besides) =>
        new Map(
          besides
            .filter(({ seq }) => !gone.has(seq))
            .map(({ seq }) => [seq, { kind: 'contact', contact: A_CONTACT, mergedFrom: null }]),
        ),
    },
    writers: {
      standard: { call: async ({ id }) => ({ call: { id } }), subject: async () => ({ contact: {} }) },
      intercom: { call: async () => assert.fail() },
      ccaip: { call: async () => assert.fail() },
      vcita: { call: async () => assert.fail() },
    },
  });
  const look = async (type = '', callId: number | null = null, before: number | null = null) => {
    const { events: found, next } = await history.newest(1, { type, callId }, before);
    return { seen: found.map((event) => `${event.seq} ${event.type}`), next };
  };
  return { history, look, reads };
}

const SOME = [
  aLogged(1, { type: 'created' }),
  aSubjectEvent(2),
  aLogged(3, { type: 'created', workspaceId: 2, callId: 9 }),
  aLogged(4, { type: 'flagged' }),
  aLogged(5, { type: 'held', callId: 4 }),
];

test('the newest come first, calls and what is besides; what no stream sends, and what is of others, is not there', async () => {
  const { look } = world(SOME);
  assert.deepEqual(await look(), {
    seen: ['5 call.held', '2 contact.updated', '1 call.queued', '1 call.created'],
    next: null,
  });
});

test('they are narrowed by how the type begins, by the call, and by what they are before', async () => {
  const { look } = world(SOME);
  assert.deepEqual((await look('contact.')).seen, ['2 contact.updated']);
  assert.deepEqual((await look('call.c', 1)).seen, ['1 call.created']);
  assert.deepEqual((await look('', 4)).seen, ['5 call.held']);
  assert.deepEqual((await look('', null, 2)).seen, ['1 call.queued', '1 call.created']);
});

test('a page ends between events, and the next one continues there, to the last', async () => {
  const count = HISTORY_PAGE + 1;
  const { look } = world(Array.from({ length: count }, (_, place) => aLogged(place + 1, { type: 'created' })));
  const seen: string[] = [];
  let before: number | null = null;
  let pages = 0;
  do {
    const page: Awaited<ReturnType<typeof look>> = await look('', null, before);
    assert.ok(page.seen.length <= HISTORY_PAGE + 1);
    seen.push(...page.seen);
    before = page.next;
    pages += 1;
  } while (before !== null);
  assert.deepEqual([new Set(seen).size, seen.length, pages], [2 * count, 2 * count, 3]);
});

test('one look reads so many events and reaches back so far, and says where the next one continues', async () => {
  const silent = Array.from({ length: MAX_LOOKED_AT + 5 }, (_, place) => aLogged(place + 1, { type: 'flagged' }));
  const many = world(silent);
  assert.deepEqual(await many.look(), { seen: [], next: 6 });
  assert.deepEqual(await many.look('', null, 6), { seen: [], next: null });

  const far = MAX_REACH + 50;
  const sparse = world([aLogged(7, { type: 'held' }), aLogged(far, { type: 'held' })]);
  assert.deepEqual(await sparse.look(), { seen: [`${far} call.held`], next: far - MAX_REACH + 1 });
  assert.deepEqual(await sparse.look('', null, far - MAX_REACH + 1), { seen: ['7 call.held'], next: null });
  // Found by its call it is found at once, and no `before` reaches past the end.
  assert.deepEqual((await sparse.look('', 1, Number.MAX_SAFE_INTEGER)).seen, [`${far} call.held`, '7 call.held']);
  assert.deepEqual(sparse.reads.at(-1), [far + 1, 0]);
});

test('one event is every message that is sent of it, in order; what is gone or of others is none', async () => {
  const { history } = world(SOME, new Set([2]));
  const [created, queued, ...more] = await history.find(1, 1);
  assert.deepEqual([created?.event.type, queued?.event.type, more], ['call.created', 'call.queued', []]);
  const { type, data } = JSON.parse(created?.data ?? '') as { type: string; data: object };
  assert.deepEqual([type, data], ['call.created', { workspace_id: 1, seq: 1, call: { id: 1 } }]);
  for (const seq of [2, 3, 4, 99]) assert.deepEqual(await history.find(1, seq), [], `${seq}`);
});
