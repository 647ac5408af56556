/**
 * The rules of webhooks as tables: signatures, verdicts, addresses, what each format tells, and the order of a lane.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/ports/event-log.ts';
import type { SentWebhook, WebhookFormat } from '#domain/ports/webhooks.ts';
import { aCall } from '../../test/support/calls.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { guardedLookup, isPublicAddress } from './addresses.ts';
import { FORMATS } from './formats/formats.ts';
import { hubSignature, namedSignatures, standardSignature } from './formats/signatures.ts';
import { createLane, MAX_EACH } from './lane.ts';
import type { Verdict } from './outcome.ts';
import { judge, readRetryAfter } from './outcome.ts';

test('the published signatures come out', () => {
  const body = '{"type":"call.ended","timestamp":"2026-01-01T00:00:00.000Z","data":{"id":1}}';
  assert.equal(
    standardSignature('whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', 'msg_1', 1_700_000_000, body),
    'v1,kXgcfeAq77Kmtr+TzwG+LM+KD9n667IPvQHh6Kag2EY=',
  );
  assert.equal(
    hubSignature('client-secret', '{"type":"notification_event","topic":"ping"}'),
    'sha1=afd46c2e2b3cd345f03cef349d0d10c6ebe3542a',
  );
  assert.equal(
    namedSignatures('first-secret', 'second-secret', 1_700_000_000, '{"event_type":"message_received"}'),
    'primary=oWjG8FDN8pS+j8Xh7IfrYI3NnG54f5f32wLPeFbjXuM= secondary=waBUAPgUWklk4IfWow8LBUcHaomNu3yft2u4bOkl9lg=',
  );
  assert.doesNotMatch(namedSignatures('only', null, 1, ''), /secondary/);
});

const NOW = Date.UTC(2026, 10, 27);
const verdictOf = (
  format: WebhookFormat,
  status: number | null,
  attempts = 1,
  more: { retryAfter?: number; ageSeconds?: number } = {},
): Verdict =>
  judge(
    FORMATS[format],
    { status, retryAfterSeconds: more.retryAfter ?? null },
    { attempts, createdAt: NOW - (more.ageSeconds ?? 0) * 1000, now: NOW },
    0,
  );
const inSeconds = (verdict: Verdict): string =>
  [
    verdict.kind,
    ...('at' in verdict ? [(verdict.at - NOW) / 1000] : []),
    ...('holdUntil' in verdict && verdict.holdUntil !== null ? [`hold ${(verdict.holdUntil - NOW) / 1000}`] : []),
  ].join(' ');

const VERDICTS: readonly (readonly [what: string, verdict: Verdict, is: string])[] = [
  ['standard, 200', verdictOf('standard', 200), 'delivered'],
  ['standard, 299', verdictOf('standard', 299), 'delivered'],
  ['standard, a redirect', verdictOf('standard', 301), 'again 5'],
  ['standard, 410', verdictOf('standard', 410), 'gone'],
  ['standard, 400', verdictOf('standard', 400), 'again 5'],
  ['standard, no answer', verdictOf('standard', null), 'again 5'],
  ['standard, the second time', verdictOf('standard', 500, 2), 'again 300'],
  ['standard, the ninth time', verdictOf('standard', 500, 9), 'again 86400'],
  ['standard, the tenth time', verdictOf('standard', 500, 10), 'failed'],
  ['standard, 429 without a time', verdictOf('standard', 429), 'again 5'],
  ['standard, 429 with a time', verdictOf('standard', 429, 1, { retryAfter: 90 }), 'again 90 hold 90'],
  ['standard, 503 with a time', verdictOf('standard', 503, 1, { retryAfter: 90 }), 'again 90'],
  ['standard, a time beyond all measure', verdictOf('standard', 429, 1, { retryAfter: 9e8 }), 'again 86400 hold 86400'],
  ['intercom, 500', verdictOf('intercom', 500), 'again 60'],
  ['intercom, 500 twice', verdictOf('intercom', 500, 2), 'failed'],
  ['intercom, 404', verdictOf('intercom', 404), 'again 60'],
  ['intercom, 429', verdictOf('intercom', 429), 'again 60 hold 60'],
  ['intercom, 429 for the fourth time', verdictOf('intercom', 429, 4), 'again 480 hold 480'],
  ['intercom, 429, never beyond two hours', verdictOf('intercom', 429, 20), 'again 7200 hold 7200'],
  ['intercom, 429, when it would be late', verdictOf('intercom', 429, 1, { ageSeconds: 7_190 }), 'dropped hold 60'],
  ['ccaip, no answer', verdictOf('ccaip', null), 'again 5'],
  ['vcita, 410', verdictOf('vcita', 410), 'gone'],
];
for (const [what, verdict, is] of VERDICTS) test(`${what}: ${is}`, () => assert.equal(inSeconds(verdict), is));

test('pauses are up to a tenth longer, and Retry-After is seconds or a date', () => {
  const standing = { attempts: 2, createdAt: NOW, now: NOW };
  const verdict = judge(FORMATS.standard, { status: 500, retryAfterSeconds: null }, standing, 1);
  assert.ok('at' in verdict && Math.round((verdict.at - NOW) / 1000) === 330);
  assert.equal(readRetryAfter('120', NOW), 120);
  assert.equal(readRetryAfter(new Date(NOW + 5_000).toUTCString(), NOW), 5);
  assert.equal(readRetryAfter(new Date(NOW - 5_000).toUTCString(), NOW), 0);
  for (const none of [undefined, '', '-1', 'soon', '2026-11-27', '1e9']) assert.equal(readRetryAfter(none, NOW), null);
});

const PRIVATE = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '239.1.1.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '[::1]',
  'localhost',
  '',
];
const PUBLIC = [
  '8.8.8.8',
  '100.63.255.255',
  '172.15.255.255',
  '172.32.0.1',
  '2606:4700::1111',
  '[2a00:1450:4001::200e]',
];
test('only public addresses are told: no private, loopback, link-local, multicast, mapped or translated one', () => {
  assert.deepEqual(PRIVATE.filter(isPublicAddress), []);
  assert.deepEqual(
    PUBLIC.filter((address) => !isPublicAddress(address)),
    [],
  );
});

test('a name is refused when one of its addresses is not public', async () => {
  const found = async (...addresses: string[]): Promise<string> =>
    new Promise((resolve) => {
      const lookup = guardedLookup((_host, _options, callback) => {
        callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
      });
      lookup('name.example', { all: true }, (error, answer) => resolve(error?.name ?? JSON.stringify(answer)));
    });
  assert.match(await found('8.8.8.8', '2606:4700::1111'), /8\.8\.8\.8.*2606/);
  assert.equal(await found('8.8.8.8', '10.0.0.1'), 'AddressRefusedError');
  assert.equal(await found('::1'), 'AddressRefusedError');
  assert.equal(await found(), 'AddressRefusedError');
});

const event = (type: string, data: object = {}): CallEvent => ({
  seq: 1,
  workspaceId: 1,
  callId: 1,
  type,
  data,
  at: new Date(NOW),
});
const connected = { connectedAt: new Date(NOW) } as const;
const TOLD: readonly (readonly [
  type: string,
  call: Partial<Call>,
  told: Partial<Record<WebhookFormat, readonly string[]>>,
])[] = [
  [
    'created',
    { origin: 'incoming_api' },
    {
      standard: ['call.created', 'call.queued'],
      intercom: ['call.started'],
      ccaip: ['session_started', 'session_routed'],
      vcita: ['voice_call/create'],
    },
  ],
  [
    'created',
    { origin: 'phone' },
    { standard: ['call.created'], ccaip: ['session_started'], vcita: ['voice_call/create'] },
  ],
  [
    'created',
    { origin: 'scheduled_api' },
    { standard: ['call.created', 'callback.scheduled'], ccaip: ['session_started'], vcita: ['voice_call/create'] },
  ],
  [
    'created',
    { origin: 'outbound_api' },
    {
      standard: ['call.created'],
      intercom: ['call.started'],
      ccaip: ['session_started', 'agent_assigned'],
      vcita: ['voice_call/create'],
    },
  ],
  [
    'menu_selected',
    { origin: 'phone' },
    { standard: ['call.queued'], intercom: ['call.started'], ccaip: ['session_routed'] },
  ],
  [
    'came_due',
    { origin: 'scheduled_api' },
    { standard: ['call.queued'], intercom: ['call.started'], ccaip: ['session_routed'] },
  ],
  ['agents_rung', {}, { standard: ['call.offered'] }],
  ['agent_assigned', {}, { ccaip: ['agent_assigned'] }],
  [
    'legs_bridged',
    connected,
    { standard: ['call.answered'], ccaip: ['agent_connected'], vcita: ['voice_call/update'] },
  ],
  ['held', connected, { standard: ['call.held'] }],
  ['resumed', connected, { standard: ['call.resumed'] }],
  ['transfer_completed', connected, { standard: ['call.transferred'] }],
  [
    'hung_up',
    connected,
    { standard: ['call.ended'], intercom: ['call.ended'], ccaip: ['session_ended'], vcita: ['voice_call/update'] },
  ],
  ['hung_up', {}, { standard: ['call.ended', 'call.missed'], ccaip: ['session_ended'], vcita: ['voice_call/update'] }],
  [
    'hung_up',
    { direction: 'outbound' },
    { standard: ['call.ended'], ccaip: ['session_ended'], vcita: ['voice_call/update'] },
  ],
  [
    'voicemail_left',
    {},
    {
      standard: ['call.ended', 'call.missed', 'voicemail.received'],
      ccaip: ['session_ended'],
      vcita: ['voice_call/update'],
    },
  ],
  [
    'recording_stored',
    connected,
    { standard: ['recording.available'], intercom: ['call.recording_available'], vcita: ['voice_call/update'] },
  ],
  ['recording_failed', connected, { standard: ['recording.failed'] }],
  [
    'transcribed',
    connected,
    { standard: ['transcript.available'], intercom: ['call.transcription_available'], vcita: ['voice_call/update'] },
  ],
  ['transcription_failed', connected, { standard: ['transcript.failed'] }],
  ['outcome_noted', { ...connected, disposition: 'Solved' }, { ccaip: ['disposition_submitted'] }],
  ['outcome_noted', { disposition: null }, {}],
  ['flagged', {}, {}],
];
for (const [type, change, told] of TOLD)
  test(`${type} of ${JSON.stringify(change)} is told as it should be`, () => {
    const call = aCall({ origin: 'incoming_api', direction: 'inbound', connectedAt: null, ...change });
    for (const [name, { eventsOf, events }] of Object.entries(FORMATS)) {
      const got = eventsOf(event(type), call);
      assert.deepEqual(got, told[name as WebhookFormat] ?? [], name);
      assert.deepEqual(
        got.filter((each) => !events.includes(each)),
        [],
        `${name} announces what it tells`,
      );
    }
  });

test('a call that was reported ends when its reporter says so', () => {
  const call = aCall({ origin: 'reported', version: 2, state: 'finished' });
  assert.deepEqual(FORMATS.standard.eventsOf(event('reported', { state: 'finished' }), call).slice(0, 1), [
    'call.ended',
  ]);
  assert.deepEqual(FORMATS.standard.eventsOf(event('reported', { state: 'connected' }), call), []);
});

test('a message beyond 20 kB names its call and leaves out the rest', () => {
  const message = { id: 'x', workspaceId: 1, event: 'call.ended', seq: 4, at: new Date(NOW) };
  const written = JSON.stringify(
    FORMATS.standard.write(message, {
      call: { id: 7, uid: 'u', version: 2, state: 'finished', notes: 'y'.repeat(30_000) },
    }),
  );
  assert.ok(written.length < 1_000);
  assert.match(written, /"id":7.*"is_shortened":true/);
});

const webhook = { id: 1, workspaceId: 1, state: 'live', format: 'standard' } as SentWebhook;
const entry = (id: number, callId: number | null, dueAt = 0) => ({
  id,
  callId,
  contactId: null as number | null,
  agentId: null as number | null,
  dueAt,
  event: 'x',
  messageId: 'm',
  attempts: 0,
  createdAt: new Date(0),
  firstSentAt: null,
  body: '{}',
});
const OKAY = { isOk: true, milliseconds: 10 };

test('of a call only the first message is under way; others of other calls pass it; the lane widens with each success', async () => {
  const clock = createManualClock(new Date(1_000));
  const lane = createLane(webhook, clock, () => undefined);
  for (const [id, callId] of [
    [1, 7],
    [2, 7],
    [3, 8],
    [4, 9],
  ] as const)
    lane.add(entry(id, callId));
  const first = lane.take() ?? assert.fail();
  assert.deepEqual([first.id, lane.take()], [1, null], 'one at a time at first');
  lane.finished(first, { ...first, dueAt: 61_000 }, { isOk: false, milliseconds: 10 });
  const third = lane.take() ?? assert.fail();
  assert.equal(third.id, 3, 'another call continues');
  lane.finished(third, null, OKAY);
  const fourth = lane.take() ?? assert.fail();
  assert.deepEqual([fourth.id, lane.take()], [4, null], 'the second of the call waits behind the first');
  lane.finished(fourth, null, OKAY);
  await clock.advance(60_000);
  const again = lane.take() ?? assert.fail();
  assert.equal(again.id, 1);
  lane.finished(again, null, OKAY);
  assert.equal(lane.take()?.id, 2);
  for (let id = 10; id < 40; id += 1) lane.add(entry(id, id));
  let width = 0;
  while (lane.take() !== null) width += 1;
  assert.equal(width + 1, MAX_EACH);
});

test('what is told of one contact, or of one agent, leaves in order as well', () => {
  const lane = createLane(webhook, createManualClock(new Date(1_000)), () => undefined);
  lane.add({ ...entry(1, null), contactId: 7 });
  lane.add({ ...entry(2, null), contactId: 7, agentId: 7 });
  lane.add({ ...entry(3, null), agentId: 7 });
  lane.add({ ...entry(4, 7), contactId: null });
  const first = lane.take() ?? assert.fail();
  lane.finished(first, { ...first, dueAt: 61_000 }, OKAY);
  assert.deepEqual([first.id, lane.take()?.id, lane.take()?.id, lane.take()], [1, 3, 4, null]);
});

test('a lane that is paused, held or cleared gives nothing', async () => {
  const clock = createManualClock(new Date(1_000));
  const lane = createLane(webhook, clock, () => undefined);
  lane.add(entry(1, null));
  lane.become({ ...webhook, state: 'paused' });
  assert.equal(lane.take(), null);
  lane.become(webhook);
  lane.holdUntil(5_000);
  assert.equal(lane.take(), null);
  await clock.advance(4_000);
  assert.equal(lane.take()?.id, 1);
  lane.add(entry(2, null, 9_000));
  lane.clear();
  await clock.advance(10_000);
  assert.deepEqual([lane.take(), lane.count()], [null, 0]);
});
