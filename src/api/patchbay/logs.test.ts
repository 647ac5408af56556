import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEntry } from '#domain/identity/audit.ts';
import { EVERY_ENTRY } from '#domain/identity/audit.ts';
import type { Mail, MailServerEntry } from '#domain/identity/mail.ts';
import type { LoggedRequest } from '#domain/ports/request-log.ts';
import { at, START } from '../../../test/support/calls.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

const REQUEST: LoggedRequest = {
  id: 8,
  at: START,
  requestId: '01890000-0000-7000-8000-000000000008',
  surface: 'ccaip',
  operation: 'createCall',
  method: 'POST',
  path: '/apps/api/v1/calls?x=…',
  status: 422,
  milliseconds: 7,
  tokenId: 2,
  tokenName: 'Ours',
  tokenPrefix: null,
  address: '192.0.2.1',
  callId: 9,
  problem: 'The menu does not exist',
};
const NO_FILTER = { statusClass: null, method: null, path: null, tokenId: null, callId: null, requestId: null };

test('a request is listed as it was answered, and with its bodies alone', async () => {
  const bodies = { request: '{"a":1}', answer: null };
  const requests: SomeDesk['requests'] = {
    list: async () => [REQUEST, { ...REQUEST, id: 7, operation: null, tokenId: null, tokenName: null, callId: null }],
    find: async (_, id) => (id === 8 ? { entry: REQUEST, bodies } : null),
  };
  const ask = ownApi({ requests });
  const { data } = await ask('listRequests');
  const { surface: api, requestId, tokenId, tokenName, tokenPrefix, callId, ...same } = REQUEST;
  assert.deepEqual(data[0], {
    ...same,
    at: START.toISOString(),
    api,
    request_id: requestId,
    token_id: tokenId,
    token_name: tokenName,
    token_prefix: tokenPrefix,
    call_id: callId,
  });
  assert.deepEqual((await ask('showRequest', { id: 8 })).body, { ...data[0], bodies });
  assert.equal((await ask('showRequest', { id: 9 })).status, 404);
});

test('all parameters narrow the list', async () => {
  const seen: unknown[] = [];
  const requests: SomeDesk['requests'] = {
    list: async (_, filter, beyond, limit) => {
      seen.push(filter, beyond, limit);
      return [];
    },
  };
  const requestId = REQUEST.requestId.toUpperCase();
  const query = { status: '4xx', method: 'POST', path: '/v1', token_id: '2', call_id: '9', request_id: requestId };
  await ownApi({ requests })('listRequests', { query });
  await ownApi({ requests })('listRequests', { query: { limit: '2' } });
  const filter = { statusClass: 4, method: 'POST', path: '/v1', tokenId: 2, callId: 9, requestId };
  assert.deepEqual(seen, [filter, null, 26, NO_FILTER, null, 3]);
});

for (const [name, values] of Object.entries({
  status: ['404', '4XX', '6xx', 'constructor', ''],
  method: ['get', 'TRACE', ''],
  path: ['', 'x'.repeat(101), 'a\u0000'],
  token_id: ['0', 'x', '-1'],
  call_id: ['1.0', ' 1'],
  request_id: ['x', `${REQUEST.requestId}0`],
}))
  test(`a ${name} that is none is refused in the words of the wire`, async () => {
    for (const value of values) {
      const came = await ownApi({})('listRequests', { query: { [name]: value } });
      assert.deepEqual([came.status, came.code, came.places], [400, 'query_invalid', [name]], value);
    }
  });

test('bodies are kept for some hours, or no longer', async () => {
  const hours: number[] = [];
  const requests: SomeDesk['requests'] = {
    state: () => ({ bodiesUntil: null, leftOut: 3 }),
    keepBodies: async (_, asked) => {
      hours.push(asked);
      return { bodiesUntil: at(asked * 3600), leftOut: 0 };
    },
  };
  const ask = ownApi({ requests });
  assert.deepEqual((await ask('showRequestLog')).body, { bodies_until: null, left_out: 3 });
  const { body } = await ask('updateRequestLog', { body: { body_hours: 24 } });
  assert.deepEqual(body, { bodies_until: at(86_400).toISOString(), left_out: 0 });
  await ask('updateRequestLog', { body: { body_hours: 0 } });
  assert.deepEqual(hours, [24, 0]);
  for (const wrong of [-1, 25, 1.5, '1', null])
    assert.deepEqual((await ask('updateRequestLog', { body: { body_hours: wrong } })).places, ['/body_hours']);
});

const ENTRY: AuditEntry = {
  id: 6,
  at: START,
  action: 'recording.played',
  door: 'page',
  agentId: 3,
  tokenId: null,
  actor: 'Grace Hopper',
  address: null,
  targetId: '9',
  targetName: '',
  changes: { name: ['A', 'B'], logo: null },
};

test('an entry of the audit log is told under the names of the wire, with what changed', async () => {
  const { data } = await ownApi({ audit: { list: async () => [ENTRY] } })('listAuditEntries');
  const { agentId, tokenId, targetId, targetName, ...same } = ENTRY;
  const named = { agent_id: agentId, token_id: tokenId, target_id: targetId, target_name: targetName };
  assert.deepEqual(data, [{ ...same, at: START.toISOString(), ...named }]);
});

test('the audit log is narrowed by who, what and when; a blank that was a plus is one', async () => {
  const seen: unknown[] = [];
  const audit: SomeDesk['audit'] = {
    list: async (_, filter) => {
      seen.push(filter);
      return [];
    },
  };
  const ask = ownApi({ audit });
  await ask('listAuditEntries');
  const who = { action: 'recording.played', agent_id: '3', token_id: '4', target_id: 'all' };
  const when = { since: '2026-03-02T10:00:00 01:00', until: '2026-03-02T09:00:01Z' };
  await ask('listAuditEntries', { query: { ...who, ...when } });
  const named = { action: 'recording.played', agentId: 3, tokenId: 4, targetId: 'all' };
  assert.deepEqual(seen, [EVERY_ENTRY, { ...named, since: START, until: at(1) }]);
});

for (const [name, value] of [
  ['action', 'recording.eaten'],
  ['agent_id', 'x'],
  ['token_id', '0'],
  ['target_id', 'x'.repeat(101)],
  ['since', '2026-03-02'],
  ['until', 'now'],
] as const)
  test(`the audit log has no ${name} of ${value.slice(0, 20)}`, async () => {
    const came = await ownApi({})('listAuditEntries', { query: { [name]: value } });
    assert.deepEqual([came.status, came.places], [400, [name]]);
  });

const SERVER: MailServerEntry = {
  host: 'mail.example.com',
  port: 587,
  security: 'starttls',
  username: 'u',
  sender: 'desk@example.com',
  hasPassword: true,
  updatedAt: START,
};
const SERVER_BODY = { host: ' mail.example.com ', port: 587, security: 'starttls', username: 'u', from: SERVER.sender };

test('the mail server is set, shown without its password, tested and removed', async () => {
  const put: unknown[] = [];
  const mail: SomeDesk['mail'] = {
    server: async () => SERVER,
    putServer: async (_, server, password) => {
      put.push(server.host, password);
      return SERVER;
    },
    removeServer: async () => true,
    test: async (_, to) => ({ isSent: true, sentence: `250 for ${to}` }),
  };
  const ask = ownApi({ mail });
  const shown = (await ask('showMailServer')).body;
  assert.deepEqual(Object.keys(shown), ['host', 'port', 'security', 'username', 'from', 'has_password', 'updated_at']);
  assert.deepEqual((await ask('putMailServer', { body: { ...SERVER_BODY, password: 'secret' } })).body, shown);
  assert.deepEqual(put, ['mail.example.com', 'secret'], 'the host without the blanks around it');
  const to = { body: { to: 'a@example.com' } };
  assert.deepEqual((await ask('testMailServer', to)).body, { sent: true, sentence: '250 for a@example.com' });
  assert.equal((await ask('deleteMailServer')).status, 204);
  const none = ownApi({ mail: { server: async () => null, removeServer: async () => false, test: async () => null } });
  for (const [operation, wish] of [['showMailServer', {}] as const, ['testMailServer', to] as const])
    assert.equal((await none(operation, wish)).status, 404);
  assert.equal((await none('deleteMailServer')).status, 404);
});

test('what is wrong with a mail server is named as the wire names it', async () => {
  const mail: SomeDesk['mail'] = { putServer: async () => ({ field: 'sender', detail: 'must be an e-mail address' }) };
  const came = await ownApi({ mail })('putMailServer', { body: SERVER_BODY });
  assert.deepEqual([came.status, came.places], [422, ['/from']]);
  assert.deepEqual((await ownApi({})('putMailServer', { body: { ...SERVER_BODY, port: 0 } })).places, ['/port']);
});

test('a mail says when it is tried again only while it waits', async () => {
  const base = {
    kind: 'reset',
    recipient: 'a@example.com',
    attempts: 2,
    answer: '451 later',
    createdAt: START,
  } as const;
  const mails: Mail[] = [
    { ...base, id: 2, state: 'waiting', dueAt: at(60), endedAt: null },
    { ...base, id: 1, state: 'sent', dueAt: at(60), endedAt: at(5) },
  ];
  const { data } = await ownApi({ mail: { list: async () => mails } })('listMails');
  assert.deepEqual(
    data.map((each) => [each['to'], each['next_attempt_at'], each['ended_at']]),
    [
      ['a@example.com', at(60).toISOString(), null],
      ['a@example.com', null, at(5).toISOString()],
    ],
  );
});
