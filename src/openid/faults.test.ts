import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from 'openid-client';
import { faultOf } from './faults.ts';
import { FetchFault } from './guarded-fetch.ts';

const ISSUER = 'https://id.example.com/realms/nord';
const wrapped = (code: string): Error => new ClientError('something went wrong', { cause: new FetchFault(code) });
const coded = (code: string): Error => Object.assign(new ClientError('what it says'), { code });

for (const [what, error, refusal, says] of [
  [
    'a name without an address',
    wrapped('ENOTFOUND'),
    'provider_unreachable',
    /no address for the name id\.example\.com/,
  ],
  ['a closed port', wrapped('ECONNREFUSED'), 'provider_unreachable', /Nothing answers at id\.example\.com/],
  ['silence', wrapped('ABORT_ERR'), 'provider_unreachable', /did not answer in time/],
  ['silence that the library noticed', coded('OAUTH_TIMEOUT'), 'provider_unreachable', /did not answer in time/],
  [
    'a strange certificate',
    wrapped('SELF_SIGNED_CERT_IN_CHAIN'),
    'provider_unreachable',
    /certificate of id\.example\.com/,
  ],
  ['a private address', wrapped('ADDRESS_REFUSED'), 'provider_unreachable', /PATCHBAY_SIGN_IN_PRIVATE_TARGETS/],
  ['too much', wrapped('ANSWER_TOO_LARGE'), 'provider_unreachable', /more than a provider has to say/],
  ['what broke off', wrapped('ECONNRESET'), 'provider_unreachable', /broke off/],
  ['another status', coded('OAUTH_RESPONSE_IS_NOT_CONFORM'), 'provider_unreachable', /not answer as a provider does/],
  ['HTML', coded('OAUTH_RESPONSE_IS_NOT_JSON'), 'provider_unreachable', /not answer as a provider does/],
  ['another nonce', coded('OAUTH_JWT_CLAIM_COMPARISON_FAILED'), 'answer_invalid', /not valid: what it says/],
  ['no error at all', 'text', 'answer_invalid', /not valid: text/],
] as const)
  test(`${what} is ${refusal}`, () => {
    const fault = faultOf(error, ISSUER);
    assert.equal(fault.refusal, refusal);
    assert.match(fault.sentence, says);
  });
