/** The headers of a message, and what of them is shown. */
import type { SentWebhook } from '#domain/ports/webhooks.ts';
import type { Format, Signing } from './formats/format.ts';
import { standardHeaders } from './formats/standard.ts';

/** All headers of an attempt. A former secret signs until its time is over. */
export function headersOf(
  { userName, secrets }: SentWebhook,
  format: Format,
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): Readonly<Record<string, string>> {
  const { secret, former, formerUntil } = secrets;
  const signing = {
    id,
    body,
    at,
    userName,
    secrets: { secret, former: formerUntil !== null && formerUntil > at ? former : null },
  };
  return signedHeaders(format, signing);
}

/** The headers of a message that is signed so: the format's own, and ours besides. */
export function signedHeaders(format: Format, signing: Signing): Readonly<Record<string, string>> {
  return {
    'user-agent': format.userAgent,
    accept: 'application/json',
    'content-type': 'application/json',
    ...standardHeaders(signing),
    ...format.headers(signing),
  };
}

/** The headers as they are kept and shown: what would let others in is left out. */
export function shownHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return 'authorization' in headers ? { ...headers, authorization: 'Basic ***' } : headers;
}
