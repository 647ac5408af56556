/** This is one table: whole calls, event by event, and what each format tells of each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import type { CallEvent, Subject } from '#domain/ports/event-log.ts';
import { SUBJECT_EVENTS } from '#domain/ports/event-log.ts';
import type { WebhookFormat } from '#domain/ports/webhooks.ts';
import { aCall, at, callIn, START } from '../../../test/support/calls.ts';
import { A_CONTACT, aSubjectEvent } from '../../../test/support/webhooks.ts';
import { FORMATS } from './formats.ts';

const INBOUND = ['created', 'menu_selected', 'agents_rung', 'agent_assigned', 'legs_bridged'] as const;
const AFTER = ['hung_up', 'recording_stored', 'transcribed'] as const;
const TALKED = { ...callIn('finished'), connectedAt: at(20) };

type Story = { readonly call: Call; readonly events: readonly string[] } & Readonly<Record<WebhookFormat, string>>;

const STORIES: Readonly<Record<string, Story>> = {
  'a telephone reaches an agent': {
    call: { ...TALKED, origin: 'phone' },
    events: [...INBOUND, 'held', 'resumed', ...AFTER],
    standard:
      'call.created; call.queued; call.offered; -; call.answered; call.held; call.resumed; call.ended; recording.available; transcript.available',
    intercom: '-; call.started; -; -; -; -; -; call.ended; call.recording_available; call.transcription_available',
    ccaip: 'session_started; session_routed; -; agent_assigned; agent_connected; -; -; session_ended; -; -',
    vcita: `voice_call/create; -; -; -; voice_call/update; -; -${'; voice_call/update'.repeat(3)}`,
  },
  'a telephone is hung up in the queue': {
    call: { ...callIn('failed'), origin: 'phone', connectedAt: null },
    events: ['created', 'menu_selected', 'hung_up'],
    standard: 'call.created; call.queued; call.ended call.missed',
    intercom: '-; call.started; -',
    ccaip: 'session_started; session_routed; session_ended',
    vcita: 'voice_call/create; -; voice_call/update',
  },
  'a telephone leaves a message': {
    call: { ...callIn('voicemail_received'), origin: 'phone', connectedAt: null },
    events: ['created', 'menu_selected', 'voicemail_started', 'voicemail_left'],
    standard: 'call.created; call.queued; -; call.ended call.missed voicemail.received',
    intercom: '-; call.started; -; -',
    ccaip: 'session_started; session_routed; -; session_ended',
    vcita: 'voice_call/create; -; -; voice_call/update',
  },
  'an agent places a call, and nobody answers': {
    call: { ...callIn('failed'), origin: 'outbound_desk', direction: 'outbound', connectedAt: null },
    events: ['created', 'leg_failed', 'carriers_exhausted'],
    standard: 'call.created; -; call.ended',
    intercom: 'call.started; -; -',
    ccaip: 'session_started agent_assigned; -; session_ended',
    vcita: 'voice_call/create; -; voice_call/update',
  },
  'a call that is scheduled comes due': {
    call: { ...TALKED, origin: 'scheduled_api', direction: 'outbound' },
    events: ['created', 'rescheduled', 'came_due', 'agent_assigned', 'legs_bridged', 'hung_up'],
    standard: 'call.created callback.scheduled; -; call.queued; -; call.answered; call.ended',
    intercom: '-; -; call.started; -; -; call.ended',
    ccaip: 'session_started; -; session_routed; agent_assigned; agent_connected; session_ended',
    vcita: 'voice_call/create; -; -; -; voice_call/update; voice_call/update',
  },
  'the voice agent answers': {
    call: { ...TALKED, origin: 'fin' },
    events: ['created', 'legs_bridged', 'hung_up'],
    standard: 'call.created call.queued; call.answered; call.ended',
    intercom: 'call.started; -; call.ended',
    ccaip: 'session_started session_routed; agent_connected; session_ended',
    vcita: 'voice_call/create; voice_call/update; voice_call/update',
  },
  'what was reported ends': {
    call: { ...callIn('finished'), origin: 'reported', version: 2, connectedAt: at(1) },
    events: ['created', 'reported'],
    standard: 'call.created; call.ended',
    intercom: 'call.started; -',
    ccaip: 'session_started; session_ended',
    vcita: 'voice_call/create; voice_call/update',
  },
};

for (const [what, { call, events, ...told }] of Object.entries(STORIES))
  for (const [name, format] of Object.entries(FORMATS))
    test(`${what}, as ${name} tells it`, () => {
      const all = events.map((type) => format.eventsOf(logged(type, call), call).join(' ') || '-');
      assert.equal(all.join('; '), told[name as WebhookFormat]);
      for (const event of all.join(' ').matchAll(/[\w./]{2,}/g))
        assert.ok(format.events.includes(event[0]), `${event[0]} is among the format's events`);
    });

function logged(type: string, call: Call): CallEvent {
  const data = type === 'reported' ? { state: call.state } : {};
  return { seq: 1, type, at: START, data, workspaceId: 1, callId: call.id };
}

const REFUSED = { direction: 'inbound', cause: 'number_unknown', trunkId: 4, omitted: 2 };

test('a refused call is told by our own format alone: one without a call, and one that is in a call', () => {
  const event = { ...logged('call_refused', aCall()), callId: null, data: REFUSED };
  const inCall = { ...logged('dial_refused', aCall()), data: { why: 'premium' } };
  const told = [event, inCall, { ...event, data: {} }, logged('hung_up', aCall())].map(FORMATS.standard.refusalOf);
  assert.deepEqual(
    told.map((each) => each?.item ?? null),
    [
      { refusal: { direction: 'inbound', cause: 'number_unknown', trunk_id: 4, omitted: 2 }, call: null },
      { refusal: { direction: 'outbound', cause: 'premium', trunk_id: null, omitted: 0 }, call: null },
      null,
      null,
    ],
  );
  assert.ok(FORMATS.standard.events.includes(told[0]?.event ?? ''));
  const { intercom, ccaip, vcita } = FORMATS;
  assert.deepEqual(
    [intercom, ccaip, vcita].map(({ refusalOf }) => refusalOf(event)),
    [null, null, null],
  );
});

test('Intercom’s topics tell contacts by their role, and admins; vcita’s tell clients; ours alone tells messages', () => {
  const contact = (role: 'user' | 'lead'): Subject => ({
    kind: 'contact',
    contact: { ...A_CONTACT, role },
    mergedFrom: null,
  });
  const topics = SUBJECT_EVENTS.map((type) =>
    FORMATS.intercom.subjectEventsOf(aSubjectEvent(1, { type }), contact('user')).join(),
  );
  assert.deepEqual(topics, [
    'admin.logged_in',
    'admin.logged_out',
    'admin.away_mode_updated',
    'contact.user.created',
    'contact.user.updated',
    'contact.merged',
    'contact.deleted',
    '',
  ]);
  const lead = aSubjectEvent(1, { type: 'contact.created' });
  assert.deepEqual(FORMATS.intercom.subjectEventsOf(lead, contact('lead')), ['contact.lead.created']);
  for (const topic of topics.filter((each) => each !== '')) assert.ok(FORMATS.intercom.events.includes(topic), topic);
  const { ccaip, vcita } = FORMATS;
  const toldBy = ({ subjectEventsOf }: typeof vcita): string[] =>
    SUBJECT_EVENTS.map((type) => subjectEventsOf(aSubjectEvent(1, { type }), contact('user')).join());
  assert.deepEqual(toldBy(vcita), ['', '', '', 'client/created', 'client/updated', 'client/updated', '', '']);
  assert.deepEqual(new Set(toldBy(ccaip)), new Set(['']));
});

const MESSAGE = { id: '0190', workspaceId: 7, event: 'call.ended', seq: 3, at: START };

test('a message of ours that is too long for its receivers names the call alone', () => {
  const call = { ...CALL_DEFAULTS, ...aCall(), id: 5, version: 2, notes: 'x'.repeat(20_000) };
  const short = FORMATS.standard.write(MESSAGE, { call: { id: 5, state: 'queued' } });
  assert.deepEqual(short, {
    type: 'call.ended',
    timestamp: START.toISOString(),
    data: { workspace_id: 7, seq: 3, call: { id: 5, state: 'queued' } },
  });
  const cut = FORMATS.standard.write(MESSAGE, { call }) as { data: object };
  assert.deepEqual(cut.data, {
    workspace_id: 7,
    seq: 3,
    call: { id: 5, uid: call.uid, version: 2, state: call.state },
    is_shortened: true,
  });
});

test('a notification of Intercom says how often it was tried, and nothing else of it changes', () => {
  const { intercom } = FORMATS;
  const body = JSON.stringify(intercom.write({ ...MESSAGE, event: 'call.ended' }, { type: 'call', id: '5' }));
  const first = JSON.parse(body) as Record<string, unknown>;
  const second = JSON.parse(intercom.atAttempt(body, 2, START, at(60))) as Record<string, unknown>;
  assert.deepEqual([first['delivery_attempts'], second['delivery_attempts']], [1, 2]);
  assert.deepEqual({ ...second, delivery_attempts: 1 }, first);
  assert.deepEqual(Object.keys(first), Object.keys(second));
});

test('CCAI’s requests carry the user by Basic, and a signature by the old secret too while it holds', () => {
  const secrets = { secret: 'new', former: 'old' };
  const headers = FORMATS.ccaip.headers({ id: '0190', body: '{}', at: START, userName: 'crm', secrets });
  assert.equal(headers['authorization'], `Basic ${Buffer.from('crm:new').toString('base64')}`);
  assert.match(headers['x-signature'] ?? '', /^primary=\S+ secondary=\S+$/);
  const later = { id: '0190', body: '{}', at: START, userName: null, secrets: { ...secrets, former: null } };
  assert.doesNotMatch(FORMATS.ccaip.headers(later)['x-signature'] ?? '', /secondary/);
});
