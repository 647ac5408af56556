/**
 * The protocol: where people are sent, and what comes back. Authorization code flow with PKCE, state and nonce. Source:
 * OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  fetchUserInfo,
  genericGrantRequest,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { ClientAuth, Configuration } from 'openid-client';
import type { Claims, Provider } from '#domain/identity/provider.ts';
import type { OpenIdFault } from './faults.ts';
import { faultOf } from './faults.ts';
import type { Reach } from './guarded-fetch.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

/** A provider that is asked as its client. */
export type Asked = Pick<Provider, 'issuer' | 'clientId'> & { readonly clientSecret: string };

/** What has to be known again when someone comes back. */
export type Secrets = { readonly state: string; readonly nonce: string; readonly verifier: string };

type Found<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & OpenIdFault);

export type OpenIdClient = {
  /** The address that someone is sent to. */
  begin(asked: Asked, redirectUri: string): Promise<Found<{ readonly url: string; readonly secrets: Secrets }>>;
  /** Who has come back. `current`: the whole address that they came back to. */
  finish(asked: Asked, current: URL, secrets: Secrets): Promise<Found<Claims>>;
  /** Whether the provider describes itself, and takes the client. */
  test(asked: Asked, redirectUri: string): Promise<Found<null>>;
};

export type OpenIdParts = {
  readonly reach: Reach;
  readonly mayUseHttp: boolean;
  /** Milliseconds since some moment. */
  elapsed(): number;
  /** How long the provider may take for each answer. Seconds. */
  readonly timeoutSeconds?: number;
};

const SCOPE = 'openid email profile';
const TIMEOUT_SECONDS = 10;
/** What a provider says of itself is asked anew after so long. Milliseconds. */
const KEPT_MS = 600_000;
/** Providers whose description is kept. */
const MAX_KEPT = 100;
/** A code that no provider has given out: with it a client is refused for itself, or for the code. */
const NO_CODE = 'patchbay-test';

/** Makes it. */
export function createOpenIdClient({ reach, mayUseHttp, elapsed, timeoutSeconds }: OpenIdParts): OpenIdClient {
  const fetching = createGuardedFetch(reach);
  const kept = new Map<string, { readonly config: Configuration; readonly until: number }>();

  const discover = async ({ issuer, clientId, clientSecret }: Asked): Promise<Found<Configuration>> => {
    try {
      const config = await discovery(new URL(issuer), clientId, undefined, secretIn(clientSecret), {
        [customFetch]: fetching,
        timeout: timeoutSeconds ?? TIMEOUT_SECONDS,
        // The library marks it as deprecated so that it stands out where it is used.
        // oxlint-disable-next-line typescript/no-deprecated -- An operator allows plain HTTP by a setting.
        ...(mayUseHttp ? { execute: [allowInsecureRequests] } : {}),
      });
      const said = config.serverMetadata().issuer;
      // A provider for many tenants says another issuer in its tokens: whose people they are would be anyone's choice.
      if (said === issuer) return { ok: true, value: config };
      return { ok: false, ...differs(said) };
    } catch (error) {
      const said = issuerIn(error);
      return { ok: false, ...(said === null ? faultOf(error, issuer) : differs(said)) };
    }
  };
  const known = async (asked: Asked): Promise<Found<Configuration>> => {
    const key = JSON.stringify([asked.issuer, asked.clientId, asked.clientSecret]);
    const held = kept.get(key);
    if (held !== undefined && held.until > elapsed()) return { ok: true, value: held.config };
    const found = await discover(asked);
    if (!found.ok) return found;
    kept.delete(key);
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { config: found.value, until: elapsed() + KEPT_MS });
    return found;
  };

  return {
    async begin(asked, redirectUri) {
      const found = await known(asked);
      if (!found.ok) return found;
      const secrets = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(found.value, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
      });
      return { ok: true, value: { url: url.href, secrets } };
    },
    async finish(asked, current, { state, nonce, verifier }) {
      const found = await known(asked);
      if (!found.ok) return found;
      try {
        const tokens = await authorizationCodeGrant(found.value, current, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('there is no ID token');
        // Some say the address at this door alone.
        const more =
          claims['email'] === undefined && found.value.serverMetadata().userinfo_endpoint !== undefined
            ? await fetchUserInfo(found.value, tokens.access_token, claims.sub)
            : {};
        return { ok: true, value: claimsOf(asked.issuer, claims.sub, { ...more, ...claims }) };
      } catch (error) {
        return { ok: false, ...faultOf(error, asked.issuer) };
      }
    },
    async test(asked, redirectUri) {
      const found = await discover(asked);
      if (!found.ok) return found;
      const wish = { code: NO_CODE, redirect_uri: redirectUri, code_verifier: randomPKCECodeVerifier() };
      try {
        await genericGrantRequest(found.value, 'authorization_code', wish);
      } catch (error) {
        const fault = faultOf(error, asked.issuer);
        // It refuses the code, so it takes the client.
        const isTaken = fault.refusal === 'attempt_expired';
        return isTaken ? { ok: true, value: null } : { ok: false, ...fault };
      }
      return { ok: true, value: null };
    },
  };
}

/** `client_secret_basic`, which every provider takes (RFC 6749, section 2.3.1), unless it names the other one alone. */
function secretIn(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const isPost = !methods.includes('client_secret_basic') && methods.includes('client_secret_post');
    (isPost ? post : basic)(server, client, body, headers);
  };
}

function differs(said: string): OpenIdFault {
  return { refusal: 'issuer_differs', sentence: `The provider says that its issuer is ${said}: enter exactly that.` };
}

/** The issuer that a provider says it is, where the library found that it is not the one that was asked. */
function issuerIn(error: unknown): string | null {
  if (!(error instanceof Error) || !(error.cause instanceof Object)) return null;
  if (Reflect.get(error.cause, 'attribute') !== 'issuer') return null;
  const body: unknown = Reflect.get(error.cause, 'body');
  const said: unknown = body instanceof Object ? Reflect.get(body, 'issuer') : null;
  return typeof said === 'string' ? said.slice(0, 500) : null;
}

const MAX_EMAIL = 320;
const MAX_NAME = 200;

/** What is said of someone, as we have it. A name that does not tell its parts is a first name. */
function claimsOf(issuer: string, subject: string, said: Readonly<Record<string, unknown>>): Claims {
  const text = (name: string): string => (typeof said[name] === 'string' ? said[name].trim().slice(0, MAX_NAME) : '');
  const email = typeof said['email'] === 'string' ? said['email'].trim() : '';
  const isAddress = email.length <= MAX_EMAIL && /^[^\s@]+@[^\s@]+$/.test(email);
  const [firstName, lastName] = [text('given_name'), text('family_name')];
  return {
    issuer,
    subject,
    email: isAddress ? email : null,
    isEmailVerified: said['email_verified'] === true,
    firstName: firstName === '' && lastName === '' ? text('name') : firstName,
    lastName,
  };
}
