import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { hashToken } from '#http/auth.ts';
import { createTokens } from '#storage/tokens.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { freshKey, testPatchbay, TOKEN } from '../../../test/support/patchbay.ts';
import * as schema from './schema.ts';
import { VERSIONS } from './status.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;

let finished: Call;
before(async () => {
  const placed = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 555-123-4567',
      outbound_number: '+1 339-219-5276',
    },
  });
  finished = await patchbay.until((placed.json as { id: number }).id, (call) => call.transcriptStatus === 'done');
});

type ErrorList = {
  readonly errors: readonly { readonly code: string; readonly message: string; readonly field?: string }[];
};

function assertError(got: Got, status: number, code: string, message?: string): void {
  assertConforms(schema.ErrorList, got.json);
  const [error] = (got.json as ErrorList).errors;
  assert.deepEqual([got.status, error?.code], [status, code]);
  if (message !== undefined) assert.equal(error?.message, message);
}

test('the list has the newest call first, its true count, and no next page', async () => {
  const got = await send('/calls?page=1&per_page=1');
  assert.equal(got.status, 200);
  assertConforms(schema.CallList, got.json);
  const { data, total_count, pages } = got.json as { data: { id: string }[]; total_count: number; pages: object };
  assert.equal(data.length, 1);
  assert.deepEqual(pages, { type: 'pages', page: 1, per_page: 1, total_pages: total_count });
  const beyond = await send('/calls?page=999999999999999&per_page=25');
  assert.deepEqual((beyond.json as { data: unknown[] }).data, []);
});

test('a page that is no whole number of 1 or more names its parameter', async () => {
  for (const [query, field] of [
    ['page=0', 'page'],
    ['page=abc', 'page'],
    ['per_page=-1', 'per_page'],
    ['per_page=', 'per_page'],
  ] as const) {
    const got = await send(`/calls?${query}`);
    assertError(got, 400, 'parameter_invalid');
    assert.equal((got.json as ErrorList).errors[0]?.field, field);
  }
});

test('a call reads as it is stored; an unknown one is not found', async () => {
  const got = await send(`/calls/${finished.id}`);
  assert.equal(got.status, 200);
  assertConforms(schema.CallObject, got.json);
  const written = got.json as Record<string, unknown>;
  assert.equal(written['state'], 'completed');
  assert.equal(written['direction'], 'outbound');
  assert.equal(written['admin_id'], '1');
  assert.equal(written['contact_id'], finished.contact?.uid);
  assert.equal(written['transcript_url'], `${patchbay.address}/calls/${finished.id}/transcript`);
  for (const id of ['999999999', 'abc', '0', '-1', '1.5', '99999999999999999999', 'search'])
    assertError(await send(`/calls/${id}`), 404, 'not_found', 'Not Found');
});

test('the recording is elsewhere, at an address that needs no token and is sound', async () => {
  const got = await send(`/calls/${finished.id}/recording`);
  assert.equal(got.status, 302);
  assert.equal(got.text, '');
  const location = got.headers.get('location') ?? '';
  assert.ok(location.startsWith(`${patchbay.address}/recordings/`));
  for (const authorization of [undefined, `Bearer ${TOKEN}`]) {
    const sound = await fetch(location, authorization === undefined ? {} : { headers: { authorization } });
    assert.equal(sound.status, 200);
    assert.equal(sound.headers.get('content-type'), 'audio/wav');
    assert.equal((await sound.arrayBuffer()).byteLength, finished.recording?.bytes);
  }
  const part = await fetch(location, { headers: { range: 'bytes=0-3' } });
  assert.deepEqual([part.status, await part.text()], [206, 'RIFF']);
});

test('a call that has no recording, or is none, has a sentence of its own', async () => {
  const scheduled = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Scheduled (API)',
      menu_id: 9,
      end_user_number: '+82-10-6861-2345',
      scheduled_at: new Date(Date.now() + 3_600_000).toISOString(),
    },
  });
  for (const id of [(scheduled.json as { id: number }).id, 999999999, 'abc']) {
    assertError(await send(`/calls/${id}/recording`), 404, 'not_found', 'Recording Not Found');
    assertError(await send(`/calls/${id}/transcript`), 404, 'not_found', 'Not Found');
  }
});

test('the transcript is a text file named after its day', async () => {
  const got = await send(`/calls/${finished.id}/transcript`);
  assert.equal(got.status, 200);
  assert.match(got.headers.get('content-type') ?? '', /^text\/plain/);
  assert.match(
    got.headers.get('content-disposition') ?? '',
    /^attachment; filename=transcription_data-\d{4}-\d{2}-\d{2}\.txt$/,
  );
  assert.ok(got.text.split('\n').length > 2);
  for (const line of got.text.split('\n')) assert.match(line, /^\[\d\d:\d\d:\d\d\] (Teammate 1|User): ".+"$/);
});

test('a search finds the calls of conversations with what was said', async () => {
  const ids = [String(finished.conversationId), '64619700005694', 'not-an-id'];
  const got = await send('/calls/search', { body: { conversation_ids: ids } });
  assert.equal(got.status, 200);
  assertConforms(schema.CallsWithTranscripts, got.json);
  const { data } = got.json as { data: { id: string; transcript: unknown[]; transcript_status: string }[] };
  assert.deepEqual(
    data.map((call) => [call.id, call.transcript_status, call.transcript.length > 0]),
    [[String(finished.id), 'completed', true]],
  );
});

test('a search of no, of 21 and of no list at all is refused in one sentence', async () => {
  const sentence = 'A list of up to 20 conversation IDs is required';
  const many = Array.from({ length: 21 }, (_, index) => String(index));
  for (const body of [{ conversation_ids: [] }, { conversation_ids: many }, {}, [], null])
    assertError(await send('/calls/search', { body }), 400, 'conversation_id_limit_exceeded', sentence);
  assertError(await send('/calls/search', { method: 'POST' }), 400, 'conversation_id_limit_exceeded', sentence);
});

test('a call is announced once for each source, also when it is announced twice at the same time', async () => {
  const body = { phone_number: '+1234567890', call_id: freshKey(), data: { key: 'value' } };
  const both = await Promise.all([send('/fin_voice/register', { body }), send('/fin_voice/register', { body })]);
  assert.deepEqual(
    both.map((got) => got.status).toSorted((a, b) => a - b),
    [200, 409],
  );
  for (const got of both)
    if (got.status === 200) assertConforms(schema.Reference, got.json);
    else assertError(got, 409, 'conflict');
  assertError(await send('/fin_voice/register', { body: { ...body, source: 'aws_connect' } }), 409, 'conflict');
  assert.equal((await send('/fin_voice/register', { body: { ...body, source: 'five9' } })).status, 200);
});

test('an announced call is found by its id and by any external id, and is not matched yet', async () => {
  for (const id of [freshKey(), 'a/b', 'with space', 'plus+sign', 'ünï', '100%', '?#&', 'x'.repeat(255)]) {
    const body = { phone_number: '+15551230001', call_id: id };
    const registered = await send('/fin_voice/register', { body });
    assert.equal(registered.status, 200, id);
    const { id: number } = registered.json as { id: number };
    for (const path of [`/fin_voice/collect/${number}`, `/fin_voice/external_id/${encodeURIComponent(id)}`]) {
      const got = await send(path);
      assert.equal(got.status, 200, `${path}: ${got.text}`);
      assert.deepEqual(got.json, {
        id: number,
        app_id: 1,
        user_phone_number: '+15551230001',
        status: 'registered',
        intercom_call_id: null,
        external_call_id: id,
        intercom_conversation_id: null,
        call_transcript: [],
        call_summary: '',
        intent: [],
      });
    }
  }
  for (const path of [
    'collect/999999999',
    'collect/abc',
    'external_id/no-such-call',
    'phone_number/+15551230001',
    'phone_number/x',
  ])
    assertError(await send(`/fin_voice/${path}`), 404, 'not_found', 'Not Found');
  for (const id of ['999999999', 'abc']) assert.deepEqual((await send(`/fin_voice/conversation/${id}`)).json, []);
});

test('a redirect sends a text message with a link and keeps the attributes on the contact', async () => {
  const orders = { type: 'order.list', instances: [{ id: '22', type: 'Order' }] };
  for (const custom_attributes of [
    { issue_type: 'Billing', priority: 'low' },
    { priority: 'high', orders },
  ]) {
    const got = await send('/phone_call_redirects', { body: { phone: '+353832345678', custom_attributes } });
    assert.equal(got.status, 200);
    assertConforms(schema.Redirected, got.json);
    const { url } = got.json as { url: string };
    const { rows } = await patchbay.database.pool.query<{ body: string; status: string }>(
      'select body, status from text_message order by id desc limit 1',
    );
    assert.ok(rows[0]?.body.endsWith(url.replace(/[^/]+$/, '***')), 'the outbox opens nobody’s conversation');
    assert.equal(rows[0]?.status, 'sent');
  }
  const contact = await patchbay.engine.directory.contactByPhone(1, '+353832345678');
  assert.equal(contact?.role, 'lead');
  assert.deepEqual(contact?.attributes, { issue_type: 'Billing', priority: 'high', orders });
});

const REDIRECT_FAILURES: readonly (readonly [body: object, status: number, answer: object])[] = [
  [{ phone: 'not a number' }, 400, { error_key: 'invalid_phone_number', message: 'Invalid phone number' }],
  [{}, 400, { error_key: 'invalid_phone_number', message: 'Invalid phone number' }],
  [{ phone: '+12025550009' }, 400, { error_key: 'sms_failed', message: 'SMS was not sent due to an unknown error' }],
  [{ phone: '+40241100100' }, 422, { error_key: 'landline_phone' }],
  [
    { phone: '+353832345678', custom_attributes: [] },
    400,
    { error_key: 'invalid_custom_attributes', message: 'Invalid custom attributes' },
  ],
];

for (const [body, status, answer] of REDIRECT_FAILURES)
  test(`the redirect ${JSON.stringify(body)} is ${status} in its own form`, async () => {
    const got = await send('/phone_call_redirects', { body });
    assert.deepEqual([got.status, got.json], [status, answer]);
    assertConforms(schema.RedirectErrors, got.json);
  });

test('a redirect sent again with its key texts no one twice', async () => {
  const sent = { body: { phone: '+353832345699' }, headers: { 'idempotency-key': freshKey() } };
  const first = await send('/phone_call_redirects', sent);
  const second = await send('/phone_call_redirects', sent);
  assert.deepEqual(second.json, { ...(first.json as object), url: null }, 'only the hash of the link is kept');
  assert.equal(second.headers.get('idempotency-replayed'), 'true');
  const { rows } = await patchbay.database.pool.query('select 1 from text_message where to_number = $1', [
    '+353832345699',
  ]);
  assert.equal(rows.length, 1);
});

test('every published version is echoed and changes nothing; one never published is refused everywhere', async () => {
  const without = await send('/calls/1');
  assert.equal(without.headers.get('intercom-version'), null);
  for (const version of VERSIONS) {
    const got = await send('/calls/1', { headers: { 'intercom-version': version } });
    assert.deepEqual([got.status, got.json], [200, without.json]);
    assert.equal(got.headers.get('intercom-version'), version);
  }
  for (const path of [
    '/calls',
    '/calls/1',
    '/calls/1/recording',
    '/fin_voice/collect/1',
    '/fin_voice/conversation/1',
  ]) {
    const got = await send(path, { headers: { 'intercom-version': '9.99' } });
    assertError(got, 400, 'intercom_version_invalid', 'The requested version could not be found');
    assert.equal(got.headers.get('intercom-version'), null);
  }
});

test('what no operation has judged is an error list too', async () => {
  assertError(await send('/calls', { token: null }), 401, 'unauthorized', 'Access Token Invalid');
  assertError(await send('/phone_call_redirects', { token: 'nobody', body: {} }), 401, 'unauthorized');
  assertError(await send('/fin_voice/nothing'), 404, 'not_found');
  const wrongMethod = await send('/fin_voice/register');
  assertError(wrongMethod, 405, 'client_error');
  assert.equal(wrongMethod.headers.get('allow'), 'POST');
  assertError(await send('/calls/search', { raw: '{' }), 400, 'bad_request');
  assertError(
    await send('/calls/search', { raw: '{}', headers: { 'content-type': 'text/plain' } }),
    415,
    'client_error',
  );
  assertError(await send('/calls/search', { body: { x: 'y'.repeat(1_048_576) } }), 413, 'payload_too_large');
  assertError(
    await send('/fin_voice/register', { body: {}, headers: { 'idempotency-key': 'é' } }),
    400,
    'parameter_invalid',
  );
});

test("a token of a customer's own customer sees no calls", async () => {
  const tokens = createTokens(patchbay.database, Date.now);
  await tokens.create(1, 'widget', 'client', hashToken('client-token-0123456789'));
  assertError(await send('/calls', { token: 'client-token-0123456789' }), 403, 'action_forbidden');
});
