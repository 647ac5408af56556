import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Arrived, LinkDraft, LinkKind } from '#domain/identity/people.ts';
import type { News } from '#domain/identity/mail.ts';
import { hashToken } from '#http/auth.ts';
import { at, START } from '../../test/support/calls.ts';
import { aPerson, denied, granted } from '../../test/support/directory-samples.ts';
import type { LinkParts } from './sign-in-link.ts';
import { arriveBy, invitePerson, mailForgotten, renewPersonsLink } from './sign-in-link.ts';

const HASH = hashToken('secret');

/** Parts that mail, or not; what is written is noted. */
function parts(people: Partial<LinkParts['people']>, written: News[] = [], isMailed = true): LinkParts {
  return {
    // Only these are asked.
    people: people as LinkParts['people'],
    mail: {
      write: async (_, news) => {
        written.push(news);
        return isMailed;
      },
    },
    clock: { now: () => START },
    publicUrl: () => 'https://voice.example.com',
  };
}

test('the secret stands in the address alone: what is stored is its hash', async () => {
  const drafts: LinkDraft[] = [];
  const written: News[] = [];
  const people: Partial<LinkParts['people']> = {
    invite: async (_, __, draft) => {
      drafts.push(draft);
      return granted(aPerson());
    },
  };
  const made = await invitePerson(parts(people, written), 1, aPerson());
  assert.ok(made.ok);
  const { url, draft, isMailed } = made.value.link;
  const secret = url.replace('https://voice.example.com/join/', '');
  assert.deepEqual([draft.hash, draft.expiresAt, isMailed], [hashToken(secret), at(7 * 86_400), true]);
  assert.deepEqual(drafts, [draft]);
  const link = { url, expiresAt: draft.expiresAt };
  assert.deepEqual(written, [{ kind: 'invitation', recipient: 'grace@example.com', firstName: 'Grace', link }]);
});

test('two links are never the same', async () => {
  const made = async () => invitePerson(parts({ invite: async () => granted(aPerson()) }), 1, aPerson());
  const [one, two] = [await made(), await made()];
  assert.ok(one.ok && two.ok);
  assert.notEqual(one.value.link.url, two.value.link.url);
});

test('who is refused is mailed nothing', async () => {
  const written: News[] = [];
  const refused = parts({ invite: async () => denied({ code: 'taken', field: 'email' }) }, written);
  assert.equal((await invitePerson(refused, 1, aPerson())).ok, false);
  assert.deepEqual(written, []);
});

for (const [kind, mailed] of [
  ['invitation', 'invitation'],
  ['reset', 'reset'],
] as const)
  test(`a renewed link of the kind ${kind} is mailed as one; a mail that does not go out is said`, async () => {
    const written: News[] = [];
    const people: Partial<LinkParts['people']> = {
      renewLink: async (_, __, linkFor: (kind: LinkKind) => LinkDraft) => linkFor(kind),
      find: async () => aPerson(),
    };
    const link = await renewPersonsLink(parts(people, written, false), 1, 3);
    assert.ok(typeof link === 'object');
    assert.deepEqual([link.isMailed, written[0]?.kind], [false, mailed]);
  });

test('of several workspaces with the address each mails its own link, an hour long and in its own name', async () => {
  const written: News[] = [];
  const stored: unknown[] = [];
  const names: number[] = [];
  const people: Partial<LinkParts['people']> = {
    forgetful: async (email) => [1, 2].map((workspaceId) => ({ workspaceId, id: 3, email, firstName: 'Grace' })),
    forgot: async (workspaceId, id, { expiresAt }) => void stored.push(workspaceId, id, expiresAt),
  };
  await mailForgotten(parts(people, written), 'grace@example.com', async (workspaceId, work) => {
    names.push(workspaceId);
    await work();
  });
  assert.deepEqual(names, [1, 2]);
  assert.deepEqual(stored, [1, 3, at(3600), 2, 3, at(3600)]);
  assert.deepEqual(
    written.map(({ kind }) => kind),
    ['reset', 'reset'],
  );
  assert.equal(new Set(written.map(({ link }) => link?.url)).size, 2);
});

for (const [kind, told] of [
  ['invitation', 0],
  ['reset', 1],
  ['forgotten', 1],
] as const)
  test(`who arrives by a link of the kind ${kind} is told ${told === 0 ? 'nothing' : 'that their password was changed'}`, async () => {
    const written: News[] = [];
    const arrived: Arrived = {
      workspaceId: 1,
      agentId: 3,
      role: 'agent',
      kind,
      email: 'g@example.com',
      firstName: 'G',
    };
    const arrival = { firstName: 'G', lastName: '', passwordHash: 'h' };
    assert.equal(await arriveBy(parts({ arrive: async () => arrived }, written), HASH, arrival), arrived);
    const news = { kind: 'password_changed', recipient: 'g@example.com', firstName: 'G', link: null };
    assert.deepEqual(written, told === 0 ? [] : [news]);
    assert.equal(await arriveBy(parts({ arrive: async () => null }, written), HASH, arrival), null);
  });
