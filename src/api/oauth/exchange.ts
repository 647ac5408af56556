/**
 * A code is exchanged for a token, at the addresses and in the words of each vendor. Source: Intercom, "Setting up
 * OAuth"; vcita, "Oauth API"; RFC 6749, sections 4.1.3 and 5.2.
 */
import type { OauthApp, OauthCode, OauthStore, OauthVendor } from '#domain/identity/oauth.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { hashToken, newToken, sameHash } from '#http/auth.ts';
import type { ApiResponse } from '#http/surface.ts';
import { fieldsOf } from '../kit.ts';
import type { IdClaims } from './id-token.ts';
import { writeIdToken } from './id-token.ts';

/** How long vcita says that a token works. Seconds: twenty years. */
const VCITA_EXPIRES_IN = 631_139_040;

/** What exchanging works with. */
export type ExchangeParts = {
  readonly store: Pick<OauthStore, 'byClientId' | 'takeCode'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Stores a token of the application, made in the name of the person who allowed it. */
  keep(app: OauthApp, agentId: number, hash: Buffer, expiresAt: Date | null): Promise<void>;
  /** What an id token says of the person and their business; null: they are no longer there. */
  claimsOf(workspaceId: number, agentId: number): Promise<IdClaims | null>;
  /** The address of this server as clients reach it. */
  publicUrl(): string;
};

/** Why there is no token, in the words of RFC 6749, section 5.2. */
export type ExchangeFault =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'slow_down';

/** Exchanges what the body brings. The answer comes after the token is stored. */
export async function exchange(
  vendor: OauthVendor,
  body: unknown,
  parts: ExchangeParts,
): Promise<ApiResponse | ExchangeFault> {
  const asked = readExchange(vendor, body);
  if (typeof asked === 'string') return asked;
  const found = await parts.store.byClientId(asked.clientId);
  // Who is unknown is judged as well, by a hash that no one has.
  const isRight = sameHash(found?.secretHash ?? Buffer.alloc(32), hashToken(asked.secret));
  if (found === null || !isRight || found.app.vendor !== vendor) return 'invalid_client';
  const now = parts.clock.now();
  const code = await parts.store.takeCode(found.app.id, hashToken(asked.code), now);
  if (code === null) return 'invalid_grant';
  if (asked.redirectUri === null ? vendor === 'vcita' : asked.redirectUri !== code.redirectUri) return 'invalid_grant';
  const token = newToken();
  const expiresAt = vendor === 'vcita' ? new Date(now.getTime() + VCITA_EXPIRES_IN * 1000) : null;
  await parts.keep(found.app, code.agentId, hashToken(token), expiresAt);
  return {
    status: 200,
    body: { ...writeToken(vendor, token, now), ...(await idTokenOf(vendor, asked, code, found.app, parts)) },
    headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
  };
}

/** Beside a token of vcita's. */
async function idTokenOf(
  vendor: OauthVendor,
  { secret }: Asked,
  { agentId }: Pick<OauthCode, 'agentId'>,
  { workspaceId, clientId }: OauthApp,
  { claimsOf, publicUrl, clock }: ExchangeParts,
): Promise<{ readonly id_token?: string }> {
  const claims = vendor === 'vcita' ? await claimsOf(workspaceId, agentId) : null;
  if (claims === null) return {};
  return { id_token: writeIdToken(claims, { issuer: publicUrl(), clientId, secret, now: clock.now() }) };
}

type Asked = {
  readonly clientId: string;
  readonly secret: string;
  readonly code: string;
  readonly redirectUri: string | null;
};

/** The client that the body names, for counting attempts; empty where it names none. */
export function clientIn(body: unknown): string {
  const { client_id: clientId } = fieldsOf(body);
  return typeof clientId === 'string' ? clientId.slice(0, 100) : '';
}

function readExchange(vendor: OauthVendor, body: unknown): Asked | ExchangeFault {
  const fields = fieldsOf(body);
  const { client_id: clientId, client_secret: secret, code, redirect_uri: redirectUri = null } = fields;
  if (vendor === 'vcita' && fields['grant_type'] === undefined) return 'invalid_request';
  if (vendor === 'vcita' && fields['grant_type'] !== 'authorization_code') return 'unsupported_grant_type';
  const texts = [clientId, secret, code];
  const areTexts = texts.every((text) => typeof text === 'string' && text !== '' && text.length <= 200);
  if (!areTexts || (redirectUri !== null && typeof redirectUri !== 'string')) return 'invalid_request';
  // They are texts, as was just seen.
  return { clientId: clientId as string, secret: secret as string, code: code as string, redirectUri };
}

function writeToken(vendor: OauthVendor, token: string, now: Date): object {
  return vendor === 'intercom'
    ? { token_type: 'Bearer', token, access_token: token }
    : {
        access_token: token,
        token_type: 'Bearer',
        expires_in: VCITA_EXPIRES_IN,
        created_at: Math.floor(now.getTime() / 1000),
      };
}

const SENTENCES = {
  invalid_request: [
    400,
    'client_id, client_secret, code and, where the vendor has them, grant_type and redirect_uri are required',
  ],
  invalid_client: [401, 'The client_id or the client_secret is not right'],
  invalid_grant: [400, 'The code is unknown, used, expired, or was given for another redirect_uri'],
  unsupported_grant_type: [400, 'grant_type must be authorization_code'],
  slow_down: [429, 'Too many attempts'],
} as const satisfies Record<ExchangeFault, readonly [number, string]>;

/** The fault as the vendor says it: Intercom in its list of errors, vcita as RFC 6749 has it. */
export function answerExchangeFault(vendor: OauthVendor, fault: ExchangeFault, requestId: string): ApiResponse {
  const [status, message] = SENTENCES[fault];
  if (vendor === 'intercom') {
    const errors = [{ code: INTERCOM_CODES[fault], message }];
    return { status, body: { type: 'error.list', request_id: requestId, errors } };
  }
  return { status, body: { error: fault, error_description: message }, headers: { 'cache-control': 'no-store' } };
}

const INTERCOM_CODES = {
  invalid_request: 'parameter_invalid',
  invalid_client: 'unauthorized',
  invalid_grant: 'parameter_invalid',
  unsupported_grant_type: 'parameter_invalid',
  slow_down: 'rate_limit_exceeded',
} as const satisfies Record<ExchangeFault, string>;
