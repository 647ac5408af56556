import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, aDirectory, anAgent, at, callIn, START, stored } from '../../../test/support/calls.ts';
import { aContact } from '../../../test/support/directory-samples.ts';
import { ownApi } from '../../../test/support/own-api.ts';
import { writeSubject } from './subject-write.ts';
import { writeContact } from './write.ts';

const MESSAGE = { id: 4, conversationId: 8, by: 'contact', agentId: null, text: '<b>Hi</b>', at: at(3) } as const;

test('a history has calls with their notes, and messages, and continues where it ended', async () => {
  const beyond: unknown[] = [];
  const notes = [{ id: 1, callId: 1, agentId: 2, text: 'Note', at: at(2) }];
  const entries = [
    { kind: 'message', message: MESSAGE },
    { kind: 'call', call: stored(callIn('finished')), notes },
  ] as const;
  const ask = ownApi({
    engine: {
      directory: { contact: async (_, id) => (id === 67 ? aContact() : null) },
      contacts: {
        history: async (_, __, slice) => {
          beyond.push(slice.beyond);
          return slice.beyond === null ? entries : entries.slice(1);
        },
      },
    },
  });
  const first = await ask('listContactHistory', { id: 67, query: { limit: '1' } });
  const message = {
    id: 4,
    conversation_id: 8,
    by: 'contact',
    agent_id: null,
    text: '<b>Hi</b>',
    at: at(3).toISOString(),
  };
  assert.deepEqual(first.data, [{ kind: 'message', at: message.at, call: null, notes: [], message }]);
  const cursor = String(first.body['next_cursor']);
  const [call] = (await ask('listContactHistory', { id: 67, query: { cursor } })).data;
  assert.deepEqual(call?.['notes'], [{ id: 1, agent_id: 2, text: 'Note', at: at(2).toISOString() }]);
  assert.deepEqual(beyond, [null, { at: at(3), kind: 'message', id: 4 }]);
  assert.equal((await ask('listContactHistory', { id: 1 })).status, 404);
  const wrong = Buffer.from('1-fax-3').toString('base64url');
  assert.deepEqual((await ask('listContactHistory', { id: 67, query: { cursor: wrong } })).places, ['cursor']);
});

test('of scheduled calls the next hundred are listed', async () => {
  const asked: unknown[] = [];
  const ask = ownApi({
    engine: {
      directory: { contact: async () => aContact() },
      contacts: {
        scheduled: async (...all) => {
          asked.push(all);
          return [stored(callIn('scheduled'))];
        },
      },
    },
  });
  assert.equal((await ask('listScheduledCallsOfContact', { id: 66 })).data[0]?.['state'], 'scheduled');
  assert.deepEqual(asked, [[1, 67, 100]]);
});

test('events tell of agents, contacts and messages in the same shapes', () => {
  const write = (subject: Parameters<typeof writeSubject>[0]) => writeSubject(subject, (id) => id * 10);
  const agent = write({ kind: 'agent', agent: anAgent(3), isOnline: true });
  assert.partialDeepStrictEqual(agent, { agent: { id: 3, calls: 30 }, online: true });
  const contact = aContact();
  assert.deepEqual(write({ kind: 'contact', contact, mergedFrom: null }), { contact: writeContact(contact) });
  const from = { id: 1, uid: 'u' };
  assert.deepEqual(write({ kind: 'contact', contact, mergedFrom: from }), {
    contact: writeContact(contact),
    merged_from: from,
  });
  assert.deepEqual(write({ kind: 'deleted_contact', contact: from }), { contact: from });
  const told = write({ kind: 'message', message: MESSAGE, contactId: 67 });
  assert.partialDeepStrictEqual(told, { message: { id: 4, contact_id: 67, text: '<b>Hi</b>' } });
});

test('missed calls are listed newest first, of an agent who is there, until each is dismissed', async () => {
  const missed = (callId: number) =>
    ({
      callId,
      at: START,
      reason: 'caller_left',
      contact: null,
      number: null,
      direction: 'inbound',
      menuId: null,
      wasAnswered: true,
    }) as const;
  const dismissed: unknown[] = [];
  const ask = ownApi({
    engine: {
      directory: { load: async () => aDirectory({ agents: new Map([[3, anAgent(3)]]) }) },
      live: { missedCalls: async () => [{ ...missed(1), contact: { id: 67, name: 'Ada' } }, missed(3), missed(2)] },
      dismissMissedCall: async (by, callId) => {
        dismissed.push(by, callId);
        return callId === aCall().id;
      },
    },
  });
  const first = await ask('listMissedCalls', { id: 3, query: { limit: '2' } });
  assert.deepEqual(
    first.data.map((each) => [each['call_id'], each['contact_id']]),
    [
      [3, null],
      [2, null],
    ],
  );
  const cursor = String(first.body['next_cursor']);
  const [last] = (await ask('listMissedCalls', { id: 3, query: { cursor } })).data;
  assert.deepEqual([last?.['contact_id'], last?.['contact_name'], last?.['answered_since']], [67, 'Ada', true]);
  assert.equal((await ask('listMissedCalls', { id: 4 })).status, 404);
  for (const [call, status] of [
    ['1', 204],
    ['9', 404],
    ['x', 404],
  ] as const)
    assert.equal((await ask('dismissMissedCall', { id: 3, params: { call_id: call } })).status, status, call);
  const by = { kind: 'agent', workspaceId: 1, agentId: 3, role: 'agent' };
  assert.deepEqual(dismissed, [by, 1, by, 9]);
});
