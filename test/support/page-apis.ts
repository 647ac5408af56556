/** Every API of the console on one server with nothing behind it: what is refused before anything is looked at. */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HTTPMethods } from 'fastify';
import fastify from 'fastify';
import type { Role } from '#domain/identity/session.ts';
const reached = (): never => assert.fail('behind the rights');
/** What lies behind: whatever of it is asked for is there, and whatever is called throws. */
const behind: unknown = new Proxy(reached, {
  get: (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : behind),
});

const OURS = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };

/** How it is asked; by an administrator at one of our pages, unless it is said. `role`: null is not signed in. */
export type Asking = {
  readonly role?: Role | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** The APIs, open. */
export type PageApis = {
  /** Method and path of each, such as `GET /app/calls/:id.json`. */
  readonly addresses: readonly string[];
  /**
   * What refuses it: the name of the fault, with the field that it is about where fields are wrong; null where it comes
   * to what lies behind.
   */
  refusal(address: string, asking?: Asking): Promise<string | null>;
};

/** Opens them. */
export async function openPageApis(): Promise<PageApis> {
  let visitor: Role | null = null;
  const read = async () =>
    visitor === null ? null : { me: { workspaceId: 7, agentId: 1, role: visitor }, hash: Buffer.alloc(32) };
  const parts: Readonly<Record<string, unknown>> = new Proxy<Record<string, unknown>>(
    { signIns: { read, readArriving: read }, publicUrl: () => 'http://localhost' },
    { get: (known, name) => (typeof name === 'string' ? (known[name] ?? behind) : undefined) },
  );
  const server = fastify();
  const addresses: string[] = [];
  server.addHook(
    'onRoute',
    ({ method, url }) => void (method === 'HEAD' ? null : addresses.push(`${String(method)} ${url}`)),
  );
  for (const file of globSync('src/realtime/agent/*-api.ts').toSorted()) {
    const all = (await import(pathToFileURL(resolve(file)).href)) as Readonly<Record<string, unknown>>;
    for (const [name, add] of Object.entries(all))
      // Of the parts only who asks is looked at before the rights.
      if (/^add[A-Z]/.test(name)) (add as (server: object, parts: object) => void)(server, parts);
  }
  await server.ready();
  return {
    addresses,
    async refusal(address, { role = 'admin', headers = OURS, body = {} } = {}) {
      visitor = role;
      const [method = '', path = ''] = address.split(' ');
      const url = path.replace(':id', '5').replace(':name', 'queue');
      const sent = method === 'GET' || method === 'DELETE' ? {} : { payload: body as object };
      const answer = await server.inject({ method: method as HTTPMethods & 'GET', url, headers, ...sent });
      if (answer.statusCode === 500 || answer.statusCode < 300) return null;
      // Fastify's own refusals, of bodies that are no JSON, have no names of ours.
      const { error, field } = answer.json() as { readonly error: string; readonly field?: string | null };
      if (/^[a-z_]+$/.test(error)) assert.equal(answer.headers['cache-control'], 'no-store', address);
      return field == null ? error : `${error} ${field}`;
    },
  };
}
