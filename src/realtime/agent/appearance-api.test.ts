import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import type { Appearance } from '#domain/directory/appearance.ts';
import { PLAIN_APPEARANCE } from '#domain/directory/appearance.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import { parseBodies } from '#http/parsers.ts';
import { PNG } from '../../../test/support/images.ts';
import { addAppearanceApi } from './appearance-api.ts';

const ME = { workspaceId: 7, agentId: 1 } as SignedIn;
const LOGO = { mediaType: 'image/png', width: 64, height: 48, hash: 'ab' } as const;

/** The routes, asked by someone of the role; `kept` is what the store has. */
function opened(role: Role = 'admin') {
  let kept: Appearance = PLAIN_APPEARANCE;
  const app = fastify();
  parseBodies(app);
  addAppearanceApi(app, {
    signIns: { read: async () => ({ me: { ...ME, role }, hash: Buffer.alloc(32) }) },
    publicUrl: () => 'http://localhost',
    // Of the directory only the workspace's name and subdomain are asked.
    engine: { directory: { load: async () => ({ workspace: { name: 'Acme', subdomain: 'acme' } }) } as never },
    appearances: {
      of: async () => kept,
      change: async (_workspaceId, change) => (kept = { ...kept, ...change }),
      putLogo: async (_workspaceId, logo) => (kept = { ...kept, logo: { ...logo, hash: 'ab' } }),
      removeLogo: async () => {
        const was = kept.logo !== null;
        kept = { ...kept, logo: null };
        return was;
      },
      logo: async () => (kept.logo === null ? null : { mediaType: kept.logo.mediaType, image: PNG }),
    },
  });
  const headers = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
  return {
    ask: async (method: 'GET' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
      app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) }),
    put: async (payload: Uint8Array, type: string) =>
      app.inject({
        method: 'PUT',
        url: '/app/appearance/logo',
        headers: { ...headers, 'content-type': type },
        payload: Buffer.from(payload),
      }),
  };
}

test('what is changed is answered with the workspace, and what is wrong beside each field', async () => {
  const { ask } = opened();
  const changed = await ask('PATCH', '/app/appearance.json', { name: ' Acme Support ', color: '#0B57B0' });
  const view = { name: 'Acme Support', color: '#0b57b0', logo: null, workspace: 'Acme', slug: 'acme' };
  assert.deepEqual(changed.json(), view);
  const wrong = await ask('PATCH', '/app/appearance.json', { name: ' ', color: 'red' });
  const { errors } = wrong.json<{ errors: { pointer: string }[] }>();
  assert.deepEqual([wrong.statusCode, ...errors.map(({ pointer }) => pointer)], [422, '/name', '/color']);
  assert.deepEqual((await ask('GET', '/app/appearance.json')).json(), view);
});

test('a logo is brought, shown and taken away; what is none is refused with the reason', async () => {
  const { ask, put } = opened();
  assert.equal((await ask('GET', '/app/appearance/logo')).statusCode, 404);
  const refused = await put(new TextEncoder().encode('<svg/>'), 'image/svg+xml');
  assert.deepEqual([refused.statusCode, refused.json<{ error: string }>().error], [422, 'logo_invalid']);
  assert.match(refused.json<{ message: string }>().message, /SVG is not accepted/);
  assert.deepEqual((await put(PNG, 'image/png')).json<{ logo: object }>().logo, LOGO);
  assert.equal((await ask('GET', '/app/appearance/logo')).headers['content-type'], 'image/png');
  assert.equal((await ask('DELETE', '/app/appearance/logo')).json<{ logo: null }>().logo, null);
  assert.equal((await ask('DELETE', '/app/appearance/logo')).statusCode, 404);
});

for (const role of ['agent', 'supervisor', 'developer'] as const)
  test(`${role}s see and change nothing of it`, async () => {
    const { ask, put } = opened(role);
    for (const path of ['/app/appearance.json', '/app/appearance/logo'])
      assert.equal((await ask('GET', path)).statusCode, 403, path);
    assert.equal((await ask('PATCH', '/app/appearance.json', { name: 'x' })).statusCode, 403);
    assert.equal((await put(PNG, 'image/png')).statusCode, 403);
  });
