/**
 * Idempotency-Key: a POST that is sent again is not carried out again. Source: IETF
 * draft-ietf-httpapi-idempotency-key-header.
 */
import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';
import { exactOf } from './exact-body.ts';
import { HttpFault } from './fault.ts';
import type { ApiResponse, ApiRequest } from './surface.ts';

/** How long a key is remembered. */
export const KEY_HOURS = 24;
/** After so long without an answer the process that held the key is taken for dead, and the request may run again. */
export const CLAIM_SECONDS = 60;
const MAX_KEY = 255;

/** What is known of a key. */
export type KeyRecord =
  | { readonly state: 'claimed' }
  | { readonly state: 'running' }
  | { readonly state: 'other_request' }
  | { readonly state: 'answered'; readonly answer: ApiResponse }
  /** Someone died while carrying it out: run again, and let the command find what was done. */
  | { readonly state: 'taken_over' };

/** Where keys are kept. */
export type KeyStore = {
  /** Claims the key for this request, in one statement. */
  claim(workspaceId: number, key: string, fingerprint: Buffer): Promise<KeyRecord>;
  settle(workspaceId: number, key: string, answer: ApiResponse): Promise<void>;
  release(workspaceId: number, key: string): Promise<void>;
};

/**
 * The key that the client sent, null when none; a malformed one is a fault. The draft quotes it, most clients do not.
 */
export function readKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = Array.isArray(header) ? header.join(',') : header;
  const key = text.replace(/^"(.*)"$/, '$1');
  if (key === '' || key.length > MAX_KEY || !/^[\x21-\x7e ]+$/.test(key)) throw new HttpFault('malformed_key');
  return key;
}

/** Runs the request once for its key. An answer of 5xx, and a fault, free the key again. */
export async function once(
  store: KeyStore,
  ask: ApiRequest,
  method: string,
  key: string,
  run: (ask: ApiRequest) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const path = ask.url.split('?')[0] ?? '';
  const fingerprint = createHash('sha256')
    .update(`${method} ${ask.url}\n${canonical(exactOf(ask.body))}`)
    .digest();
  // The same key on another operation is another key: clients count up per resource.
  const scoped = `${method} ${path} ${key}`;
  const { workspaceId } = ask.principal;
  const record = await store.claim(workspaceId, scoped, fingerprint);
  if (record.state === 'running') throw new HttpFault('key_running', { 'retry-after': '1' });
  if (record.state === 'other_request') throw new HttpFault('key_reused');
  if (record.state === 'answered') return { ...record.answer, isReplay: true };
  try {
    const answer = await run({ ...ask, requestKey: scoped });
    if (answer.status >= 500) await store.release(workspaceId, scoped);
    else await store.settle(workspaceId, scoped, kept(answer));
    return record.state === 'taken_over' ? { ...answer, isReplay: true } : answer;
  } catch (error) {
    await store.release(workspaceId, scoped);
    throw error;
  }
}

/** What is remembered of an answer: without the secret, where it shows one. */
function kept(answer: ApiResponse): ApiResponse {
  return answer.replayBody === undefined ? answer : { ...answer, body: answer.replayBody };
}
