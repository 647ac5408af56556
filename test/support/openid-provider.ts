/**
 * A sign-in provider on loopback (oidc-provider, which is not ours), and a browser that goes to it and comes back with
 * its cookies. Whoever is at the browser is signed in there at once.
 */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { Provider } from 'oidc-provider';
import { background } from '#background/background.ts';

/** Someone with an account there. */
export type Account = {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly name?: string;
};

export const CLIENT = { client_id: 'patchbay', client_secret: 'client-secret-0123456789' } as const;

export type ProviderAtWork = {
  readonly issuer: string;
  /** Who is at the browser from now on; null turns back. */
  become(account: Account | null): void;
  close(): Promise<void>;
};

/** Starts one for a client that is sent back to `callback`. */
export async function startProvider(callback: string): Promise<ProviderAtWork> {
  let who: Account | null = null;
  const accounts = new Map<string, Account>();
  let handle = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [callback], grant_types: ['authorization_code'], response_types: ['code'] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    cookies: { keys: ['a key of the test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ ...accounts.get(id), sub: id }),
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  });
  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await provider.interactionDetails(request, response);
    const denied = { error: 'access_denied', error_description: 'They turned back.' };
    if (who === null) return provider.interactionFinished(request, response, denied);
    accounts.set(who.sub, who);
    const grant = new provider.Grant({ accountId: who.sub, clientId: CLIENT.client_id });
    grant.addOIDCScope('openid email profile');
    const result = { login: { accountId: who.sub, remember: false }, consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, result);
  };
  const serve = provider.callback();
  handle = (request, response) =>
    background('test.provider', async () =>
      request.url?.startsWith('/interaction/') === true ? interact(request, response) : serve(request, response),
    );
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  after(close);
  return {
    issuer,
    become: (account) => {
      who = account;
    },
    close,
  };
}

/** Where a browser ended. */
export type Ended = { readonly url: URL; readonly status: number; readonly text: string; readonly headers: Headers };

/** A browser: it follows what it is sent to, and keeps the cookies of each host. */
export function openBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = ({ host }: URL): Map<string, string> => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  return {
    /** Goes there and on, until a page is shown, or until an address fits `stop`, which is not opened. */
    async go(address: string, stop: (url: URL) => boolean = () => false): Promise<Ended> {
      let url = new URL(address);
      for (let step = 0; step < 12; step += 1) {
        const jar = jarOf(url);
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
        for (const line of answer.headers.getSetCookie()) {
          const [pair = ''] = line.split(';', 1);
          const at = pair.indexOf('=');
          const isGone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(line);
          if (isGone) jar.delete(pair.slice(0, at));
          else jar.set(pair.slice(0, at), pair.slice(at + 1));
        }
        const text = await answer.text();
        const next = answer.headers.get('location');
        if (next === null) return { url, status: answer.status, text, headers: answer.headers };
        url = new URL(next, url);
        if (stop(url)) return { url, status: answer.status, text, headers: answer.headers };
      }
      throw new Error(`It leads on and on: ${url.href}`);
    },
    /** The cookies for an address, as a header. */
    cookieFor: (address: string): string =>
      [...jarOf(new URL(address))].map(([name, value]) => `${name}=${value}`).join('; '),
    /** Forgets all. */
    clear: (): void => jars.clear(),
  };
}
