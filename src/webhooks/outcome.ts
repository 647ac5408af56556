/**
 * What an attempt means: whether the message has arrived, when it is tried again, and what its webhook is held to.
 * Pure.
 */
import type { Insistence } from './formats/format.ts';

/** What came back. `status` null: no answer. `retryAfterSeconds`: as the answer asks; null where it does not. */
export type Answered = { readonly status: number | null; readonly retryAfterSeconds: number | null };

/** Where a message stands. `attempts`: with this one. Times in milliseconds since 1970. */
export type Standing = { readonly attempts: number; readonly createdAt: number; readonly now: number };

/** `again`: tried again at the time. `holdUntil`: nothing is sent to the webhook before. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly holdUntil: number | null }
  | { readonly kind: 'dropped'; readonly holdUntil: number | null }
  | { readonly kind: 'again'; readonly at: number; readonly holdUntil: number | null };

/** By how much a pause may be longer: a tenth, so that many messages do not come back at once. */
const JITTER = 0.1;

/** Judges. `random`: from 0 to 1, for the jitter. */
export function judge(rules: Insistence, answered: Answered, standing: Standing, random: number): Verdict {
  const { status, retryAfterSeconds } = answered;
  const { attempts, createdAt, now } = standing;
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const { statuses, least, most } = rules.throttle;
  const asked = Math.min(most, retryAfterSeconds ?? 0);
  const isThrottled = status !== null && statuses.includes(status) && (least > 0 || asked > 0);
  const hold = Math.max(least * 2 ** Math.min(20, attempts - 1), asked);
  const holdUntil = isThrottled ? now + Math.min(most, hold) * 1000 : null;
  const isLate = rules.latestSeconds !== null && (holdUntil ?? now) - createdAt > rules.latestSeconds * 1000;
  if (isLate) return { kind: 'dropped', holdUntil };
  // Being held back is no failure of the message: it uses up no attempt where its format throttles by itself.
  if (isThrottled && least > 0 && holdUntil !== null) return { kind: 'again', at: holdUntil, holdUntil };
  const pause = rules.retrySeconds[attempts - 1];
  if (pause === undefined) return { kind: 'failed', holdUntil };
  const seconds = Math.max(pause * (1 + JITTER * random), asked);
  return { kind: 'again', at: Math.max(now + seconds * 1000, holdUntil ?? 0), holdUntil };
}

/** The seconds of a `Retry-After`: a number, or a date. Null where it is neither. Source: RFC 9110, section 10.2.3. */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
