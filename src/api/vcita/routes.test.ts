import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { DEMO_AGENTS } from '#domain/directory/demo.ts';
import { hashToken } from '#http/auth.ts';
import { recordingFile } from '#storage/recordings.ts';
import { createTokens } from '#storage/tokens.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { freshKey, testPatchbay } from '../../../test/support/patchbay.ts';
import { CLIENT_UID, STAFF_UID, voiceCallReport } from '../../../test/support/voice-calls.ts';
import { makeScratchDirectory, removeDirectory } from '../../../test/support/scratch-directory.ts';
import * as schema from './schema.ts';
import { REPORTED_STATUSES } from './status.ts';

const dataDirectory = await makeScratchDirectory();
after(async () => removeDirectory(dataDirectory));
const patchbay = await testPatchbay({ PATCHBAY_DATA_DIR: dataDirectory });
const { engine, send, database } = patchbay;

const ROOT = '/v3/communication';
const CALLS = `${ROOT}/voice_calls`;
const UNKNOWN = '01890000-0000-7000-8000-000000000000';

type Entity = { readonly uid: string; readonly [field: string]: unknown };
type Body = { readonly data: Entity; readonly errors: readonly { field?: string; code: string; message: string }[] };

/** The entity of an answer that is in order. */
function entity(got: Got): Entity {
  assert.equal(got.status, 200, got.text);
  assertConforms(schema.enveloped(schema.VoiceCall), got.json);
  return (got.json as Body).data;
}

/** `status field code` of an answer that is none. */
function refusal(got: Got): string {
  assertConforms(schema.Failure, got.json);
  const { errors } = got.json as Body;
  return [got.status, ...errors.flatMap(({ field, code }) => (field === undefined ? [code] : [field, code]))].join(' ');
}

const post = async (change: Readonly<Record<string, unknown>> = {}): Promise<Entity> =>
  entity(await send(CALLS, { body: voiceCallReport(change) }));
const put = async (uid: string, body: object): Promise<Got> => send(`${CALLS}/${uid}`, { method: 'PUT', body });
const listed = async (query: string): Promise<Entity[]> => {
  const got = await send(`${CALLS}?${query}`);
  assert.equal(got.status, 200, got.text);
  assertConforms(schema.enveloped(schema.VoiceCalls), got.json);
  return (got.json as { data: { voice_calls: Entity[] } }).data.voice_calls;
};
const stored = async (uid: string): Promise<Call> => {
  const call = await engine.calls.byUid(1, uid);
  assert.ok(call);
  return call;
};

let finished: Call;
let voicemail: Call;
before(async () => {
  const place = async (body: object): Promise<number> => {
    const placed = await send('/apps/api/v1/calls', { body });
    return (placed.json as { id: number }).id;
  };
  const outbound = await place({
    call_type: 'Voice Outbound (API)',
    agent_email: 'admin@somedomain.com',
    end_user_number: '+1 859-657-9625',
    outbound_number: '+1 339-219-5276',
  });
  finished = await patchbay.until(outbound, (call) => call.transcriptStatus === 'done');
  const message = await engine.takeCall({
    workspaceId: 1,
    from: '+15125550008',
    to: '+13392195276',
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(message.ok);
  voicemail = await patchbay.until(message.value.id, (call) => call.transcriptStatus === 'done');
});

const tokens = createTokens(database, Date.now);

test('a reported call reads back as it was sent, by every way there is', async () => {
  const sent = voiceCallReport({ client_uid: '5ya4gbwm2c3qic8z', staff_uid: 'unknown to us', status: 'VOICEMAIL' });
  const call = entity(await send(CALLS, { body: sent }));
  const { business_uid: _business, rate: _rate, provider: _provider, ...echoed } = sent;
  assert.deepEqual(Object.fromEntries(Object.keys(echoed).map((name) => [name, call[name]])), echoed);
  assert.deepEqual([call['duration'], call['recording'], call['transcript_status']], [0, null, null]);
  assert.deepEqual(entity(await send(`${CALLS}/${call.uid}`)), call);
  assert.deepEqual((await listed('per_page=1'))[0], call);
});

for (const status of REPORTED_STATUSES)
  test(`a call reported as ${status} reads back ${status}`, async () =>
    assert.equal((await post({ status }))['status'], status));

test('a reported call is one of the other surfaces’ calls, too', async () => {
  const { id, agentId, contact } = await stored((await post({ direction: 'OUTBOUND' })).uid);
  assert.deepEqual([agentId, contact?.uid], [1, CLIENT_UID]);
  assert.equal((await send(`/apps/api/v1/calls/${id}`)).status, 200);
});

test('a second call with the external uuid is refused', async () => {
  const { external_uuid: taken } = await post();
  assert.equal(
    refusal(await send(CALLS, { body: voiceCallReport({ external_uuid: taken }) })),
    '422 external_uuid already_exists',
  );
});

test('of reports with one external uuid that arrive at once exactly one is taken', async () => {
  const body = voiceCallReport();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => send(CALLS, { body })));
  const refused = answers.filter(({ status }) => status !== 200).map(refusal);
  assert.deepEqual(
    refused,
    Array.from({ length: 19 }, () => '422 external_uuid already_exists'),
  );
});

test('a report that is sent again with its Idempotency-Key is the same call', async () => {
  const sent = { body: voiceCallReport(), headers: { 'idempotency-key': freshKey() } };
  const first = entity(await send(CALLS, sent));
  const again = await send(CALLS, sent);
  assert.deepEqual([again.headers.get('idempotency-replayed'), entity(again)], ['true', first]);
  assert.equal(refusal(await send(CALLS, { ...sent, body: voiceCallReport() })), '422 invalid');
});

test('a report for another business is unauthorized, whatever else is wrong with it', async () => {
  const got = await send(CALLS, { body: { business_uid: UNKNOWN } });
  assert.deepEqual(
    [got.status, got.json],
    [401, { success: false, errors: [{ code: 'unauthorized', message: 'Unauthorized' }] }],
  );
});

test('a later report changes what it says and nothing else', async () => {
  const call = await post();
  const changed = entity(
    await put(call.uid, { status: 'ANSWERED_BY_STAFF', duration: 120, call_summary: 'A question' }),
  );
  assert.deepEqual(
    { ...changed, updated_at: call['updated_at'] },
    { ...call, status: 'ANSWERED_BY_STAFF', duration: 120, call_summary: 'A question' },
  );
  assert.equal(entity(await put(call.uid, { call_summary: null }))['call_summary'], null);
  assert.equal(refusal(await put(call.uid, { rate: 1, direction: 'up' })), '422 direction invalid rate invalid');
});

test('a later report moves the numbers and people that the other surfaces show', async () => {
  const { uid } = await post({ client_uid: 'nobody' });
  assert.equal((await stored(uid)).contactNumber, '+14155550148');
  await put(uid, { direction: 'OUTBOUND', to_number: '+15125550167', staff_uid: DEMO_AGENTS[1]?.uid ?? '' });
  const { contactNumber, ownNumber, agentId, contact } = await stored(uid);
  assert.deepEqual([contactNumber, ownNumber, agentId, contact?.id], ['+15125550167', '+14155550148', 2, 67]);
});

test('who followed a missed call up is noted with the time', async () => {
  const { uid } = await post();
  const handled = entity(await put(uid, { status: 'MISSED_CALL_HANDLED', handled_by_staff_uid: STAFF_UID }));
  assert.equal(handled['handled_by_staff_uid'], STAFF_UID);
  // Two readings of the clock, within one request.
  const [created, at, updated] = ['created_at', 'handled_at', 'updated_at'].map((name) => String(handled[name]));
  assert.ok(created !== undefined && at !== undefined && updated !== undefined && created <= at && at <= updated);
  const later = entity(await put(uid, { status: 'MISSED_CALL_HANDLED', handled_by_staff_uid: STAFF_UID }));
  assert.equal(later['handled_at'], handled['handled_at']);
  assert.equal(entity(await put(uid, { handled_by_staff_uid: null }))['handled_at'], null);
});

test('an external uuid cannot become another call’s, nor two calls’ at once', async () => {
  const [one, two, taken] = [await post(), await post(), await post()];
  const wanted = { external_uuid: taken['external_uuid'] };
  assert.equal(refusal(await put(one.uid, wanted)), '422 external_uuid already_exists');
  const fresh = { external_uuid: freshKey() };
  const answers = await Promise.all([put(one.uid, fresh), put(two.uid, fresh)]);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 422]));
});

test('a call that Patchbay leads cannot be changed by a report', async () => {
  const got = await put(finished.uid, { status: 'MISSED' });
  assert.equal(refusal(got), '422 invalid');
  assert.match((got.json as Body).errors[0]?.message ?? '', /only reported calls can be changed/);
  assert.equal((await stored(finished.uid)).state, 'finished');
});

test('a call that Patchbay led is written with numbers in E.164, its people and its recording', async () => {
  const call = entity(await send(`${CALLS}/${finished.uid}`));
  const { from_number, to_number, direction, status, staff_uid, client_uid, transcript_status } = call;
  assert.deepEqual(
    { from_number, to_number, direction, status, staff_uid, client_uid, transcript_status },
    {
      from_number: '+13392195276',
      to_number: '+18596579625',
      direction: 'OUTBOUND',
      status: 'ANSWERED_BY_STAFF',
      staff_uid: STAFF_UID,
      client_uid: finished.contact?.uid,
      transcript_status: 'DONE',
    },
  );
  const { recordingUrl, size } = call['recording'] as { recordingUrl: string; size: number };
  const sound = await fetch(recordingUrl);
  assert.deepEqual([sound.status, (await sound.arrayBuffer()).byteLength], [200, size]);
  const inbound = entity(await send(`${CALLS}/${voicemail.uid}`));
  assert.deepEqual([inbound['from_number'], inbound['to_number']], ['+15125550008', '+13392195276']);
  assert.equal((inbound['recording'] as Entity)['recording_type'], 'VOICEMAIL');
});

test('a transcript tells who said what when, or how far it has come', async () => {
  const got = await send(`${CALLS}/${finished.uid}/transcript`);
  assertConforms(schema.enveloped(schema.Transcript), got.json);
  const { status, transcript } = (got.json as Body).data as unknown as { status: string; transcript: Entity[] };
  assert.equal(status, 'DONE');
  assert.deepEqual(new Set(transcript.map((turn) => turn['speaker_role'])), new Set(['staff', 'client']));
  const { uid } = await post();
  assert.equal(refusal(await send(`${CALLS}/${uid}/transcript`)), '404 not_found');
});

test('a voicemail that was listened to is read', async () => {
  const path = `${ROOT}/voice_call_recordings/${voicemail.recording?.uid}`;
  const played = entity(await send(path, { method: 'PUT', body: { recording_played: true } }));
  assert.equal((played['recording'] as Entity)['recording_played'], true);
  assert.equal((await stored(voicemail.uid)).state, 'voicemail_read');
  const unplayed = entity(await send(path, { method: 'PUT', body: { record_played: false } }));
  assert.equal((unplayed['recording'] as Entity)['recording_played'], false);
  assert.equal(refusal(await send(path, { method: 'PUT', body: {} })), '422 recording_played missing');
});

test('a deleted recording is gone: its file, its address, the other surfaces’ way to it', async () => {
  const uid = voicemail.recording?.uid ?? '';
  const { recordingUrl } = entity(await send(`${CALLS}/${voicemail.uid}`))['recording'] as { recordingUrl: string };
  const file = recordingFile(dataDirectory, uid).path;
  assert.ok(existsSync(file));
  const path = `${ROOT}/voice_call_recordings/${uid}`;
  assert.equal(entity(await send(path, { method: 'DELETE' }))['recording'], null);
  assert.ok(!existsSync(file));
  assert.equal((await fetch(recordingUrl)).status, 404);
  assert.equal((await send(`/calls/${voicemail.id}/recording`)).status, 404);
  assert.equal(refusal(await send(path, { method: 'DELETE' })), '404 not_found');
  assert.equal(refusal(await send(path, { method: 'PUT', body: { recording_played: true } })), '404 not_found');
});

test('what does not exist is not found, also by a uid that is none of ours', async () => {
  for (const uid of [UNKNOWN, '56ah3478b56c', '1', 'x'.repeat(600), '%27']) {
    assert.equal(refusal(await send(`${CALLS}/${uid}`)), '404 not_found');
    assert.equal(refusal(await put(uid, { status: 'no status' })), '404 not_found');
    assert.equal(refusal(await send(`${CALLS}/${uid}/transcript`)), '404 not_found');
    for (const path of ['voice_call_recordings', 'voice_call_settings'])
      assert.equal(refusal(await send(`${ROOT}/${path}/${uid}`, { method: 'DELETE' })), '404 not_found');
  }
  assert.equal(refusal(await send(`${ROOT}/nothing`)), '404 not_found');
  assert.equal(refusal(await send(CALLS, { method: 'PATCH', body: {} })), '405 bad_request');
});

test('other workspaces’ calls and recordings are not found', async () => {
  await database.pool.query(`insert into workspace (id, subdomain, name) values (77, 'other', 'Other')`);
  await tokens.create(77, 'other', 'staff', hashToken('token-of-another-workspace'));
  const sent = { token: 'token-of-another-workspace' };
  assert.equal(refusal(await send(`${CALLS}/${finished.uid}`, sent)), '404 not_found');
  const recording = `${ROOT}/voice_call_recordings/${finished.recording?.uid}`;
  assert.equal(refusal(await send(recording, { ...sent, method: 'DELETE' })), '404 not_found');
  assert.deepEqual(((await send(CALLS, sent)).json as Body).data, { voice_calls: [] });
});

test('a program that tests its token is shown the webhooks of its business', async () => {
  const got = await send('/platform/v1/webhooks?filter[entity]=client');
  assert.equal(got.status, 200);
  assertConforms(schema.Subscriptions, got.json);
});
