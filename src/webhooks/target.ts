/** Whether a webhook may be as it is asked for: its address, its events, its secret. */
import { randomBytes } from 'node:crypto';
import { lookup as lookUpName } from 'node:dns';
import type { WebhookDraft, WebhookFormat, WebhookRefusal } from '#domain/ports/webhooks.ts';
import { MAX_WEBHOOK_EVENTS, MAX_WEBHOOK_URL } from '#domain/ports/webhooks.ts';
import type { LookUp } from './addresses.ts';
import { isPublicAddress } from './addresses.ts';
import { FORMATS } from './formats/formats.ts';
import type { Poster } from './post.ts';

/** What addresses are asked with. */
export type TargetParts = { readonly poster: Poster; readonly mayReachPrivate: boolean; readonly lookUp?: LookUp };

type Field = Extract<WebhookRefusal, { code: 'webhook_invalid' }>['field'];
const wrong = (field: Field, detail: string): WebhookRefusal => ({ code: 'webhook_invalid', field, detail });

/** How long a name may take to be found. Milliseconds. */
const NAME_MS = 5_000;

/**
 * What is wrong with the address; null when nothing is. Where the format asks for it the address is asked with HEAD.
 */
export async function addressFault(
  url: string,
  format: WebhookFormat,
  { poster, mayReachPrivate, lookUp }: TargetParts,
): Promise<WebhookRefusal | null> {
  if (url.length > MAX_WEBHOOK_URL) return wrong('url', `has more than ${MAX_WEBHOOK_URL} characters`);
  if (!URL.canParse(url)) return wrong('url', 'is not an address');
  const { protocol, username, password, hash, hostname } = new URL(url);
  if (protocol !== 'https:' && !(mayReachPrivate && protocol === 'http:'))
    return wrong('url', 'must begin with https://');
  if (username !== '' || password !== '') return wrong('url', 'must hold no user and no password');
  if (hash !== '') return wrong('url', 'must hold no fragment');
  if (!mayReachPrivate && (await isPrivate(hostname, lookUp)))
    return wrong('url', 'leads to a network address that is not public');
  if (!FORMATS[format].isAskedFirst) return null;
  const { userAgent, timeoutMs } = FORMATS[format];
  const asked = await poster.post({ url, method: 'HEAD', headers: { 'user-agent': userAgent }, body: '', timeoutMs });
  if (asked.status !== null && asked.status >= 200 && asked.status < 300) return null;
  return wrong('url', `must answer a HEAD request with 2xx; it was ${asked.status ?? asked.fault ?? 'no answer'}`);
}

/** A name that cannot be found is not private: it may be there tomorrow, and is judged again with every connection. */
async function isPrivate(hostname: string, lookUp: LookUp = lookUpName): Promise<boolean> {
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return !isPublicAddress(hostname);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, NAME_MS, false);
    lookUp(hostname, { all: true }, (error, addresses) => {
      clearTimeout(timer);
      resolve(error === null && !addresses.every(({ address }) => isPublicAddress(address)));
    });
  });
}

/** A vendor's own API takes names of events that are never sent. */
const ANY_EVENT = /^[a-z_]{1,60}\/[a-z_]{1,60}$/;

/** What is wrong with the event types. */
export function eventsFault(
  events: readonly string[],
  format: WebhookFormat,
  isAnyEvent = false,
): WebhookRefusal | null {
  if (events.length > MAX_WEBHOOK_EVENTS) return wrong('events', `may be ${MAX_WEBHOOK_EVENTS} at most`);
  const known = FORMATS[format].events;
  const strange = events.find((event) => !known.includes(event) && !(isAnyEvent && ANY_EVENT.test(event)));
  if (strange !== undefined) return wrong('events', `of this format are ${known.join(', ')}`);
  return new Set(events).size < events.length ? wrong('events', 'name one twice') : null;
}

/** What is wrong with the secret, or with the user. */
export function secretFault({
  format,
  userName,
  secret,
}: Pick<WebhookDraft, 'format' | 'userName' | 'secret'>): WebhookRefusal | null {
  const { hasUser } = FORMATS[format];
  if (hasUser && (userName === null || !/^[\x21-\x39\x3b-\x7e]{1,200}$/.test(userName)))
    return wrong('userName', 'must have 1 to 200 printable characters, and no colon');
  if (!hasUser && userName !== null) return wrong('userName', 'is not of this format');
  if (secret === null) return null;
  if (format !== 'standard')
    return /^[\x21-\x7e]{8,200}$/.test(secret) ? null : wrong('secret', 'must have 8 to 200 printable characters');
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1] ?? '';
  const { length } = Buffer.from(encoded, 'base64');
  return length >= 24 && length <= 64 ? null : wrong('secret', 'must be whsec_ and 24 to 64 bytes in base64');
}

/** A new secret as the format writes them. */
export function newSecret(format: WebhookFormat): string {
  if (format === 'intercom') return randomBytes(20).toString('hex');
  return format === 'ccaip' ? randomBytes(24).toString('base64url') : `whsec_${randomBytes(32).toString('base64')}`;
}
