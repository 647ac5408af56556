import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, START } from '../../../test/support/calls.ts';
import { aPerson, denied, granted } from '../../../test/support/directory-samples.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi, PUBLIC_URL } from '../../../test/support/own-api.ts';

const NEW = { email: 'grace@example.com', role: 'agent' };

/** A desk whose mails go out, or not. */
const mailing = (isMailed: boolean): SomeDesk['mail'] => ({ write: async () => isMailed });

test('a person is shown with what they have, and with no secret', async () => {
  const seen = aPerson({ lastSeenAt: at(5), state: 'locked', language: null });
  const { status, body } = await ownApi({ people: { find: async () => seen } })('showPerson', { id: 3 });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    id: 3,
    uid: seen.uid,
    email: 'grace@example.com',
    first_name: 'Grace',
    last_name: 'Hopper',
    role: 'supervisor',
    state: 'locked',
    language: null,
    last_seen_at: at(5).toISOString(),
    second_factors: { codes: true, passkeys: 2 },
  });
});

test('people are listed as of now, by their ids', async () => {
  const people = { list: async (_: number, now: Date) => (now === START ? [aPerson({ id: 9 }), aPerson()] : []) };
  const { data } = await ownApi({ people })('listPeople');
  assert.deepEqual(
    data.map(({ id }) => id),
    [3, 9],
  );
});

for (const isMailed of [true, false])
  test(`an invitation answers with its link, ${isMailed ? '' : 'not '}mailed, and a replay shows no link`, async () => {
    const invited: unknown[] = [];
    const people: SomeDesk['people'] = {
      invite: async (_, invitation, link) => {
        invited.push(invitation, link.expiresAt);
        return granted(aPerson({ state: 'invited' }));
      },
    };
    const { status, body, replay } = await ownApi({ people, mail: mailing(isMailed) })('invitePerson', { body: NEW });
    assert.equal(status, 201);
    const week = at(7 * 24 * 3600);
    assert.deepEqual(invited, [{ ...NEW, firstName: '', lastName: '' }, week]);
    const { url, ...link } = body['link'] as { url: string };
    assert.ok(url.startsWith(`${PUBLIC_URL}/join/`), url);
    assert.deepEqual(link, { expires_at: week.toISOString(), mailed: isMailed });
    assert.deepEqual(replay, { ...body, link: { url: null, ...link } });
  });

test('an invitation of someone who is there is refused, and nothing is mailed', async () => {
  const desk: SomeDesk = {
    people: { invite: async () => denied({ code: 'taken', field: 'email' }) },
    mail: { write: async () => assert.fail('mailed') },
  };
  const came = await ownApi(desk)('invitePerson', { body: NEW });
  assert.deepEqual([came.status, came.code, came.places], [409, 'taken', ['/email']]);
  const played = { people: { invite: async () => denied({ code: 'agent_simulated' }) } };
  assert.equal((await ownApi(played)('invitePerson', { body: NEW })).code, 'agent_simulated');
});

for (const [body, places] of [
  [{ role: 'agent' }, ['/email']],
  [{ email: 'grace@example.com' }, ['/role']],
  [{ ...NEW, email: 'grace' }, ['/email']],
  [{ ...NEW, role: 'owner' }, ['/role']],
  [{ ...NEW, first_name: 'x'.repeat(201) }, ['/first_name']],
  [{ ...NEW, password: 'x' }, ['/password']],
] as const)
  test(`an invitation of ${JSON.stringify(body).slice(0, 60)} is refused at ${places.join()}`, async () => {
    const came = await ownApi({})('invitePerson', { body });
    assert.deepEqual([came.code, came.places], ['body_invalid', places]);
  });

test('a role or a lock changes the person; a language alone does not end their sessions', async () => {
  const log: unknown[] = [];
  const ask = ownApi({
    people: {
      find: async () => aPerson(),
      change: async (_, id, change) => {
        log.push([id, change]);
        return granted(aPerson());
      },
    },
    profiles: {
      chooseLanguage: async (_, id, language) => {
        log.push([id, language]);
        return true;
      },
    },
  });
  for (const body of [{ role: 'admin' }, { locked: true }, { language: 'fr' }, { language: null, locked: false }])
    assert.equal((await ask('updatePerson', { id: 3, body })).status, 200);
  assert.deepEqual(log, [
    [3, { role: 'admin' }],
    [3, { isLocked: true }],
    [3, 'fr'],
    [3, { isLocked: false }],
    [3, null],
  ]);
});

test('the last administrator stays, and a refused role leaves the language as it was', async () => {
  const ask = ownApi({ people: { change: async () => denied({ code: 'last_admin' }) } });
  const came = await ask('updatePerson', { id: 3, body: { role: 'agent', language: 'fr' } });
  assert.deepEqual([came.status, came.code], [409, 'last_admin']);
});

test('who is not there has no language', async () => {
  const ask = ownApi({ people: { find: async () => null }, profiles: { chooseLanguage: async () => false } });
  for (const [operation, body] of [['updatePerson', { language: 'es' }] as const, ['showPerson', {}] as const])
    assert.equal((await ask(operation, { id: 3, body })).status, 404);
  assert.deepEqual((await ask('updatePerson', { id: 3, body: {} })).places, ['']);
  assert.deepEqual((await ask('updatePerson', { id: 3, body: { language: 'it' } })).places, ['/language']);
});

for (const [kind, hours] of [
  ['invitation', 168],
  ['reset', 24],
] as const)
  test(`a new link of the kind ${kind} works for ${hours} hours`, async () => {
    const people: SomeDesk['people'] = {
      renewLink: async (_, __, linkFor) => linkFor(kind),
      find: async () => aPerson(),
    };
    const { status, body, replay } = await ownApi({ people, mail: mailing(true) })('createSignInLink', { id: 3 });
    assert.deepEqual([status, body['expires_at'], body['mailed']], [201, at(hours * 3600).toISOString(), true]);
    assert.deepEqual([typeof body['url'], replay['url']], ['string', null]);
  });

for (const [what, person, status, code] of [
  ['who is not there', null, 404, 'not_found'],
  ['who is locked', aPerson({ state: 'locked' }), 409, 'person_locked'],
] as const)
  test(`a person ${what} gets no link`, async () => {
    const came = await ownApi({ people: { renewLink: async () => null, find: async () => person } })(
      'createSignInLink',
      { id: 3 },
    );
    assert.deepEqual([came.status, came.code], [status, code]);
  });

const SESSION = {
  id: 12,
  createdAt: START,
  lastSeenAt: at(60),
  expiresAt: at(3600),
  userAgent: 'Firefox',
  hash: Buffer.alloc(32, 1),
};

test('sessions are listed without what they are known by', async () => {
  const profiles = { sessions: async () => [SESSION, { ...SESSION, id: 11, userAgent: null }] };
  const { data } = await ownApi({ profiles })('listSessions', { id: 3 });
  assert.deepEqual(data[1], {
    id: 12,
    created_at: START.toISOString(),
    last_used_at: at(60).toISOString(),
    expires_at: at(3600).toISOString(),
    user_agent: 'Firefox',
  });
  assert.equal((await ownApi({ profiles: { sessions: async () => null } })('listSessions', { id: 3 })).status, 404);
});

test('one session is ended, or all of them', async () => {
  const ended: unknown[] = [];
  const ask = (count: number | null) =>
    ownApi({
      profiles: {
        endSessions: async (_, id, which) => {
          ended.push([id, which]);
          return count;
        },
      },
    });
  const one = { id: 3, params: { session_id: '12' } };
  assert.equal((await ask(1)('endSession', one)).status, 204);
  assert.equal((await ask(0)('endSession', one)).status, 404, 'no such session');
  assert.equal((await ask(null)('endSession', one)).status, 404, 'no such person');
  assert.equal((await ask(0)('endSession', { id: 3, params: { session_id: 'x' } })).status, 404);
  assert.equal((await ask(0)('endSessions', { id: 3 })).status, 204, 'there was none to end');
  assert.equal((await ask(null)('endSessions', { id: 3 })).status, 404);
  const [twelve, none, all] = [{ id: 12 }, { id: 0 }, { except: null }].map((which) => [3, which]);
  assert.deepEqual(ended, [twelve, twelve, twelve, none, all, all]);
});

test('second factors are reset, of someone who is there', async () => {
  const ask = (was: boolean) => ownApi({ factors: { reset: async () => was } });
  assert.equal((await ask(true)('resetSecondFactors', { id: 3 })).status, 204);
  assert.equal((await ask(false)('resetSecondFactors', { id: 3 })).status, 404);
});
