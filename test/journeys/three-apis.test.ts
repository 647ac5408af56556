import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { TestPatchbay } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { voiceCallReport } from '../support/voice-calls.ts';
import { createManualClock } from '../support/manual-clock.ts';

type Fields = Record<string, unknown>;

async function read<T extends object = Fields>(patchbay: TestPatchbay, path: string, body?: unknown): Promise<T> {
  const got = await patchbay.send(path, body === undefined ? {} : { body });
  assert.ok(got.status < 300, `${path}: ${got.status} ${got.text}`);
  return got.json as T;
}

/** Unix seconds of an ISO time. */
const unix = (iso: unknown): number => Math.floor(Date.parse(String(iso)) / 1000);

test('a call placed through CCAI is one call, with the same facts, through Intercom, vcita and /v1', async () => {
  const patchbay = await testPatchbay();
  const { id } = await read<{ id: number }>(patchbay, '/apps/api/v1/calls', {
    call_type: 'Voice Outbound (API)',
    agent_email: 'admin@somedomain.com',
    ticket_id: '71450',
    outbound_number: '+1 339-219-5276',
  });
  const stored = await patchbay.until(id, (call) => call.transcriptStatus === 'done');

  const ccaip = await read(patchbay, `/apps/api/v1/calls/${id}`);
  const intercom = await read(patchbay, `/calls/${id}`);
  const vcita = (await read<{ data: Fields }>(patchbay, `/v3/communication/voice_calls/${stored.uid}`)).data;
  const own = await read(patchbay, `/v1/calls/${id}`);

  // Where it stands, in each vendor's word.
  assert.equal(ccaip['status'], 'finished');
  assert.equal(intercom['state'], 'completed');
  assert.equal(vcita['status'], 'ANSWERED_BY_STAFF');
  assert.equal(own['state'], 'finished');

  // When it happened.
  assert.equal(intercom['created_at'], unix(ccaip['created_at']));
  assert.equal(intercom['answered_at'], unix(ccaip['connected_at']));
  assert.equal(intercom['ended_at'], unix(ccaip['ends_at']));
  assert.equal(vcita['created_at'], ccaip['created_at']);
  assert.equal(intercom['talk_time'], ccaip['call_duration']);
  assert.equal(vcita['duration'], ccaip['call_duration']);

  // Who talked.
  const agent = ccaip['agent_info'] as Fields;
  assert.equal(intercom['admin_id'], String(agent['id']));
  const { data: agents } = await read<{ data: Fields[] }>(patchbay, '/v1/agents');
  assert.equal(vcita['staff_uid'], agents.find((each) => each['id'] === agent['id'])?.['uid']);
  const { data: contacts } = await read<{ data: Fields[] }>(patchbay, '/v1/contacts');
  const contact = contacts.find((each) => each['id'] === (ccaip['end_user'] as Fields)['id']);
  assert.equal(intercom['contact_id'], contact?.['uid']);
  assert.equal(vcita['client_uid'], contact?.['uid']);

  // By which numbers.
  assert.equal(intercom['phone'], '+15125550167');
  assert.equal(vcita['to_number'], '+15125550167');
  assert.equal(vcita['from_number'], '+13392195276');
  assert.equal(ccaip['outbound_number'], '+1 339-219-5276');
  assert.equal(intercom['direction'], 'outbound');
  assert.equal(vcita['direction'], 'OUTBOUND');

  // What was said: the text, the turns and the entries are one transcript.
  const text = (await patchbay.send(`/calls/${id}/transcript`)).text.split('\n');
  const found = await read<{ data: { transcript: Fields[]; transcript_status: string }[] }>(patchbay, '/calls/search', {
    conversation_ids: [String(stored.conversationId)],
  });
  const entries = (
    await read<{ data: { transcript: Fields[] } }>(patchbay, `/v3/communication/voice_calls/${stored.uid}/transcript`)
  ).data;
  const turns = found.data[0]?.transcript ?? [];
  assert.ok(turns.length > 3);
  assert.equal(text.length, turns.length);
  assert.deepEqual(
    entries.transcript.map((entry) => entry['text']),
    turns.map((turn) => turn['text']),
  );
  for (const [place, line] of text.entries()) assert.ok(line.endsWith(`: "${String(turns[place]?.['text'])}"`), line);

  // What was heard: each API's address serves the same bytes.
  const redirect = await patchbay.send(`/calls/${id}/recording`);
  assert.equal(redirect.status, 302);
  const addresses = [
    redirect.headers.get('location'),
    ccaip['recording_url'],
    (vcita['recording'] as Fields)['recordingUrl'],
  ];
  const sounds = await Promise.all(
    addresses.map(async (address) => Buffer.from(await (await fetch(String(address))).arrayBuffer())),
  );
  assert.ok((sounds[0]?.length ?? 0) > 100_000);
  for (const sound of sounds) assert.deepEqual(sound, sounds[0]);
  assert.equal((vcita['recording'] as Fields)['size'], sounds[0]?.length);
});

/** Whether nothing will change the call any more: it has ended, and its recording and its transcript are there. */
const isAtRest = ({ deadlineAt, recording, transcriptStatus }: Call): boolean =>
  deadlineAt === null && recording?.status !== 'pending' && transcriptStatus !== 'in_progress';

test('every list shows the same calls', async () => {
  const patchbay = await testPatchbay();
  for (const end_user_number of ['+1 859-657-9625', '+1 555-010-0001', '+1 555-010-0008', '+82-10-6861-2345']) {
    const { id } = await read<{ id: number }>(patchbay, '/apps/api/v1/calls', {
      call_type: 'Voice Inbound (API)',
      menu_id: 9,
      end_user_number,
    });
    await patchbay.until(id, isAtRest);
  }
  const ccaip = await read<Fields[]>(patchbay, '/apps/api/v1/calls');
  const manager = await read<Fields[]>(patchbay, '/manager/api/v1/calls');
  const intercom = await read<{ data: Fields[]; total_count: number }>(patchbay, '/calls');
  const vcita = await read<{ data: { voice_calls: Fields[] } }>(
    patchbay,
    '/v3/communication/voice_calls?sort=created_at:desc',
  );
  const own = await read<{ data: Fields[] }>(patchbay, '/v1/calls');
  const ids = own.data.map((call) => call['id']);
  assert.equal(ids.length, 4);
  assert.deepEqual(
    ccaip.map((call) => call['id']),
    ids,
  );
  assert.deepEqual(
    manager,
    ccaip.map((call, place) => ({ ...call, recording_url: manager[place]?.['recording_url'] })),
  );
  assert.deepEqual(
    intercom.data.map((call) => Number(call['id'])),
    ids,
  );
  assert.equal(intercom.total_count, 4);
  assert.deepEqual(
    vcita.data.voice_calls.map((call) => call['uid']),
    own.data.map((call) => call['uid']),
  );
});

const REPORTED_AT = new Date('2026-03-02T09:00:00.000Z');

/** Status, direction -> the same call at CCAI and at Intercom. */
const REPORTS = [
  ['ANSWERED_BY_STAFF', 'OUTBOUND', 'Voice Outbound', 'finished', 'completed', 'completed'],
  ['ANSWERED_BY_STAFF', 'INBOUND', 'Voice Inbound (Direct)', 'finished', 'completed', 'completed'],
  ['ANSWERED_BY_CALLS_PROVIDER', 'INBOUND', 'Voice Inbound (Direct)', 'action_only_finished', 'completed', 'completed'],
  ['MISSED', 'INBOUND', 'Voice Inbound (Direct)', 'failed', 'missed', 'no_answer'],
  ['MISSED', 'OUTBOUND', 'Voice Outbound', 'failed', 'failed', 'no_answer'],
  ['MISSED_CALL_HANDLED', 'INBOUND', 'Voice Inbound (Direct)', 'recovered', 'missed', 'no_answer'],
  ['VOICEMAIL', 'INBOUND', 'Voice Inbound (Direct)', 'voicemail_received', 'voicemail', 'voicemail'],
  ['VOICEMAIL_RECEIVED', 'OUTBOUND', 'Voice Outbound', 'voicemail_received', 'voicemail', 'voicemail'],
  ['INCOMING_CALL', 'INBOUND', 'Voice Inbound (Direct)', 'connecting', 'ringing', null],
] as const;

test('a call that was reported says the same through every API', async (context) => {
  const clock = createManualClock(REPORTED_AT);
  const patchbay = await testPatchbay({}, { clock });
  for (const [status, direction, callType, state, theirs, endedReason] of REPORTS)
    await context.test(`${status}, ${direction}`, async () => {
      const body = voiceCallReport({ status, direction });
      const vcita = (await read<{ data: Fields }>(patchbay, '/v3/communication/voice_calls', body)).data;
      await clock.advance(300_000);
      const uid = String(vcita['uid']);
      const put = await patchbay.send(`/v3/communication/voice_calls/${uid}`, {
        method: 'PUT',
        body: { duration: 120 },
      });
      assert.equal(put.status, 200);
      const { id } = (await patchbay.engine.calls.byUid(1, uid)) ?? { id: 0 };
      const ccaip = await read(patchbay, `/apps/api/v1/calls/${id}`);
      const intercom = await read(patchbay, `/calls/${id}`);
      const own = await read(patchbay, `/v1/calls/${id}`);
      const isAnswered = status.startsWith('ANSWERED');

      assert.deepEqual([ccaip['call_type'], ccaip['status'], own['state']], [callType, state, state]);
      assert.deepEqual([intercom['state'], intercom['ended_reason']], [theirs, endedReason]);
      assert.equal(intercom['direction'], direction.toLowerCase());
      assert.equal((put.json as { data: Fields }).data['direction'], direction);

      assert.equal(ccaip['connected_at'] !== null, isAnswered);
      assert.equal(ccaip['ends_at'] === null, endedReason === null);
      assert.equal(intercom['answered_at'], ccaip['connected_at'] === null ? null : unix(ccaip['connected_at']));
      assert.equal(intercom['ended_at'], ccaip['ends_at'] === null ? null : unix(ccaip['ends_at']));
      assert.equal(ccaip['call_duration'], isAnswered ? 120 : 0);
      assert.equal(intercom['talk_time'], isAnswered ? 120 : null);
      if (isAnswered) assert.equal(unix(ccaip['ends_at']) - unix(ccaip['connected_at']), 120);

      assert.equal(ccaip['fail_reason'] === 'nothing', !['failed', 'recovered'].includes(state));
      assert.equal(ccaip['voicemail_reason'] === 'not_voicemail', state !== 'voicemail_received');
      const people = ccaip['participants'] as Fields[];
      const endUser = ccaip['end_user'] as Fields;
      assert.deepEqual(
        people.filter((each) => each['type'] === 'end_user').map((each) => each['end_user_id']),
        [endUser['id']],
      );
      assert.equal((own['contact'] as Fields)['uid'], intercom['contact_id']);
      for (const each of people) assert.equal(each['ended_at'], ccaip['ends_at']);
    });
});

test('a report that comes too late lets no call ring again, and reports that are refused use up no ids', async () => {
  const patchbay = await testPatchbay();
  const body = voiceCallReport({ status: 'MISSED' });
  const { uid } = (await read<{ data: { uid: string } }>(patchbay, '/v3/communication/voice_calls', body)).data;
  const late = { method: 'PUT', body: { status: 'INCOMING_CALL' } };
  const got = await patchbay.send(`/v3/communication/voice_calls/${uid}`, late);
  assert.deepEqual(
    [got.status, (got.json as { errors: Fields[] }).errors.map(({ field, code }) => [field, code])],
    [422, [['status', 'invalid']]],
  );
  const twins = await Promise.all(
    Array.from({ length: 30 }, async () => patchbay.send('/v3/communication/voice_calls', { body })),
  );
  assert.deepEqual(new Set(twins.map(({ status }) => status)), new Set([422]));
  const one = voiceCallReport();
  const raced = await Promise.all(
    Array.from({ length: 30 }, async () => patchbay.send('/v3/communication/voice_calls', { body: one })),
  );
  assert.equal(raced.filter(({ status }) => status === 200).length, 1);
  await patchbay.send('/v3/communication/voice_calls', { body: voiceCallReport() });
  const ids = (await patchbay.engine.calls.before(1, null, 10)).map((call) => call.id);
  assert.deepEqual(ids, [(ids[2] ?? 0) + 2, (ids[2] ?? 0) + 1, ids[2]]);
});
