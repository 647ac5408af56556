import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TextProvider } from './texts.ts';
import { readTextAnswer, TEXT_PROVIDERS, textProviderOf, writeText } from './texts.ts';

const ACCOUNT = { account: 'AC1', secret: 'hush' };
const MESSAGE = { from: '+13392195276', to: '+14155550148', body: 'Hello: é & ☎' };
const BASIC = `Basic ${Buffer.from('AC1:hush').toString('base64')}`;

/** Provider -> address, authorization, and fields, as it documents them. */
const REQUESTS: Readonly<Record<TextProvider, readonly [string, string, object]>> = {
  twilio: [
    'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json',
    BASIC,
    { From: MESSAGE.from, To: MESSAGE.to, Body: MESSAGE.body },
  ],
  vonage: [
    'https://api.nexmo.com/v1/messages',
    BASIC,
    { message_type: 'text', channel: 'sms', from: '13392195276', to: '14155550148', text: MESSAGE.body },
  ],
  telnyx: [
    'https://api.telnyx.com/v2/messages',
    'Bearer hush',
    { messaging_profile_id: 'AC1', from: MESSAGE.from, to: MESSAGE.to, text: MESSAGE.body },
  ],
};
for (const provider of TEXT_PROVIDERS)
  test(`${provider} is asked as it documents`, () => {
    const { url, headers, body } = writeText(provider, ACCOUNT, MESSAGE);
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    const fields: unknown = isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
    assert.deepEqual([url, headers['authorization'], fields], REQUESTS[provider]);
    assert.ok(!url.includes('hush') && !body.includes('hush'));
  });

/** Provider, status, answer -> what the outbox says. */
const ANSWERS: readonly (readonly [TextProvider, number | null, string, string | null])[] = [
  ['twilio', 201, '{"sid":"SM1","status":"queued"}', null],
  ['twilio', 400, '{"code":21211,"message":"Invalid To","status":400}', '400 21211: Invalid To'],
  ['vonage', 202, '{"message_uuid":"a"}', null],
  ['vonage', 402, '{"title":"Low balance","detail":"Top up.","instance":"x"}', '402 Low balance: Top up.'],
  ['telnyx', 200, '{"data":{"id":"a"}}', null],
  ['telnyx', 422, '{"errors":[{"code":"40300","title":"Blocked","detail":"Blocked here"}]}', '422 40300: Blocked here'],
  ['telnyx', 500, 'not JSON', '500'],
  ['vonage', 401, '[]', '401'],
  ['twilio', null, '', 'The provider did not answer.'],
];
for (const [provider, status, answer, said] of ANSWERS)
  test(`${provider} answers ${status} ${answer.slice(0, 40)}: ${said ?? 'sent'}`, () =>
    assert.equal(readTextAnswer(provider, status, answer), said));

test('only some providers send text messages, and of a long error the beginning is kept', () => {
  assert.deepEqual(
    [textProviderOf('telnyx'), textProviderOf('pbx'), textProviderOf('signalwire')],
    ['telnyx', null, null],
  );
  const long = readTextAnswer('twilio', 400, JSON.stringify({ message: 'x'.repeat(2000) }));
  assert.equal(long?.length, 500);
});
