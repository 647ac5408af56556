import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestPatchbay } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';

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

test('every list shows the same calls', async () => {
  const patchbay = await testPatchbay();
  for (const end_user_number of ['+1 859-657-9625', '+1 555-010-0001', '+1 555-010-0008', '+82-10-6861-2345']) {
    const { id } = await read<{ id: number }>(patchbay, '/apps/api/v1/calls', {
      call_type: 'Voice Inbound (API)',
      menu_id: 9,
      end_user_number,
    });
    await patchbay.until(id, (call) => call.deadlineAt === null);
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
