/** Numbers that JavaScript rounds, in JSON that we keep for others: they come back as they went in, or are refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshKey, testPatchbay } from './support/patchbay.ts';
import { assertOwnError } from './support/shapes.ts';

const { send } = await testPatchbay();

/** What is sent, and what is read back: PostgreSQL counts powers of ten out. */
const KEPT: readonly (readonly [sent: string, read: string])[] = [
  ['10158234567890123456', '10158234567890123456'],
  ['9007199254740993', '9007199254740993'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['0.12345678901234567890123', '0.12345678901234567890123'],
  ['99999999.123456789', '99999999.123456789'],
  ['1.0000000000000000000001e3', '1000.0000000000000000001'],
];
const BEYOND = ['1e400', '-1e400', '1e-400', '9'.repeat(400), `0.1${'1'.repeat(1000)}`];
const PHONE = '+353 83 234 5678';

const contactText = async (): Promise<string> =>
  (await send(`/v1/contacts?phone=${encodeURIComponent(PHONE.replaceAll(' ', ''))}`)).text;
const redirect = (value: string, key?: string) =>
  send('/phone_call_redirects', {
    raw: `{"phone":"${PHONE}","custom_attributes":{"fb_id":${value},"deep":{"list":[1,${value}]},"__proto__":{"x":${value}}}}`,
    headers: { 'idempotency-key': key },
  });

for (const [sent, read] of KEPT) {
  const fields = `"list":[1,${read}],"fb_id":${read}`; // In the order of jsonb.

  test(`a redirect's attribute ${sent} is on its contact`, async () => {
    assert.equal((await redirect(sent)).status, 200);
    const text = await contactText();
    assert.ok(text.includes(`"fb_id":${read}`) && text.includes(`"list":[1,${read}]`), text);
    assert.ok(!text.includes('__proto__'));
  });

  test(`an announced call's data ${sent} is read back`, async () => {
    const raw = `{"phone_number":"+15551230001","call_id":"${freshKey()}","data":{"fb_id":${sent},"list":[1,${sent}]}}`;
    const made = await send('/fin_voice/register', { raw });
    assert.equal(made.status, 200, made.text);
    const got = await send(`/v1/external_calls/${(made.json as { id: number }).id}`);
    assert.ok(got.text.includes(`"data":{${fields}}`), got.text);
  });

  test(`a contact's attribute ${sent} is answered, merged, listed and replayed`, async () => {
    const headers = { 'idempotency-key': freshKey() };
    const raw = `{"attributes":{"fb_id":${sent},"list":[1,${sent}]}}`;
    const made = await send('/v1/contacts', { raw, headers });
    assert.equal(made.status, 201, made.text);
    assert.ok(made.text.includes(`"attributes":{${fields}}`), made.text);
    assert.equal((await send('/v1/contacts', { raw, headers })).text, made.text);
    const path = `/v1/contacts/${(made.json as { id: number }).id}`;
    const changed = await send(path, { method: 'PATCH', raw: `{"attributes":{"other":${sent}}}` });
    assert.ok(changed.text.includes(`"other":${read}`), changed.text);
    for (const text of [(await send(path)).text, (await send('/v1/contacts')).text]) {
      assert.ok(text.includes(`"fb_id":${read}`) && text.includes(`"other":${read}`), text);
    }
  });
}

for (const value of BEYOND)
  test(`${value.slice(0, 12)} (${value.length}) is refused in each API's words, and nothing is kept`, async () => {
    const before = await contactText();
    const asked = [
      ['intercom', '/phone_call_redirects', `{"phone":"${PHONE}","custom_attributes":{"big":${value}}}`],
      ['intercom', '/fin_voice/register', `{"phone_number":"+15551230001","call_id":"x","data":{"big":${value}}}`],
      ['patchbay', '/v1/contacts', `{"attributes":{"big":${value}}}`],
      ['ccaip', '/apps/api/v1/calls', `{"menu_id":${value}}`],
      ['vcita', '/v3/communication/voice_calls', `{"duration":${value}}`],
    ] as const;
    for (const [surface, path, raw] of asked) {
      const got = await send(path, { raw });
      assert.equal(got.status, 400, path);
      assertOwnError(surface, got, path);
      assert.match(got.text, /a number out of range/, path);
    }
    assert.equal(await contactText(), before);
  });

test('a number where an object belongs is refused, however long it is', async () => {
  const long = '10158234567890123456';
  for (const [path, raw] of [
    ['/phone_call_redirects', `{"phone":"${PHONE}","custom_attributes":${long}}`],
    ['/fin_voice/register', `{"phone_number":"+15551230001","call_id":"y","data":${long}}`],
    ['/v1/contacts', `{"attributes":${long}}`],
    ['/v1/contacts', long],
  ] as const) {
    const { status, text } = await send(path, { raw });
    assert.ok(status === 400 || status === 422, `${path}: ${status} ${text}`);
  }
});

test('a key tells numbers apart that are one to JavaScript, and not two ways to write one', async () => {
  const key = freshKey();
  assert.equal((await redirect('10158234567890123456', key)).status, 200);
  assert.equal((await redirect('10158234567890123457', key)).status, 422);
  const again = await redirect('1.01582345678901234560e19', key);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
});
