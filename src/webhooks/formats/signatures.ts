/** How messages are signed. */
import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The key of a secret: what `whsec_` encodes, else its characters. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
}

/** One signature of Standard Webhooks; the time is the attempt's, in unix seconds. */
export function standardSignature(secret: string, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** `X-Hub-Signature`: the prefix and lower case matter, because programs compare the whole header. */
export function hubSignature(secret: string, body: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}

/** `X-Signature` of CCAI Platform's webhooks: one part for each secret, over the time directly followed by the body. */
export function namedSignatures(secret: string, former: string | null, seconds: number, body: string): string {
  const part = (key: string): string => createHmac('sha256', key).update(`${seconds}${body}`).digest('base64');
  return [`primary=${part(secret)}`, ...(former === null ? [] : [`secondary=${part(former)}`])].join(' ');
}
