import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTEMPT_SECONDS } from '#domain/identity/provider.ts';
import type { OpenProvider, ProviderStore } from '#domain/ports/provider.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createProviders } from './providers.ts';

const PROVIDER: OpenProvider = {
  workspaceId: 1,
  issuer: 'https://id.example.com',
  clientId: 'patchbay',
  clientSecret: 'secret',
  name: 'Nord',
  domains: [],
  unknownPeople: 'refused',
  defaultRole: 'agent',
  isPasswordOpen: true,
  updatedAt: new Date(0),
};

/** A desk over a provider that cannot be reached. */
function world(provider: OpenProvider | null) {
  const clock = createManualClock(new Date('2026-11-28T09:00:00.000Z'));
  const troubles: string[] = [];
  const store: ProviderStore = {
    find: async () => provider,
    put: async (_workspaceId, wanted) => ({ ...wanted, updatedAt: clock.now() }),
    remove: async () => true,
    open: async () => provider,
    buttons: async () => [],
    enter: async () => 'person_unknown',
  };
  const desk = createProviders({
    store,
    clock,
    reach: {
      isAllowed: () => true,
      lookup: (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 0),
    },
    mayUseHttp: false,
    publicUrl: () => 'https://calls.example.com',
    attempts: { seal: async (text) => text, open: async (sealed) => (sealed === 'broken' ? null : sealed) },
    troubled: (_workspaceId, refusal) => void troubles.push(refusal),
  });
  const attempt = (more: object = {}): string =>
    JSON.stringify({
      state: 's',
      nonce: 'n',
      verifier: 'v'.repeat(43),
      workspaceId: 1,
      next: null,
      expiresAt: clock.now().getTime() + ATTEMPT_SECONDS * 1000,
      ...more,
    });
  return { desk, clock, troubles, attempt };
}

const refusalOf = (came: { readonly ok: boolean }): unknown => Reflect.get(came, 'refusal') ?? 'ok';

test('no one is sent to a provider that is not there, cannot be asked, or whose secret is lost', async () => {
  assert.equal(refusalOf(await world(null).desk.begin('nord', null)), 'provider_unknown');
  const away = world(PROVIDER);
  assert.deepEqual(await away.desk.begin('nord', null), { ok: false, refusal: 'provider_unreachable', name: 'Nord' });
  assert.deepEqual(away.troubles, ['provider_unreachable']);
  const lost = world({ ...PROVIDER, clientSecret: null });
  assert.equal(refusalOf(await lost.desk.begin('nord', null)), 'key_lost');
  assert.match((await lost.desk.test(1))?.sentence ?? '', /Enter it again/);
  assert.equal(await world(null).desk.test(1), null);
});

test('what this browser did not begin, or began too long ago, ends before the provider is asked', async () => {
  const { desk, clock, troubles, attempt } = world(PROVIDER);
  for (const [query, kept] of [
    ['code=c&state=s', null],
    ['code=c&state=s', 'broken'],
    ['code=c&state=other', attempt()],
    ['code=c', attempt()],
  ] as const)
    assert.equal(refusalOf(await desk.finish(query, kept, '192.0.2.1')), 'attempt_unknown', query);
  const old = attempt();
  await clock.advance(ATTEMPT_SECONDS * 1000);
  assert.equal(refusalOf(await desk.finish('code=c&state=s', old, '192.0.2.1')), 'attempt_expired');
  assert.deepEqual(troubles, [], 'nothing is wrong with the provider');
  assert.equal(refusalOf(await desk.finish('code=c&state=s', attempt(), '192.0.2.1')), 'provider_unreachable');
  assert.equal(refusalOf(await world(null).desk.finish('state=s', attempt(), '192.0.2.1')), 'provider_unknown');
});

test('a provider that cannot be is not kept, and a test of one that is away says so', async () => {
  const { desk } = world(PROVIDER);
  const { workspaceId: _id, clientSecret: _secret, updatedAt: _at, ...wanted } = PROVIDER;
  assert.deepEqual(await desk.put(1, { ...wanted, issuer: 'http://id.example.com' }, 'secret'), {
    field: 'issuer',
    detail: 'must begin with https://',
  });
  assert.ok('updatedAt' in (await desk.put(1, wanted, undefined)));
  const found = await desk.test(1);
  assert.deepEqual(found, { isOk: false, sentence: 'There is no address for the name id.example.com.' });
});
