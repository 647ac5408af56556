import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBodyValidator } from '#http/body-validator.ts';
import { ProviderPut } from './schema.ts';
import { providerMistakeOf, readProvider, writeProvider, writeProviderTest } from './wire.ts';

const BODY = {
  issuer: 'https://accounts.google.com',
  client_id: 'patchbay',
  name: 'Google',
  domains: ['example.com'],
  unknown_people: 'made',
  default_role: 'agent',
  password_open: false,
} as const;
const AT = new Date('2026-11-28T09:00:00.000Z');
const judge = createBodyValidator(ProviderPut);

test('a provider is read as it was written, tidied, and its secret is never written', () => {
  const typed = { ...BODY, name: ' Google ', domains: ['Example.com ', 'example.com'], client_secret: 'secret' };
  const { provider, secret } = readProvider(typed);
  assert.equal(secret, 'secret');
  assert.deepEqual(writeProvider({ ...provider, updatedAt: AT }), { ...BODY, updated_at: AT.toISOString() });
  assert.deepEqual(writeProviderTest({ isOk: true, sentence: 'Yes.' }), { ok: true, sentence: 'Yes.' });
});

for (const [what, wrong, pointer] of [
  ['no issuer', { issuer: '' }, '/issuer'],
  ['a line break in the client', { client_id: 'a\nb' }, '/client_id'],
  ['a name of spaces', { name: ' ' }, '/name'],
  ['an administrator by default', { default_role: 'admin' }, '/default_role'],
  ['another fate of strangers', { unknown_people: 'asked' }, '/unknown_people'],
  ['too many domains', { domains: Array.from({ length: 51 }, () => 'example.com') }, '/domains'],
  ['an empty secret', { client_secret: '' }, '/client_secret'],
  ['a field that is not known', { secret: 'x' }, '/secret'],
] as const)
  test(`${what} is refused at ${pointer}`, () => {
    assert.equal(judge({ ...BODY, ...wrong })[0]?.pointer, pointer);
  });

test('any domain, and a secret that stays, are said by an empty list and by no field', () => {
  const { provider, secret } = readProvider({ ...BODY, domains: [], unknown_people: 'refused' });
  assert.deepEqual([provider.domains, provider.unknownPeople, secret], [[], 'refused', undefined]);
  assert.deepEqual(judge(BODY), []);
});

test('a fault stands beside the field as the wire names it', () => {
  const pointers = (['clientId', 'clientSecret', 'isPasswordOpen', 'unknownPeople'] as const).map(
    (field) => providerMistakeOf({ field, detail: 'x' }).pointer,
  );
  assert.deepEqual(pointers, ['/client_id', '/client_secret', '/password_open', '/unknown_people']);
});
