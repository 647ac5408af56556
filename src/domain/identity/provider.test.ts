import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Provider, ProviderFault } from './provider.ts';
import { firstEntryRefusal, providerFault } from './provider.ts';

const PROVIDER: Provider = {
  issuer: 'https://id.example.com/realms/nord',
  clientId: 'patchbay',
  name: 'Nord',
  domains: ['nord.example'],
  unknownPeople: 'refused',
  defaultRole: 'agent',
  isPasswordOpen: true,
};

type Cell = readonly [
  what: string,
  wanted: Partial<Provider>,
  secret: string | undefined,
  before: Provider | null,
  field: ProviderFault['field'] | null,
];

const TABLE: readonly Cell[] = [
  ['a provider with its secret', {}, 'secret', null, null],
  ['an issuer with a port', { issuer: 'https://id.example.com:8443' }, 'secret', null, null],
  ['the secret that is kept', { name: 'Other' }, undefined, PROVIDER, null],
  ['no secret', {}, undefined, null, 'clientSecret'],
  [
    'another issuer with the secret that is kept',
    { issuer: 'https://evil.example' },
    undefined,
    PROVIDER,
    'clientSecret',
  ],
  ['another client with the secret that is kept', { clientId: 'other' }, undefined, PROVIDER, 'clientSecret'],
  ['plain HTTP', { issuer: 'http://id.example.com' }, 'secret', null, 'issuer'],
  ['no address', { issuer: 'id.example.com' }, 'secret', null, 'issuer'],
  ['a query', { issuer: 'https://id.example.com/?a=b' }, 'secret', null, 'issuer'],
  ['a user in the address', { issuer: 'https://a:b@id.example.com' }, 'secret', null, 'issuer'],
  ['what is no domain', { domains: ['nord'] }, 'secret', null, 'domains'],
  ['an address for a domain', { domains: ['ada@nord.example'] }, 'secret', null, 'domains'],
  ['any domain, for people who are known', { domains: [] }, 'secret', null, null],
  ['any domain, for people who are not', { domains: [], unknownPeople: 'made' }, 'secret', null, 'domains'],
  ['one domain, for people who are not', { unknownPeople: 'made' }, 'secret', null, null],
];

for (const [what, wanted, secret, before, field] of TABLE)
  test(`${what}: ${field === null ? 'may be' : `refused beside ${field}`}`, () => {
    assert.equal(providerFault({ ...PROVIDER, ...wanted }, secret, before, false)?.field ?? null, field);
  });

test('plain HTTP may be where the operator allows it', () => {
  assert.equal(providerFault({ ...PROVIDER, issuer: 'http://127.0.0.1:8080' }, 'secret', null, true), null);
});

for (const [email, isEmailVerified, domains, refusal] of [
  ['ada@nord.example', true, ['nord.example'], null],
  ['ADA@NORD.example', true, ['nord.example'], null],
  ['ada@elsewhere.example', true, [], null],
  ['ada@elsewhere.example', true, ['nord.example'], 'domain_refused'],
  ['ada@x.nord.example', true, ['nord.example'], 'domain_refused'],
  ['ada@nord.example@elsewhere.example', true, ['nord.example'], 'domain_refused'],
  ['ada@nord.example', false, ['nord.example'], 'email_unverified'],
  ['ada@nord.example', false, [], 'email_unverified'],
  [null, true, [], 'email_missing'],
] as const)
  test(`a first sign-in as ${email}, ${isEmailVerified ? '' : 'not '}verified, of ${domains.join() || 'any domain'}: ${refusal ?? 'may be'}`, () => {
    assert.equal(firstEntryRefusal({ email, isEmailVerified }, domains), refusal);
  });
