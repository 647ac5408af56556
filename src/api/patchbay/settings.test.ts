import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import type { OauthApp } from '#domain/identity/oauth.ts';
import { SENT } from '#domain/ports/voice-engines.ts';
import { aDirectory, aMenu, START } from '../../../test/support/calls.ts';
import { granted } from '../../../test/support/directory-samples.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi } from '../../../test/support/own-api.ts';

const NUMBER: PhoneNumber = {
  id: 4,
  number: '+13392195276',
  display: '+1 339-219-5276',
  destination: { kind: 'fin', id: null },
  trunkId: 6,
  isDefault: false,
};

test('a number says who answers it, which follows from where its calls go', async () => {
  const people = { ...NUMBER, id: 3, destination: { kind: 'queue', id: 9 } } as const;
  const directory = aDirectory({ numbers: [NUMBER, people] });
  const { data } = await ownApi({ engine: { directory: { load: async () => directory } } })('listNumbers');
  assert.deepEqual(data, [
    { id: 3, ...shownAs('queue'), destination: { kind: 'queue', id: 9 } },
    { id: 4, ...shownAs('fin'), destination: { kind: 'fin', id: null } },
  ]);
});

function shownAs(line: string): object {
  const { number, display, isDefault, trunkId } = NUMBER;
  return { number, display, line, is_default: isDefault, trunk_id: trunkId };
}

/** What is asked -> where calls to the new number go. */
for (const [body, destination] of [
  [{}, { kind: 'menu', id: null }],
  [{ line: 'queue' }, { kind: 'menu', id: null }],
  [{ line: 'fin' }, { kind: 'fin', id: null }],
  [{ destination: { kind: 'menu' } }, { kind: 'menu', id: null }],
  [
    { destination: { kind: 'agent', id: 3 }, line: 'queue' },
    { kind: 'agent', id: 3 },
  ],
  [
    { destination: { kind: 'fin', id: null }, line: 'fin' },
    { kind: 'fin', id: null },
  ],
] as const)
  test(`calls to a number of ${JSON.stringify(body)} go to ${JSON.stringify(destination)}`, async () => {
    const drafts: unknown[] = [];
    const administration: SomeDesk['administration'] = {
      createNumber: async (_, draft) => {
        drafts.push(draft);
        return granted(NUMBER);
      },
    };
    const display = '+1 339-219-5276';
    const came = await ownApi({ administration })('createNumber', { body: { number: ` ${display} `, ...body } });
    assert.equal(came.status, 201);
    assert.deepEqual(drafts, [{ number: '+13392195276', display, isDefault: false, trunkId: null, destination }]);
  });

for (const [body, code, place] of [
  [{ number: '+1' }, 'phone_number_invalid', '/number'],
  [{ number: '3392195276' }, 'body_invalid', '/number'],
  [{ number: '+13392195276', destination: { kind: 'queue' } }, 'body_invalid', '/destination/id'],
  [{ number: '+13392195276', destination: { kind: 'agent', id: null } }, 'body_invalid', '/destination/id'],
  [{ number: '+13392195276', destination: { kind: 'fin', id: 1 } }, 'body_invalid', '/destination/id'],
  [{ number: '+13392195276', destination: { kind: 'fax' } }, 'body_invalid', '/destination/kind'],
  [{ number: '+13392195276', line: 'fin', destination: { kind: 'menu' } }, 'body_invalid', '/line'],
  [{ number: '+13392195276', line: 'queue', destination: { kind: 'fin' } }, 'body_invalid', '/line'],
] as const)
  test(`a number of ${JSON.stringify(body).slice(0, 70)} is refused at ${place}`, async () => {
    const came = await ownApi({})('createNumber', { body });
    assert.deepEqual([came.status, came.code, came.places], [422, code, [place]]);
  });

test('a number changes as it is named, and may lose its trunk', async () => {
  const changes: unknown[] = [];
  const administration: SomeDesk['administration'] = {
    changeNumber: async (_, __, change) => {
      changes.push(change);
      return granted(NUMBER);
    },
    deleteNumber: async (_, id) => id === 4,
  };
  const ask = ownApi({ administration });
  for (const body of [{ trunk_id: null }, { is_default: true }, { destination: { kind: 'menu' } }])
    assert.equal((await ask('updateNumber', { id: 4, body })).status, 200);
  assert.deepEqual(changes, [{ trunkId: null }, { isDefault: true }, { destination: { kind: 'menu', id: null } }]);
  const wrong = await ask('updateNumber', { id: 4, body: { destination: { kind: 'queue' } } });
  assert.deepEqual(wrong.places, ['/destination/id']);
  assert.deepEqual((await ask('updateNumber', { id: 4, body: { number: '+13392195277' } })).places, ['/number']);
  assert.deepEqual(
    [(await ask('deleteNumber', { id: 4 })).status, (await ask('deleteNumber', { id: 5 })).status],
    [204, 404],
  );
});

const APP: OauthApp = {
  id: 2,
  workspaceId: 1,
  vendor: 'intercom',
  name: 'Dashboard',
  clientId: 'c',
  kind: 'read_only',
  redirectUris: ['https://example.com/back'],
  createdAt: START,
};

test('an application only reads unless told otherwise, and its secret is shown once', async () => {
  const kinds: string[] = [];
  const oauth: SomeDesk['oauth'] = {
    list: async () => [APP],
    create: async (_, { kind }) => {
      kinds.push(kind);
      return kinds.length < 3 ? APP : null;
    },
    remove: async (_, id) => id === 2,
  };
  const ask = ownApi({ oauth });
  const body = { name: 'Dashboard', vendor: 'intercom', redirect_uris: APP.redirectUris };
  const made = await ask('createOauthApp', { body });
  assert.deepEqual(made.replay, { ...made.body, client_secret: null });
  assert.equal((await ask('createOauthApp', { body: { ...body, kind: 'staff' } })).status, 201);
  assert.equal((await ask('createOauthApp', { body })).code, 'oauth_apps_full');
  assert.deepEqual(kinds, ['read_only', 'staff', 'read_only']);
  assert.equal((await ask('listOauthApps')).data[0]?.['client_secret'], undefined);
  assert.deepEqual(
    [(await ask('deleteOauthApp', { id: 2 })).status, (await ask('deleteOauthApp', { id: 3 })).status],
    [204, 404],
  );
  const uris = ['https://a.example', 'http://a.example', 'https://a.example/#x', 'https://u:p@a.example', 'x'];
  const wrong = await ask('createOauthApp', { body: { ...body, redirect_uris: uris } });
  assert.deepEqual(
    wrong.places,
    [1, 2, 3, 4].map((place) => `/redirect_uris/${place}`),
  );
  assert.deepEqual((await ask('createOauthApp', { body: { ...body, kind: 'client' } })).places, ['/kind']);
});

test('the look of pages is shown with shades that can be read', async () => {
  const look = {
    name: 'Acme',
    color: '#ffff00',
    logo: { mediaType: 'image/png', width: 16, height: 20, hash: 'h' },
  } as const;
  const ask = ownApi({ appearances: { of: async () => look, removeLogo: async () => false } });
  const { body } = await ask('showAppearance');
  assert.deepEqual(body['logo'], { media_type: 'image/png', width: 16, height: 20 });
  assert.partialDeepStrictEqual(body['shown'], { light: { adapted: true } });
  assert.equal((await ask('deleteLogo')).status, 404);
  assert.deepEqual((await ask('updateAppearance', { body: { color: 'red', name: ' ' } })).places.toSorted(), [
    '/color',
  ]);
  assert.deepEqual((await ask('updateAppearance', { body: { name: ' ' } })).places, ['/name']);
});

test('engines elsewhere are listed with what they are sent, and no key', async () => {
  const [task] = Object.keys(SENT) as [keyof typeof SENT];
  const engine = {
    task,
    place: 1,
    kind: 'openai',
    model: 'm',
    host: 'h',
    sends: SENT[task],
    state: 'open',
    answered: 1,
    failed: 2,
  } as const;
  const { data } = await ownApi({ voiceEngines: { list: () => [engine] } })('listVoiceEngines');
  assert.deepEqual(data, [engine]);
});

test('prompts are listed, and put where there is a place that takes them', async () => {
  const prompt = { name: 'menu_9', lang: null, hash: 'h', seconds: 2, createdAt: START } as const;
  const menus = new Map([
    [9, aMenu()],
    [8, aMenu({ deleted: true })],
  ]);
  const put = (fault: 'busy' | 'full' | null) =>
    ownApi({
      engine: { directory: { load: async () => aDirectory({ menus, prompts: [prompt] }) } },
      prompts: { put: async () => (fault === null ? { ok: true, value: prompt } : { ok: false, fault }) },
    });
  const sound = (name: string, query = {}) => ({ params: { name }, query, body: new Uint8Array(4) });
  assert.equal((await put(null)('listPrompts')).data[0]?.['name'], 'menu_9');
  assert.equal((await put(null)('putPrompt', sound('menu_9'))).status, 200);
  for (const name of ['menu_8', 'menu_7', 'nowhere'])
    assert.equal((await put(null)('putPrompt', sound(name))).status, 404);
  assert.deepEqual((await put(null)('putPrompt', sound('menu_9', { lang: 'english' }))).places, ['lang']);
  assert.equal((await put(null)('putPrompt', { params: { name: 'menu_9' } })).status, 415);
  const busy = await put('busy')('putPrompt', sound('menu_9'));
  assert.deepEqual([busy.status, busy.headers['retry-after']], [429, '5']);
  assert.equal((await put('full')('putPrompt', sound('menu_9'))).code, 'prompts_full');
});
