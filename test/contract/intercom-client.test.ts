import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Intercom, IntercomClient, IntercomError } from 'intercom-client';
import type { Call } from '#domain/call/call.ts';
import { ContactObject } from '#api/intercom/neighbors/contact-schema.ts';
import { AdminList, TeamList } from '#api/intercom/neighbors/schema.ts';
import * as schema from '#api/intercom/schema.ts';
import { assertConforms } from '../support/conforms.ts';
import { freshKey, testPatchbay, TOKEN } from '../support/patchbay.ts';

const FIN_NUMBER = '+13392195277';

const patchbay = await testPatchbay();
const clientOf = (token: string): IntercomClient =>
  new IntercomClient({ token, baseUrl: patchbay.address, maxRetries: 0 });
const client = clientOf(TOKEN);
const stranger = clientOf('not-the-token');

/** A call to a person, ended and written down. */
let call: Call;
/** A call that was announced, taken by Fin and handed back. */
let finCall: Call;
let externalId: string;

async function incoming(from: string): Promise<Call> {
  const taken = await patchbay.engine.takeCall({
    workspaceId: 1,
    from,
    to: FIN_NUMBER,
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(taken.ok);
  return patchbay.until(taken.value.id, (each) => each.transcriptStatus === 'done');
}

before(async () => {
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 555-123-4567',
      outbound_number: '+1 339-219-5276',
    },
  });
  call = await patchbay.until((placed.json as { id: number }).id, (each) => each.transcriptStatus === 'done');
  externalId = freshKey();
  await client.unstable.calls.registerFinVoiceCall({ phone_number: '+1234567890', call_id: externalId });
  finCall = await incoming('+1234567890');
});

/** Fails unless the promise is refused by an error of the class, with the status and the code. */
async function refused(
  request: Promise<unknown>,
  kind: new (...all: never[]) => IntercomError,
  status: number,
  code: string,
): Promise<void> {
  await assert.rejects(request, (error) => {
    assert.ok(error instanceof kind, String(error));
    assert.equal(error.statusCode, status);
    assertConforms(schema.ErrorList, error.body);
    assert.equal((error.body as { errors: { code: string }[] }).errors[0]?.code, code);
    return true;
  });
}

test('admins.identify and tags.list, by which programs test their token', async () => {
  const me = await client.admins.identify();
  assertConforms(schema.Me, me);
  assert.deepEqual([me?.id, me?.email, me?.app?.id_code], ['1', 'admin@somedomain.com', '1']);
  assert.deepEqual(await client.unstable.admins.identifyAdmin(), me);
  const tags = await client.tags.list();
  assertConforms(schema.TagList, tags);
  assert.deepEqual(tags, { type: 'list', data: [] });
  await assert.rejects(stranger.admins.identify(), { statusCode: 401 });
  await refused(stranger.tags.list(), Intercom.UnauthorizedError, 401, 'unauthorized');
});

test('contacts are created, searched and listed page by page', async () => {
  const made = await client.contacts.create({ role: 'user', external_id: freshKey(), name: 'Searched' });
  assertConforms(ContactObject, made);
  const query = { field: 'external_id', operator: '=', value: made.external_id ?? '' } as const;
  const found = await client.contacts.search({ query, pagination: { per_page: 5 } });
  assert.deepEqual(
    found.data.map(({ id }) => id),
    [made.id],
  );
  const ids: unknown[] = [];
  for await (const each of await client.contacts.list({ per_page: 1 })) ids.push(each.id);
  assert.ok(ids.length > 1 && ids.includes(made.id) && new Set(ids).size === ids.length);
  const refusedQuery = { field: 'not_a_field', operator: '=', value: 'x' } as const;
  await refused(client.contacts.search({ query: refusedQuery }), IntercomError, 400, 'invalid_field');
  assertConforms(AdminList, await client.admins.list());
  assertConforms(TeamList, await client.teams.list());
});

test('calls.listCalls', async () => {
  const list = await client.calls.listCalls({ page: 1, per_page: 25 });
  assertConforms(schema.CallList, list);
  assert.deepEqual(
    list.data?.map((each) => each.id),
    [String(finCall.id), String(call.id)],
  );
  assert.equal(list.total_count, 2);
  assertConforms(schema.CallList, await client.unstable.calls.listCalls());
  await refused(stranger.calls.listCalls(), Intercom.UnauthorizedError, 401, 'unauthorized');
  await refused(stranger.unstable.calls.listCalls(), Intercom.unstable.UnauthorizedError, 401, 'unauthorized');
});

test('calls.showCall', async () => {
  const shown = await client.calls.showCall({ call_id: String(call.id) });
  assertConforms(schema.CallObject, shown);
  assert.equal(shown.state, 'completed');
  assert.equal(shown.phone, '+15551234567');
  assert.deepEqual(await client.unstable.calls.showCall({ id: String(call.id) }), shown);
  await refused(client.calls.showCall({ call_id: 'nobody' }), Intercom.NotFoundError, 404, 'not_found');
  await refused(client.unstable.calls.showCall({ id: '0' }), Intercom.unstable.NotFoundError, 404, 'not_found');
});

test('calls.showCallRecording follows the redirect to the sound', async () => {
  const { rawResponse } = await client.calls.showCallRecording({ call_id: String(call.id) }).withRawResponse();
  assert.equal(rawResponse.status, 200);
  assert.match(rawResponse.url, /\/recordings\/.+signature=/);
  await client.unstable.calls.showCallRecording({ id: String(call.id) });
  await refused(client.calls.showCallRecording({ call_id: '9' }), Intercom.NotFoundError, 404, 'not_found');
  await refused(
    client.unstable.calls.showCallRecording({ id: '9' }),
    Intercom.unstable.NotFoundError,
    404,
    'not_found',
  );
});

test('calls.showCallTranscript', async () => {
  const text = await client.calls.showCallTranscript({ call_id: String(call.id) });
  assert.match(text, /^\[00:00:\d\d\] (Teammate 1|User): "/);
  assert.equal(await client.unstable.calls.showCallTranscript({ id: String(call.id) }), text);
  await refused(client.calls.showCallTranscript({ call_id: '9' }), Intercom.NotFoundError, 404, 'not_found');
  await refused(
    client.unstable.calls.showCallTranscript({ id: '9' }),
    Intercom.unstable.NotFoundError,
    404,
    'not_found',
  );
});

test('calls.listCallsWithTranscripts', async () => {
  const conversation_ids = [String(call.conversationId), String(finCall.conversationId)];
  const list = await client.calls.listCallsWithTranscripts({ conversation_ids });
  assertConforms(schema.CallsWithTranscripts, list);
  assert.deepEqual(
    list.data?.map((each) => [each.id, each.transcript_status]),
    [
      [String(finCall.id), 'completed'],
      [String(call.id), 'completed'],
    ],
  );
  assert.deepEqual(await client.unstable.calls.listCallsWithTranscripts({ conversation_ids }), list);
  const none = { conversation_ids: [] };
  const code = 'conversation_id_limit_exceeded';
  await refused(client.calls.listCallsWithTranscripts(none), Intercom.BadRequestError, 400, code);
  await refused(client.unstable.calls.listCallsWithTranscripts(none), Intercom.unstable.BadRequestError, 400, code);
});

test('unstable.calls.registerFinVoiceCall', async () => {
  const { calls } = client.unstable;
  const request = {
    phone_number: '+1234567891',
    call_id: freshKey(),
    source: 'five9',
    data: { key: 'value' },
  } as const;
  const registered = await calls.registerFinVoiceCall(request);
  assertConforms(schema.Reference, registered);
  assert.equal(registered.status, 'registered');
  await refused(calls.registerFinVoiceCall(request), Intercom.unstable.ConflictError, 409, 'conflict');
  const { BadRequestError } = Intercom.unstable;
  await refused(calls.registerFinVoiceCall(), BadRequestError, 400, 'parameter_not_found');
  await refused(
    calls.registerFinVoiceCall({ ...request, phone_number: '1234567890' }),
    BadRequestError,
    400,
    'parameter_invalid',
  );
});

test('unstable.calls.collectFinVoiceCall…: by every name the same call, with what was said', async () => {
  const { calls } = client.unstable;
  const { NotFoundError } = Intercom.unstable;
  const collected = await calls.collectFinVoiceCallByExternalId({ external_id: externalId });
  assertConforms(schema.Reference, collected);
  assert.equal(collected.status, 'assumed_resolution');
  assert.equal(collected.intercom_call_id, String(finCall.id));
  assert.equal(collected.intercom_conversation_id, String(finCall.conversationId));
  assert.ok((collected.call_transcript?.length ?? 0) > 0 && (collected.intent?.length ?? 0) > 0);
  assert.ok((collected.call_summary?.length ?? 0) > 0);
  assert.deepEqual(await calls.collectFinVoiceCallById({ id: collected.id ?? 0 }), collected);
  assert.deepEqual(await calls.collectFinVoiceCallByPhoneNumber({ phone_number: '+1234567890' }), collected);
  await refused(calls.collectFinVoiceCallById({ id: 999_999_999 }), NotFoundError, 404, 'not_found');
  await refused(calls.collectFinVoiceCallByExternalId({ external_id: 'no/body' }), NotFoundError, 404, 'not_found');
  await refused(
    calls.collectFinVoiceCallByPhoneNumber({ phone_number: '+1234567899' }),
    NotFoundError,
    404,
    'not_found',
  );
});

test('GET /fin_voice/conversation, which the client does not have: a bare list; and the number with a raw plus', async () => {
  const got = await patchbay.send(`/fin_voice/conversation/${finCall.conversationId}`);
  assert.equal(got.status, 200);
  assertConforms(schema.References, got.json);
  const raw = await patchbay.send('/fin_voice/phone_number/+1234567890');
  assert.deepEqual(got.json, [raw.json]);
  assert.deepEqual((await patchbay.send('/fin_voice/conversation/999999999')).json, []);
});

test('phoneCallRedirects.create and unstable.switch.createPhoneSwitch', async () => {
  const request = { phone: '+353832345678', custom_attributes: { issue_type: 'Billing', priority: 'high' } };
  const created = await client.phoneCallRedirects.create(request);
  assertConforms(schema.Redirected, created);
  assertConforms(schema.Redirected, await client.unstable.switch.createPhoneSwitch(request));
  const failures = [
    ['not a number', Intercom.BadRequestError, Intercom.unstable.BadRequestError, 'invalid_phone_number'],
    ['+12025550009', Intercom.BadRequestError, Intercom.unstable.BadRequestError, 'sms_failed'],
    ['+40241100100', Intercom.UnprocessableEntityError, Intercom.unstable.UnprocessableEntityError, 'landline_phone'],
  ] as const;
  for (const [phone, kind, unstableKind, key] of failures) {
    const isOwn = (wanted: new (...all: never[]) => IntercomError) => (error: unknown) =>
      error instanceof wanted && (error.body as { error_key: string }).error_key === key;
    await assert.rejects(client.phoneCallRedirects.create({ phone }), isOwn(kind), phone);
    await assert.rejects(client.unstable.switch.createPhoneSwitch({ phone }), isOwn(unstableKind), phone);
  }
  await refused(stranger.phoneCallRedirects.create(request), Intercom.UnauthorizedError, 401, 'unauthorized');
  await assert.rejects(client.unstable.switch.createPhoneSwitch(), { statusCode: 400 });
});

test('the client may say any version', async () => {
  for (const version of ['2.14', 'Unstable', '1.0'] as const) {
    const { rawResponse } = await client.calls.listCalls({}, { version }).withRawResponse();
    assert.equal(rawResponse.headers.get('intercom-version'), version);
  }
});
