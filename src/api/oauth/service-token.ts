/**
 * An application's token for itself, without a person. Source: vcita, "Generate App Access Token"; RFC 6749, section
 * 4.4, in other words.
 */
import type { OauthApp } from '#domain/identity/oauth.ts';
import { hashToken, newToken, sameHash } from '#http/auth.ts';
import type { ApiResponse } from '#http/surface.ts';
import { fieldsOf } from '../kit.ts';
import type { ExchangeParts } from './exchange.ts';

/** How long it works. Seconds. Source: the same. */
const EXPIRES_IN = 3600;

/** What it is made with. */
export type ServiceParts = Pick<ExchangeParts, 'clock'> & {
  readonly store: Pick<ExchangeParts['store'], 'byClientId'>;
  /** Stores a token of the application, which no person has allowed. */
  keep(app: OauthApp, hash: Buffer, expiresAt: Date): Promise<void>;
};

/** Why there is none. */
export type ServiceFault = 'invalid_request' | 'invalid_client' | 'slow_down';

/** The application that the body names, for counting attempts; empty where it names none. */
export function serviceIn(body: unknown): string {
  const { service_id: id } = fieldsOf(body);
  return typeof id === 'string' ? id.slice(0, 100) : '';
}

/**
 * Gives one of the kind `app`, whatever kind a person may allow: it writes calls, and reads none. The answer comes
 * after it is stored.
 */
export async function serviceToken(
  body: unknown,
  { store, clock, keep }: ServiceParts,
): Promise<ApiResponse | ServiceFault> {
  const { service_id: id, service_secret: secret } = fieldsOf(body);
  const areTexts = [id, secret].every((text) => typeof text === 'string' && text !== '' && text.length <= 200);
  if (!areTexts) return 'invalid_request';
  // They are texts, as was just seen.
  const found = await store.byClientId(id as string);
  // Who is unknown is judged as well, by a hash that no one has.
  const isRight = sameHash(found?.secretHash ?? Buffer.alloc(32), hashToken(secret as string));
  if (found === null || !isRight || found.app.vendor !== 'vcita') return 'invalid_client';
  const now = clock.now();
  const token = newToken();
  const expiresAt = new Date(now.getTime() + EXPIRES_IN * 1000);
  await keep({ ...found.app, kind: 'app' }, hashToken(token), expiresAt);
  return {
    status: 200,
    body: {
      access_token: token,
      token_type: 'Bearer',
      expires_in: EXPIRES_IN,
      created_at: Math.floor(now.getTime() / 1000),
    },
    headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
  };
}

const SENTENCES = {
  invalid_request: [400, 'service_id and service_secret are required'],
  invalid_client: [401, 'The service_id or the service_secret is not right'],
  slow_down: [429, 'Too many attempts'],
} as const satisfies Record<ServiceFault, readonly [number, string]>;

/** The fault as the vendor says it. */
export function answerServiceFault(fault: ServiceFault): ApiResponse {
  const [status, message] = SENTENCES[fault];
  return { status, body: { error: fault, error_description: message }, headers: { 'cache-control': 'no-store' } };
}
