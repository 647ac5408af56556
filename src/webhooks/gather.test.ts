/** From what happened to what is told, and to whom. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoggedEvent, SubjectEvent } from '#domain/ports/event-log.ts';
import type { SentWebhook } from '#domain/ports/webhooks.ts';
import type { Call } from '#domain/call/call.ts';
import { aCall } from '../../test/support/calls.ts';
import { A_DELETED_CONTACT, aLogged, aSubjectEvent, aWebhook } from '../../test/support/webhooks.ts';
import { gather } from './gather.ts';
import { createRegistry } from './registry.ts';
import type { Writers } from './telling.ts';

const NOW = new Date('2026-11-28T11:00:00.000Z');
const ended = aCall({ id: 1, state: 'failed', connectedAt: null });

async function told(
  events: readonly LoggedEvent[],
  webhooks: readonly SentWebhook[],
  calls: readonly Call[] = [ended],
) {
  const registry = createRegistry();
  for (const each of webhooks) registry.put(each);
  const [asked, written]: [number[][], string[]] = [[], []];
  const log = {
    calls: async (ids: readonly number[]) => {
      asked.push([...ids]);
      return new Map(calls.filter(({ id }) => ids.includes(id)).map((call) => [call.id, call]));
    },
    // Contact 81 is there, no other.
    subjects: async (besides: readonly SubjectEvent[]) =>
      new Map(besides.filter(({ contactId }) => contactId === 81).map(({ seq }) => [seq, A_DELETED_CONTACT])),
  };
  const write = (format: string) => async (call: Call, event: string) => {
    written.push(`${format} ${event}`);
    return { call: { id: call.id } };
  };
  const subject = async (): Promise<object> => ({ contact: 81 });
  const writers: Writers = {
    standard: { call: write('standard'), subject },
    intercom: { call: write('intercom') },
    ccaip: { call: write('ccaip') },
    vcita: { call: write('vcita') },
  };
  const drafts = await gather(events, registry.of, log, writers, NOW);
  return { drafts, asked, written, lines: drafts.map(({ webhookId, event, seq }) => `${webhookId} ${event} ${seq}`) };
}

test('each webhook is told what it wants, in the order in which it happened', async () => {
  const { lines, written } = await told(
    [aLogged(4), aLogged(5, { type: 'recording_stored' })],
    [aWebhook(), aWebhook({ id: 2, events: ['call.missed'] }), aWebhook({ id: 3, format: 'vcita' })],
  );
  assert.deepEqual(lines, [
    '1 call.ended 4',
    '1 call.missed 4',
    '2 call.missed 4',
    '3 voice_call/update 4',
    '1 recording.available 5',
    '3 voice_call/update 5',
  ]);
  assert.equal(written.filter((each) => each === 'standard call.missed').length, 1, 'written once for both');
});

test('a message has an id of its own for each webhook, and the facts of its event', async () => {
  const { drafts } = await told([aLogged(4, { type: 'recording_stored' })], [aWebhook(), aWebhook({ id: 2 })]);
  const [one, other] = drafts;
  assert.notEqual(one?.messageId, other?.messageId);
  assert.deepEqual(JSON.parse(one?.body ?? ''), {
    type: 'recording.available',
    timestamp: '2026-11-28T10:00:00.000Z',
    data: { workspace_id: 1, seq: 4, call: { id: 1 } },
  });
  assert.deepEqual([one?.callId, one?.createdAt], [1, NOW]);
});

test('nothing is told of what came before a webhook, in another workspace, or of a call that is gone', async () => {
  const late = aWebhook({ sinceSeq: 4 });
  assert.deepEqual((await told([aLogged(4), aLogged(5)], [late])).lines, ['1 call.ended 5', '1 call.missed 5']);
  assert.deepEqual((await told([aLogged(4, { workspaceId: 2 })], [aWebhook()])).lines, []);
  assert.deepEqual((await told([aLogged(4)], [aWebhook()], [])).lines, []);
});

test('what happens to contacts is told to those who want it, about the contact; what is gone is told to none', async () => {
  const events = [
    aSubjectEvent(4),
    aSubjectEvent(5, { contactId: 82 }),
    aSubjectEvent(6, { workspaceId: 2 }),
    aSubjectEvent(7, { type: 'contact.deleted' }),
  ];
  const webhooks = [aWebhook(), aWebhook({ id: 2, events: ['call.ended'] }), aWebhook({ id: 3, format: 'vcita' })];
  const { drafts, lines } = await told(events, webhooks);
  assert.deepEqual(lines, ['1 contact.updated 4', '1 contact.deleted 7']);
  assert.deepEqual(
    drafts.map(({ callId, contactId, agentId, isAfterContact }) => [callId, contactId, agentId, isAfterContact]),
    [
      [null, 81, null, false],
      [null, 81, null, true],
    ],
  );
});

test('calls are read in one piece, each once, and none where no one listens', async () => {
  const second = { ...ended, id: 2 };
  const { asked } = await told([aLogged(4), aLogged(5, { callId: 2 }), aLogged(6)], [aWebhook()], [ended, second]);
  assert.deepEqual(asked, [[1, 2]]);
  assert.deepEqual((await told([aLogged(4)], [])).asked, []);
});

test('the registry knows each webhook by its workspace, and where the first of them wants to be told from', () => {
  const registry = createRegistry();
  assert.equal(registry.earliest(), null);
  registry.put(aWebhook({ id: 2, sinceSeq: 9 }));
  registry.put(aWebhook({ id: 1, sinceSeq: 7 }));
  registry.put(aWebhook({ id: 3, workspaceId: 2, sinceSeq: 3 }));
  registry.put(aWebhook({ id: 2, sinceSeq: 8, events: ['call.ended'] }));
  assert.deepEqual(
    registry.of(1).map(({ id, sinceSeq }) => [id, sinceSeq]),
    [
      [1, 7],
      [2, 8],
    ],
  );
  assert.equal(registry.earliest(), 3);
  registry.remove(1, 3);
  assert.equal(registry.earliest(), 3, 'another workspace removes nothing');
  registry.remove(2, 3);
  assert.deepEqual([registry.earliest(), registry.of(2)], [7, []]);
});

test('a call that was refused before there was one is told without a call, and one within a call with it', async () => {
  const data = { direction: 'outbound', cause: 'country', trunkId: 4, omitted: 0 };
  const { drafts, asked, lines } = await told(
    [
      aLogged(4, { callId: null, type: 'call_refused', data }),
      aLogged(5, { type: 'dial_refused', data: { why: 'country' } }),
    ],
    [aWebhook(), aWebhook({ id: 2, format: 'vcita' }), aWebhook({ id: 3, events: ['call.ended'] })],
  );
  assert.deepEqual([asked, lines], [[[1]], ['1 call.refused 4', '1 call.refused 5']]);
  assert.deepEqual(
    drafts.map(({ callId, body }) => [callId, JSON.parse(body).data]),
    [
      [
        null,
        {
          workspace_id: 1,
          seq: 4,
          refusal: { direction: 'outbound', cause: 'country', trunk_id: 4, omitted: 0 },
          call: null,
        },
      ],
      [
        1,
        {
          workspace_id: 1,
          seq: 5,
          refusal: { direction: 'outbound', cause: 'country', trunk_id: null, omitted: 0 },
          call: { id: 1 },
        },
      ],
    ],
  );
});
