/** Sign-in by a provider at work: the desk at which APIs and pages ask for it. */
import { authored } from '#background/author.ts';
import type { EntryRefusal, Provider, ProviderEntry, ProviderFault } from '#domain/identity/provider.ts';
import { ATTEMPT_SECONDS, providerFault } from '#domain/identity/provider.ts';
import type { OpenProvider, ProviderDesk, ProviderStore, ProviderTest } from '#domain/ports/provider.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Asked, OpenIdParts, Secrets } from './client.ts';
import { createOpenIdClient } from './client.ts';

/** What it is made of. */
export type ProviderParts = Omit<OpenIdParts, 'elapsed'> & {
  readonly store: ProviderStore;
  readonly clock: Clock;
  /** Keeps what a browser has to bring back unreadable, and unchanged. Opens to null what is not from here. */
  readonly attempts: { seal(text: string): Promise<string>; open(sealed: string): Promise<string | null> };
  publicUrl(): string;
  /** A provider does not do what it should: why, without a person. */
  troubled(workspaceId: number, refusal: string): void;
};

/** Where providers send people back to: one address for all. */
export const CALLBACK_PATH = '/sso/callback';

/** What a browser brings back. */
type Attempt = Secrets & { readonly workspaceId: number; readonly next: string | null; readonly expiresAt: number };

const KEY_LOST =
  'The client’s secret was encrypted with a key that this server does not have. Enter it again, or bring the key file back.';

/** Makes it. */
export function createProviders(parts: ProviderParts): ProviderDesk {
  const { store, clock, attempts, mayUseHttp, publicUrl, troubled } = parts;
  const client = createOpenIdClient({ ...parts, elapsed: clock.elapsed });
  const redirectUri = (): string => `${publicUrl()}${CALLBACK_PATH}`;

  const put = async (
    workspaceId: number,
    provider: Provider,
    secret: string | undefined,
  ): Promise<ProviderEntry | ProviderFault> => {
    const fault = providerFault(provider, secret, await store.find(workspaceId), mayUseHttp);
    return fault ?? store.put(workspaceId, provider, secret, clock.now());
  };

  const test = async (workspaceId: number): Promise<ProviderTest | null> => {
    const provider = await store.open(workspaceId);
    if (provider === null) return null;
    const asked = askedOf(provider);
    if (asked === null) return { isOk: false, sentence: KEY_LOST };
    const came = await client.test(asked, redirectUri());
    if (came.ok) return { isOk: true, sentence: `The provider answers, and takes the client ${provider.clientId}.` };
    const about =
      came.refusal === 'client_refused' ? 'The provider refuses the client: its id or secret is wrong. ' : '';
    return { isOk: false, sentence: `${about}${came.sentence}` };
  };

  const begin: ProviderDesk['begin'] = async (workspace, next) => {
    const provider = await store.open(workspace);
    if (provider === null) return { ok: false, refusal: 'provider_unknown', name: null };
    const { name, workspaceId } = provider;
    const asked = askedOf(provider);
    if (asked === null) return { ok: false, refusal: 'key_lost', name };
    const begun = await client.begin(asked, redirectUri());
    if (!begun.ok) {
      troubled(workspaceId, begun.refusal);
      return { ok: false, refusal: begun.refusal, name };
    }
    const { url, secrets } = begun.value;
    const expiresAt = clock.now().getTime() + ATTEMPT_SECONDS * 1000;
    const attempt: Attempt = { ...secrets, workspaceId, next, expiresAt };
    return { ok: true, url, attempt: await attempts.seal(JSON.stringify(attempt)) };
  };

  const finish: ProviderDesk['finish'] = async (query, sealed, address) => {
    const attempt = sealed === null ? null : readAttempt(await attempts.open(sealed));
    if (attempt === null || new URLSearchParams(query).get('state') !== attempt.state)
      return { ok: false, refusal: 'attempt_unknown', name: null };
    const provider = await store.open(attempt.workspaceId);
    if (provider === null) return { ok: false, refusal: 'provider_unknown', name: null };
    const { name, workspaceId } = provider;
    if (attempt.expiresAt <= clock.now().getTime()) return { ok: false, refusal: 'attempt_expired', name };
    const asked = askedOf(provider);
    if (asked === null) return { ok: false, refusal: 'key_lost', name };
    const who = await client.finish(asked, new URL(`${redirectUri()}?${query}`), attempt);
    if (!who.ok) {
      troubled(workspaceId, who.refusal);
      return { ok: false, refusal: who.refusal, name };
    }
    const author = { door: 'page', workspaceId, agentId: null, tokenId: null, address, isRecorded: true } as const;
    const entered = await authored(author, async () => store.enter(workspaceId, provider, who.value, clock.now()));
    return typeof entered === 'string'
      ? { ok: false, refusal: entered satisfies EntryRefusal, name }
      : { ok: true, me: entered, next: attempt.next };
  };

  const { find, remove, buttons } = store;
  return { find, remove, buttons, put, test, begin, finish };
}

function askedOf({ issuer, clientId, clientSecret }: OpenProvider): Asked | null {
  return clientSecret === null ? null : { issuer, clientId, clientSecret };
}

function readAttempt(text: string | null): Attempt | null {
  return text === null ? null : (JSON.parse(text) as Attempt); // Written by `begin`, and sealed since.
}
