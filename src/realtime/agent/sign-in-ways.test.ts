import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import type { News } from '#domain/identity/mail.ts';
import type { LinkDraft, PeopleStore } from '#domain/identity/people.ts';
import type { ProviderButton } from '#domain/ports/provider.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { addSignInWays } from './sign-in-ways.ts';

const ADA = { workspaceId: 1, id: 7, email: 'Ada@nord.example', firstName: 'Ada' };

/** The routes over people in memory: one who has a password, and no one else. */
function world(buttons: readonly ProviderButton[] = []) {
  const clock = createManualClock(new Date('2026-11-28T09:00:00.000Z'));
  const mailed: News[] = [];
  const kept: LinkDraft[] = [];
  const people: Pick<PeopleStore, 'forgetful' | 'forgot'> = {
    forgetful: async (email) => (email === ADA.email.toLowerCase() ? [ADA] : []),
    forgot: async (_workspaceId, _id, link) => void kept.push(link),
  };
  const server = Fastify();
  addSignInWays(server, {
    people: people as PeopleStore, // No more of it is asked.
    mail: {
      isAny: async () => true,
      write: async (_workspaceId, news) => mailed.push(news) > 0,
    },
    providers: { buttons: async (limit) => buttons.slice(0, limit) },
    clock,
    publicUrl: () => 'https://calls.example.com',
  });
  const ask = async (email: unknown, remoteAddress = '192.0.2.1') =>
    server.inject({ method: 'POST', url: '/app/forgot.json', payload: { email }, remoteAddress });
  return { server, ask, mailed, kept, clock };
}

test('a link is mailed for an hour, and only its hash is kept', async () => {
  const { ask, mailed, kept } = world();
  assert.equal((await ask(' ADA@nord.example ')).statusCode, 200);
  const [news] = mailed;
  assert.deepEqual([news?.kind, news?.recipient, mailed.length], ['reset', ADA.email, 1]);
  assert.equal(news?.link?.expiresAt.toISOString(), '2026-11-28T10:00:00.000Z');
  assert.match(news?.link?.url ?? '', /^https:\/\/calls\.example\.com\/join\/[\w-]{43}$/);
  assert.equal(kept[0]?.hash.length, 32);
});

test('every network address has a count of its own, and waiting gives it back', async () => {
  const { ask, mailed, clock } = world();
  const many = async (count: number, from: string): Promise<number[]> =>
    Promise.all(Array.from({ length: count }, async (_, n) => (await ask(`n${from}-${n}@x.example`, from)).statusCode));
  assert.deepEqual(new Set(await many(10, '192.0.2.1')), new Set([200]));
  assert.equal((await ask('another@x.example', '192.0.2.1')).statusCode, 429);
  assert.equal((await ask('another@x.example', '192.0.2.2')).statusCode, 200);
  await clock.advance(900_000);
  assert.equal((await ask('another@x.example', '192.0.2.1')).statusCode, 200);
  assert.deepEqual(mailed, []);
});

test('a few providers are buttons; a server of many workspaces shows none', async () => {
  const named = Array.from({ length: 6 }, (_, n) => ({ workspace: `w${n}`, name: `ID ${n}` }));
  const waysOf = async (buttons: readonly ProviderButton[]): Promise<unknown> =>
    (await world(buttons).server.inject('/app/sign-in-ways.json')).json();
  assert.deepEqual(await waysOf(named.slice(0, 5)), { hasMail: true, providers: named.slice(0, 5) });
  assert.deepEqual(await waysOf(named), { hasMail: true, providers: [] });
});
