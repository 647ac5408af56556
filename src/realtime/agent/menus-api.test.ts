/**
 * Settings > Menus, as its pages ask: who may, and that what is refused is refused at the same field as through `/v1`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import type { ToldPerson } from '../../../test/support/people.ts';
import { AT_HOME, cookieOf, pathOf, peopleAt } from '../../../test/support/people.ts';
import type { MenusView, MenuView } from './menus-protocol.ts';
import type { FieldErrors } from './page-routes.ts';

/** Why a menu was not stored. `errors` points into the body, as `/v1` does. */
type MenuRefused = { readonly error: string; readonly field: string | null; readonly errors: FieldErrors };

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as, comeIn, fill } = peopleAt(patchbay);
const admin = await signIn(patchbay, 'owner@somedomain.com');

const list = async (cookie = admin): Promise<MenusView> => (await as(cookie, '/app/menus.json')).json as MenusView;
const rules = {
  no_agents: { after_seconds: 30, outcome: 'call_back', menu_id: null },
  long_wait: { after_seconds: 300, outcome: 'menu', menu_id: 10 },
  over_capacity: { outcome: 'message_only', menu_id: null },
} as const;

test('a menu is made, changed field by field, and deleted, as /v1 shows it', async () => {
  const made = await as(admin, '/app/menus.json', 'POST', { name: 'Refunds', kind: 'web_menu', ...rules });
  assert.equal(made.status, 201, made.text);
  const { id, ...rest } = made.json as MenuView;
  assert.partialDeepStrictEqual(rest, rules);
  const path = `/app/menus/${id}.json`;
  const changed = await as(admin, path, 'PATCH', { name: 'Money back', redirected: true });
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual((await patchbay.send(`/v1/menus/${id}`)).json, changed.json);
  const line = (await list()).menus.find((menu) => menu.id === id);
  assert.deepEqual([line?.name, line?.condition], ['Money back', 'redirected']);
  assert.equal((await as(admin, path, 'DELETE')).status, 200);
  assert.ok((await list()).menus.every((menu) => menu.id !== id));
  assert.deepEqual(
    [(await as(admin, path, 'DELETE')).status, (await as(admin, path, 'PATCH', { hidden: true })).status],
    [404, 409],
  );
});

test('menus change places all at once, or none does', async () => {
  const positions = async (): Promise<unknown> => {
    const { menus } = await list();
    return [9, 10].map((id) => menus.find((menu) => menu.id === id)?.position);
  };
  const place = async (...places: object[]) => as(admin, '/app/menus/places.json', 'POST', { places });
  assert.equal((await place({ id: 9, position: 1 }, { id: 10, position: 0 })).status, 200);
  assert.deepEqual(await positions(), [1, 0]);
  assert.equal((await place({ id: 9, position: 7 }, { id: 99_999, position: 0 })).status, 404);
  assert.equal((await place()).status, 422);
  assert.equal((await place({ id: 9, position: -1 })).status, 422);
  assert.deepEqual(await positions(), [1, 0]);
});

test('what the pages are refused, /v1 is refused at the same field', async () => {
  for (const body of [
    { name: ' ' },
    { offer_seconds: 4, capacity: -1 },
    { parent_id: 99_999 },
    { groups: [{ name: 'A', agent_ids: [99_999] }] },
    { hours: { time_zone: 'Mars/Olympus', open: {} } },
    { long_wait: { ...rules.long_wait, menu_id: 50 } },
    { stranger: true },
    {},
  ]) {
    const page = await as(admin, '/app/menus/50.json', 'PATCH', body);
    const api = await patchbay.send('/v1/menus/50', { method: 'PATCH', body });
    const { error, field, errors } = page.json as MenuRefused;
    const problem = api.json as { code: string; errors: MenuRefused['errors'] };
    assert.deepEqual([page.status, error, errors], [api.status, problem.code, problem.errors]);
    assert.equal(field, errors[0]?.pointer);
  }
});

test('only administrators of the workspace come near its menus', async () => {
  for (const role of ['agent', 'supervisor', 'developer']) {
    const { cookie } = await comeIn(`only.${role}@somedomain.com`, role);
    for (const [path, method] of [
      ['/app/menus.json', 'GET'],
      ['/app/menus.json', 'POST'],
      ['/app/menus/places.json', 'POST'],
      ['/app/menus/10.json', 'PATCH'],
      ['/app/menus/10.json', 'DELETE'],
    ] as const)
      assert.equal((await as(cookie, path, method, method === 'GET' ? undefined : {})).status, 403, `${role} ${path}`);
  }
  assert.equal((await as('', '/app/menus.json')).status, 401);
  const foreign = { origin: 'https://evil.example' };
  assert.equal((await as(admin, '/app/menus/10.json', 'PATCH', { hidden: true }, foreign)).status, 403);
});

const OGG = Buffer.from('OggS');
const sound = async (path: string, method = 'GET', raw?: Uint8Array, cookie = admin) =>
  fetch(`${patchbay.address}${path}`, {
    method,
    headers: { cookie, origin: patchbay.address, ...(raw === undefined ? {} : { 'content-type': 'audio/wav' }) },
    ...(raw === undefined ? {} : { body: Buffer.from(raw) }),
  });
const bytes = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());
const TONE = encodeWav({
  sampleRate: 24_000,
  channels: [tone({ hertz: 440, seconds: 0.5, sampleRate: 24_000, level: 0.3 })],
});

test('what is spoken is heard, until a sound takes its place, and again when that is removed', async () => {
  const path = '/app/sounds/menu_10?lang=en';
  const spoken = await sound(path);
  assert.deepEqual([spoken.status, spoken.headers.get('content-type')], [200, 'audio/ogg']);
  const text = await bytes(spoken);
  assert.ok(text.subarray(0, 4).equals(OGG));
  const put = await sound(path, 'PUT', TONE);
  assert.equal(put.status, 200);
  assert.partialDeepStrictEqual(await put.json(), { name: 'menu_10', lang: 'en' });
  assert.deepEqual(
    (await list()).sounds.map(({ name, lang }) => [name, lang]),
    [['menu_10', 'en']],
  );
  assert.ok(!(await bytes(await sound(path))).equals(text), 'the sound is heard');
  assert.ok((await bytes(await sound('/app/sounds/menu_10?lang=fr'))).equals(text), 'by callers of its language alone');
  assert.equal((await sound(path, 'DELETE')).status, 200);
  assert.ok((await bytes(await sound(path))).equals(text));
  assert.equal((await sound(path, 'DELETE')).status, 404);
});

test('a sound that cannot be read is refused in a sentence, and one for a menu that is not there', async () => {
  const broken = await sound('/app/sounds/welcome?lang=en', 'PUT', new Uint8Array([1, 2, 3]));
  assert.equal(broken.status, 422);
  assert.match(((await broken.json()) as { message: string }).message, /neither a WAV file nor an Ogg file/);
  for (const path of ['/app/sounds/menu_99999?lang=en', '/app/sounds/attic?lang=en', '/app/sounds/welcome?lang=tlh'])
    assert.equal((await sound(path, 'PUT', TONE)).status, 404, path);
  assert.equal((await sound('/app/sounds/welcome?lang=%00', 'PUT', TONE)).status, 400);
});

test('sounds are for administrators alone', async () => {
  const { cookie } = await comeIn('ears@somedomain.com', 'supervisor');
  for (const method of ['GET', 'PUT', 'DELETE'])
    assert.equal(
      (await sound('/app/sounds/welcome?lang=en', method, method === 'PUT' ? TONE : undefined, cookie)).status,
      403,
    );
  assert.equal((await sound('/app/sounds/welcome', 'GET', undefined, '')).status, 401);
});

test('an administrator next door sees none of them, and changes none', async () => {
  const opened = await patchbay.send('/v1/workspaces', { body: { subdomain: 'next-door', name: 'Next door' } });
  const { token } = opened.json as { token: string };
  const invited = await patchbay.send('/v1/people', { token, body: { email: 'boss@next.example', role: 'admin' } });
  const cookie = cookieOf(await fill(pathOf((invited.json as ToldPerson).link?.url), AT_HOME));
  assert.deepEqual((await list(cookie)).menus, []);
  assert.equal((await as(cookie, '/app/menus/10.json', 'PATCH', { name: 'Taken' })).status, 404);
  assert.equal((await as(cookie, '/app/menus/10.json', 'DELETE')).status, 404);
  const places = [{ id: 10, position: 9 }];
  assert.equal((await as(cookie, '/app/menus/places.json', 'POST', { places })).status, 404);
  assert.equal((await list()).menus.find(({ id }) => id === 10)?.name, 'Support');
});

test('a simulated call comes into the menu, for administrators and developers', async () => {
  const call = async (cookie: string, body: object) => as(cookie, '/app/simulator/calls.json', 'POST', body);
  for (const menuId of [10, 50]) {
    const got = await call(admin, { menuId, caller: 'abandons' });
    assert.equal(got.status, 201, got.text);
    const { id } = got.json as { id: number };
    const ended = await patchbay.until(id, ({ endsAt }) => endsAt !== null);
    assert.deepEqual([ended.menuId, ended.failReason], [menuId, 'eu_abandoned']);
  }
  const { cookie } = await comeIn('simulates@somedomain.com', 'developer');
  assert.equal((await call(cookie, { menuId: 10, caller: 'drops' })).status, 201);
  for (const [body, status] of [
    [{ menuId: 99_999, caller: 'talks' }, 404],
    [{ menuId: 10, caller: 'sings' }, 400],
    [{ caller: 'talks' }, 400],
  ] as const)
    assert.equal((await call(admin, body)).status, status);
  const plain = await comeIn('plain.simulates@somedomain.com', 'agent');
  assert.equal((await call(plain.cookie, { menuId: 10, caller: 'talks' })).status, 403);
});
