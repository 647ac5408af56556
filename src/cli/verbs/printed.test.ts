/** What the verbs ask of a server, what they print of its answers, and how they end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT_CODES } from '../exit-codes.ts';
import { CliFault, ServerFault } from '../fault.ts';
import type { Typed } from '../../../test/support/cli-server.ts';
import { fakeServer, runVerb } from '../../../test/support/cli-server.ts';
import { call } from './call.ts';
import { callsGet } from './calls-get.ts';
import { callsLs } from './calls-ls.ts';
import { exportCalls } from './export.ts';
import { play } from './play.ts';
import { resend } from './resend.ts';
import { tailDeliveries } from './tail-deliveries.ts';
import { tailRequests } from './tail-requests.ts';
import { transcript } from './transcript.ts';
import { trigger } from './trigger.ts';
import { whoami } from './whoami.ts';

const AT = '2026-03-02T09:00:00.000Z';
/** What clears a screen, and turns the direction of writing. */
const STEERING = '\u001b[2J\u202e';
const aCall = (id: number, change: object = {}): object => ({
  id,
  state: 'finished',
  direction: 'inbound',
  contact_number: '+14155550148',
  agent_id: null,
  created_at: AT,
  connected_at: AT,
  ended_at: AT,
  talk_seconds: 65,
  fail_reason: 'nothing',
  recording: null,
  transcript_status: null,
  ...change,
});
const listOf = (...calls: readonly object[]) => fakeServer({ lists: { '/v1/calls': calls } });
const ids = (lines: readonly string[]): readonly number[] =>
  lines.map((line) => (JSON.parse(line) as { id: number }).id);

test('calls are listed until there are as many as were wanted, of the state alone; what is not there is a dash', async () => {
  const server = listOf(aCall(4, { state: 'failed', talk_seconds: null }), aCall(3), aCall(2), aCall(1));
  const { out } = await runVerb(callsLs, server, { options: { limit: '3' } });
  assert.match(out[1] ?? '', /^4 +failed +inbound +\+14155550148 +– +2026-03-02T09:00:00\.000Z +–$/);
  assert.match(out[2] ?? '', /65 s$/);
  assert.equal(out.length, 4);
  const some = await runVerb(callsLs, server, { options: { state: 'finished', limit: '2' }, isJson: true });
  assert.deepEqual(
    (JSON.parse(some.out.join('')) as { id: number }[]).map(({ id }) => id),
    [3, 2],
  );
});

test('a call is shown without fields that say nothing, with its events as lines that steer no terminal', async () => {
  const event = { at: AT, type: 'note_added', data: { text: STEERING } };
  const server = fakeServer({
    answers: {
      '/v1/calls/7': [{ id: 7, summary: `Fine${STEERING}`, lang: '', tags: [], rating: null, wait_seconds: 0 }],
      '/v1/calls/7/events': [{ data: [event] }],
    },
  });
  const { out } = await runVerb(callsGet, server, { names: ['7'] });
  assert.deepEqual(out.slice(0, 4), ['id            7', 'summary       Fine [2J ', 'wait_seconds  0', '']);
  assert.match(out[4] ?? '', /^09:00:00\.000 {2}note_added {12}\{"text":"\\u001b\[2J "\}$/);
});

const NO_CALLS = ['0', '07', '-7', '1e3', '7.0', ' 7', 'seven', '1'.repeat(16)];
for (const id of NO_CALLS)
  test(`${JSON.stringify(id)} is no id of a call, and nothing is asked`, async () => {
    const server = fakeServer({});
    for (const verb of [callsGet, play, transcript])
      await assert.rejects(runVerb(verb, server, { names: [id] }), { name: 'CliFault', code: EXIT_CODES.usage });
    assert.deepEqual(server.asked, []);
  });

/** Options -> the calls that are exported of those of the 4th, 3rd, 2nd and 1st of March, with the day as their id. */
const SPANS: readonly (readonly [options: NonNullable<Typed['options']>, days: readonly number[]])[] = [
  [{}, [4, 3, 2, 1]],
  [{ from: '2026-03-02' }, [4, 3, 2]],
  [{ from: '2026-03-02T00:00:00.001Z' }, [4, 3]],
  [{ to: '2026-03-02' }, [1]],
  [{ from: '2026-03-02', to: '2026-03-04' }, [3, 2]],
  [{ from: '2026-03-02', to: '2026-03-04', limit: '1' }, [3]],
  [{ from: '2026-03-05' }, []],
];
for (const [options, days] of SPANS)
  test(`export with ${JSON.stringify(options)} prints those of ${days.join(', ') || 'no day'}`, async () => {
    const server = listOf(...[4, 3, 2, 1].map((day) => aCall(day, { created_at: `2026-03-0${day}T00:00:00.000Z` })));
    assert.deepEqual(ids((await runVerb(exportCalls, server, { options })).out), days);
  });

test('a CSV has quotes where it needs them, numbers as they are dialed, and no formula', async () => {
  const row = aCall(7, { disposition: '=HYPERLINK("x"), or so', lang: 'a\nb', own_number: '+13392195276', rating: 5 });
  const { out } = await runVerb(exportCalls, listOf(row), { options: { format: 'csv' } });
  const [head = '', line = ''] = out;
  assert.match(line, /,"'=HYPERLINK\(""x""\), or so",5$/);
  assert.match(line, /,"a\nb",/);
  assert.match(line, /^7,,,inbound,finished,\+14155550148,\+13392195276,,/);
  assert.equal(line.replaceAll(/"[^"]*(?:""[^"]*)*"/g, '').split(',').length, head.split(',').length);
});

const delivery = (id: number, state: string, attempts: readonly object[], call: number | null = 7): object => ({
  id,
  event: 'call.missed',
  call_id: call,
  state,
  created_at: AT,
  attempts,
});
const DELIVERIES = [
  delivery(4, 'waiting', [], null),
  delivery(3, 'failed', [{ status: null, fault: `reset${STEERING}`, milliseconds: 3 }]),
  delivery(2, 'waiting', [{ status: 500, fault: null, milliseconds: 20 }]),
  delivery(1, 'delivered', [{ status: 204, fault: null, milliseconds: 9 }]),
];
const hooks = () =>
  fakeServer({
    lists: { '/v1/webhooks': [{ id: 3 }] },
    answers: { '/v1/webhooks/3': [{ id: 3 }], '/v1/webhooks/3/deliveries': [{ data: DELIVERIES }] },
  });

test('deliveries are told oldest first: what was answered, why not, or that none was sent yet', async () => {
  const { out } = await runVerb(tailDeliveries, hooks(), { options: { all: true, count: '4' } });
  assert.deepEqual(out, [
    '09:00:00.000  call.missed           delivered  204 in 9 ms  webhook 3  delivery 1  call 7',
    '09:00:00.000  call.missed           waiting    500 in 20 ms  webhook 3  delivery 2  call 7',
    '09:00:00.000  call.missed           failed     reset [2J  in 3 ms  webhook 3  delivery 3  call 7',
    '09:00:00.000  call.missed           waiting    not sent yet  webhook 3  delivery 4  call –',
  ]);
});

test('of those that failed, also what is tried again is told; the webhook that is named is asked alone', async () => {
  const server = hooks();
  const options = { all: true, failed: true, count: '2', webhook: '3' } as const;
  const { out } = await runVerb(tailDeliveries, server, { options, isJson: true });
  assert.deepEqual(ids(out), [2, 3]);
  assert.deepEqual(server.asked, ['GET /v1/webhooks/3', 'GET /v1/webhooks/3/deliveries']);
});

test('requests are told oldest first, also those of no token, and what was sent steers no terminal', async () => {
  const request = { at: AT, request_id: 'r', method: 'GET', path: '/v1/calls', status: 200, milliseconds: 4 };
  const more = { token_name: 'CRM', token_prefix: 'pb_1', call_id: 7, problem: null };
  const stray = { token_name: null, token_prefix: null, call_id: null, status: 401, problem: `No ${STEERING}` };
  const data = [
    { ...request, ...stray, id: 3, path: `/${STEERING}` },
    { ...request, ...more, id: 2, token_name: null },
    { ...request, ...more, id: 1 },
  ];
  const server = fakeServer({ answers: { '/v1/requests': [{ data }] } });
  const { out } = await runVerb(tailRequests, server, { options: { all: true, count: '3' } });
  assert.deepEqual(out, [
    '09:00:00.000  200  GET     /v1/calls  4 ms  CRM  call 7  r',
    '09:00:00.000  200  GET     /v1/calls  4 ms  pb_1  call 7  r',
    '09:00:00.000  401  GET     / [2J   4 ms  no valid token  call –  r  No  [2J ',
  ]);
});

const TURN = { speaker: 'user', text: `Hello${STEERING}`, start_seconds: 1.25 };
test('words are printed with their time, and steer no terminal; as JSON they are whole', async () => {
  const server = fakeServer({ answers: { '/v1/calls/7/transcript': [{ turns: [TURN] }] } });
  assert.deepEqual((await runVerb(transcript, server, { names: ['7'] })).out, ['    1.3 s  user    Hello [2J ']);
  const whole = await runVerb(transcript, server, { names: ['7'], isJson: true });
  assert.deepEqual(JSON.parse(whole.out.join('')), { turns: [TURN] });
});

/** How a call stands that is followed -> how that ends, with the transcript or its refusal. */
const FOLLOWED: readonly (readonly [what: string, answer: unknown, change: object, code: number])[] = [
  ['its last word', { turns: [TURN] }, { transcript_status: 'done' }, EXIT_CODES.done],
  ['the end of one without words', new ServerFault('No.', EXIT_CODES.failed, 404), {}, EXIT_CODES.failed],
];
for (const [what, answer, change, code] of FOLLOWED)
  test(`what is said is followed to ${what}: ${code}`, async () => {
    const server = fakeServer({ answers: { '/v1/calls/7': [aCall(7, change)], '/v1/calls/7/transcript': [answer] } });
    assert.equal((await runVerb(transcript, server, { names: ['7'], options: { follow: true } })).code, code);
  });

test('a transcript that may not be read is a fault, not a call without words', async () => {
  const refusal = new ServerFault('Forbidden.', EXIT_CODES.denied, 403);
  const server = fakeServer({ answers: { '/v1/calls/7': [aCall(7)], '/v1/calls/7/transcript': [refusal] } });
  await assert.rejects(runVerb(transcript, server, { names: ['7'], options: { follow: true } }), refusal);
});

for (const recording of [null, { status: 'pending', url: null, seconds: null }])
  test(`a call whose recording is ${recording?.status ?? 'none'} is not played`, async () => {
    const server = fakeServer({ answers: { '/v1/calls/7': [aCall(7, { recording })] } });
    await assert.rejects(runVerb(play, server, { names: ['7'] }), /^CliFault: Call 7 has no recording/);
  });

test('one delivery is sent again, or all since a time', async () => {
  const server = fakeServer({
    answers: { '/v1/webhooks/3/deliveries/9/resend': [{ count: 1 }], '/v1/webhooks/3/resend': [{ count: 4 }] },
  });
  const one = await runVerb(resend, server, { names: ['9'], options: { webhook: '3' } });
  const all = await runVerb(resend, server, { options: { webhook: '3', since: AT }, isJson: true });
  assert.deepEqual([...one.out, ...all.out], ['1 sent again', '{"count":4}']);
  assert.deepEqual(server.sent, [undefined, { since: AT }]);
  await assert.rejects(
    runVerb(resend, server, { names: ['9'], options: { webhook: '3', since: AT } }),
    /needs DELIVERY or/,
  );
});

test('a token that never expires says so', async () => {
  const token = { name: `CRM${STEERING}`, kind: 'app', expires_at: null, operations: ['a', 'b'] };
  const workspace = { name: 'Demo', subdomain: 'demo', id: 1 };
  const server = fakeServer({ answers: { '/v1/token': [token], '/v1/workspace': [workspace] } });
  const { out } = await runVerb(whoami, server);
  assert.deepEqual(out.slice(2), ['token      CRM [2J  (app)', 'expires    never', 'may        a b']);
});

test('a call is placed by the agent who is named, from the default number', async () => {
  const server = fakeServer({
    lists: {
      '/v1/agents': [{ id: 5, email: 'kim@example.com', simulated: false, may_call: true, status: 'available' }],
      '/v1/numbers': [{ number: '+13392195276', line: 'queue', is_default: true }],
    },
    answers: { '/v1/outbound_calls': [aCall(8, { state: 'queued' })] },
  });
  const { out } = await runVerb(call, server, { names: ['+14155550148'], options: { agent: 'kim@example.com' } });
  assert.deepEqual(out, ['call 8 is queued']);
  assert.deepEqual(server.sent, [{ to: '+14155550148', agent_id: 5, from: '+13392195276' }]);
});

test('a scenario is awaited until it is settled or ended, and nothing else', async () => {
  const typed: Typed = { names: ['call.missed'], options: { until: 'later' } };
  await assert.rejects(runVerb(trigger, fakeServer({}), typed), (error) => {
    assert.ok(error instanceof CliFault && error.code === EXIT_CODES.usage);
    return /settled or ended, not later/.test(error.message);
  });
});
