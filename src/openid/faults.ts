/** Why a provider could not be asked, or did not take what it was asked: the refusal, and a sentence that says more. */
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { ProviderRefusal } from '#domain/identity/provider.ts';
import { FetchFault } from './guarded-fetch.ts';

/** What went wrong. `sentence` is for administrators: it holds no secret. */
export type OpenIdFault = { readonly refusal: ProviderRefusal; readonly sentence: string };

/** The most that is shown of a provider's words. Characters. */
const MAX_WORDS = 200;

/** Codes of a connection that did not come about -> what is said of the host. */
const CONNECTION: readonly (readonly [pattern: RegExp, words: (host: string) => string])[] = [
  [
    /^ADDRESS_REFUSED$/,
    (host) =>
      `${host} has a private network address. The operator of this server allows these with PATCHBAY_SIGN_IN_PRIVATE_TARGETS.`,
  ],
  [/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/, (host) => `There is no address for the name ${host}.`],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, (host) => `Nothing answers at ${host}.`],
  [/^(ETIMEDOUT|ABORT_ERR|OAUTH_TIMEOUT|OAUTH_ABORT)$/, (host) => `${host} did not answer in time.`],
  [
    /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/,
    (host) => `The certificate of ${host} is not one that this server trusts.`,
  ],
  [/^ANSWER_TOO_LARGE$/, (host) => `${host} answers more than a provider has to say.`],
  [/./, (host) => `The connection to ${host} broke off.`],
];

/** Judges what the library threw. */
export function faultOf(error: unknown, issuer: string): OpenIdFault {
  const { host } = new URL(issuer);
  if (error instanceof AuthorizationResponseError)
    return { refusal: 'provider_refused', sentence: `${host} said: ${wordsOf(error.error, error.error_description)}` };
  if (error instanceof ResponseBodyError) {
    const isClient = error.error === 'invalid_client' || error.error === 'unauthorized_client';
    return {
      refusal: isClient ? 'client_refused' : error.error === 'invalid_grant' ? 'attempt_expired' : 'answer_invalid',
      sentence: `${host} said: ${wordsOf(error.error, error.error_description)}`,
    };
  }
  // A client that signs in by the `Authorization` header is refused by 401 (RFC 6749, section 5.2).
  if (error instanceof WWWAuthenticateChallengeError)
    return { refusal: 'client_refused', sentence: `${host} answered ${error.status}.` };
  const fetching = fetchFaultIn(error);
  if (fetching !== null) return { refusal: 'provider_unreachable', sentence: connectionWords(fetching, host) };
  const code = error instanceof ClientError ? (error.code ?? '') : '';
  if (/^OAUTH_(TIMEOUT|ABORT)$/.test(code))
    return { refusal: 'provider_unreachable', sentence: connectionWords(code, host) };
  // A provider that is down, or is behind a proxy, answers with something else than JSON. A client is refused so, too.
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON')
    return { refusal: 'provider_unreachable', sentence: `${host} does not answer as a provider does.` };
  const said = error instanceof Error ? error.message : String(error);
  return { refusal: 'answer_invalid', sentence: `What ${host} answered is not valid: ${said}.` };
}

function connectionWords(code: string, host: string): string {
  const found = CONNECTION.find(([pattern]) => pattern.test(code));
  return found === undefined ? `The connection to ${host} broke off.` : found[1](host);
}

/** The code of our own `fetch`, wherever in the chain of causes it is. */
function fetchFaultIn(error: unknown): string | null {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1)
    if (each instanceof FetchFault) return each.code;
  return null;
}

/** The provider's code and words, in one line. */
function wordsOf(code: string, description: string | undefined): string {
  const whole = description === undefined || description === '' ? code : `${code} (${description})`;
  return whole.replaceAll(/\p{Cc}/gu, ' ').slice(0, MAX_WORDS);
}
