import assert from 'node:assert/strict';
import { test } from 'node:test';
import { softPasskey } from '../../test/support/soft-passkey.ts';
import type { MadePasskey } from './passkeys.ts';
import { createPasskeyChallenges, credentialIdIn, judgePasskey, passkeyPlace, readNewPasskey } from './passkeys.ts';

const PLACES: readonly (readonly [url: string, id: string | null])[] = [
  ['https://calls.nord.example', 'calls.nord.example'],
  ['https://calls.nord.example:8443', 'calls.nord.example'],
  ['http://localhost:8080', 'localhost'],
  ['http://nord.localhost', 'nord.localhost'],
  ['http://calls.nord.example', null],
  ['http://127.0.0.1:8080', null],
  ['https://192.0.2.10', null],
  ['https://[2001:db8::1]', null],
];
for (const [url, id] of PLACES)
  test(`pages at ${url} ${id === null ? 'can have no passkeys' : `have those of ${id}`}`, () => {
    assert.deepEqual(passkeyPlace(url), id === null ? null : { id, origin: url });
  });

let now = 0;
const challenges = createPasskeyChallenges(300, () => now);
const make = (purpose = 'test'): string => Buffer.from(challenges.make(purpose)).toString('base64url');

test('a challenge is open for its time and purpose, until it is used', () => {
  const challenge = make();
  assert.deepEqual([challenges.isOpen(challenge, 'test'), challenges.isOpen(challenge, 'other')], [true, false]);
  assert.equal(createPasskeyChallenges(300, () => now).isOpen(challenge, 'test'), false, 'of another process');
  for (const forged of ['', 'x', `${challenge.slice(0, -1)}A`, make().slice(0, 20) + challenge.slice(20)])
    if (forged !== challenge) assert.equal(challenges.isOpen(forged, 'test'), false);
  assert.deepEqual([challenges.use(challenge), challenges.use(challenge)], [true, false]);
  assert.equal(challenges.isOpen(challenge, 'test'), false);
  const late = make();
  now += 300_000;
  assert.equal(challenges.isOpen(late, 'test'), false);
});

const ORIGIN = 'https://calls.nord.example';
const place = passkeyPlace(ORIGIN) ?? assert.fail();
const parts = { place, challenges, purpose: 'test' };
const device = softPasskey(ORIGIN);
const made = async (): Promise<MadePasskey> => {
  const read = await readNewPasskey(parts, device.create(make()));
  return typeof read === 'string' ? assert.fail(read) : read;
};

test('a new passkey is read, and its answer opens once', async () => {
  const known = await made();
  assert.deepEqual([known.counter, known.transports], [0, ['internal']]);
  const answer = device.get(make());
  assert.deepEqual(credentialIdIn(answer), known.credentialId);
  assert.deepEqual(await judgePasskey(parts, answer, known), { counter: 1 });
  assert.equal(await judgePasskey(parts, answer, known), 'challenge_gone');
});

const WRONG: readonly (readonly [what: string, wrong: Parameters<typeof device.get>[1], fault: string])[] = [
  ['of another origin', { origin: 'https://evil.example' }, 'passkey_refused'],
  ['bound to another name', { rpId: 'evil.example' }, 'passkey_refused'],
  ['whose person was not verified', { isVerified: false }, 'passkey_refused'],
];
for (const [what, wrong, fault] of WRONG)
  test(`an answer ${what} is refused, and so is such a new passkey`, async () => {
    assert.equal(await readNewPasskey(parts, device.create(make(), wrong)), fault);
    // Made first: its counter is behind that of the answer, which is refused for what is wrong and nothing besides.
    const known = await made();
    assert.equal(await judgePasskey(parts, device.get(make(), wrong), known), fault);
    assert.equal(typeof (await judgePasskey(parts, device.get(make()), known)), 'object');
  });

test('an answer whose counter went back is refused, and one of another device', async () => {
  const known = { ...(await made()), counter: 50 };
  assert.equal(await judgePasskey(parts, device.get(make(), { counter: 50 }), known), 'passkey_refused');
  const other = softPasskey(ORIGIN).get(make());
  assert.equal(await judgePasskey(parts, other, { ...known, counter: 0 }), 'passkey_refused');
});

for (const response of [null, 7, {}, { id: 7 }, { id: '' }, { id: 'x'.repeat(1365) }])
  test(`${JSON.stringify(response).slice(0, 20)} names no passkey and is none`, async () => {
    assert.equal(credentialIdIn(response), null);
    assert.equal(await readNewPasskey(parts, response), 'passkey_refused');
  });
