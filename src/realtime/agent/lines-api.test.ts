/** Settings > Numbers and > Languages, as their pages ask, beside `/v1`; and the workspace's own page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { peopleAt } from '../../../test/support/people.ts';
import type { LanguagesView, NumbersView, NumberView } from './lines-protocol.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { as } = peopleAt(patchbay);
const admin = await signIn(patchbay, 'owner@somedomain.com');
const agent = await signIn(patchbay, 'agent@somedomain.com');

const numbers = async () => ((await as(admin, '/app/numbers.json')).json as NumbersView).numbers;
const pointersOf = ({ json }: { readonly json: unknown }) =>
  (json as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

test('a number is read as people paste it, made the default, and released, as /v1 shows it', async () => {
  const before = await numbers();
  const made = await as(admin, '/app/numbers.json', 'POST', { number: ' (212) 555-0148 ', line: 'queue' });
  assert.equal(made.status, 200, made.text);
  const { id, ...rest } = made.json as NumberView;
  assert.deepEqual(rest, { number: '+1 212 555 0148', line: 'queue', isDefault: false });
  assert.equal((await as(admin, `/app/numbers/${id}.json`, 'PATCH', {})).status, 200);
  assert.deepEqual(
    (await numbers()).filter((each) => each.isDefault).map((each) => each.id),
    [id],
  );
  const { data } = (await patchbay.send('/v1/numbers?limit=100')).json as {
    data: { id: number; is_default: boolean }[];
  };
  assert.equal(data.find((each) => each.id === id)?.is_default, true);
  assert.equal((await as(admin, `/app/numbers/${id}.json`, 'DELETE')).status, 200);
  assert.equal((await as(admin, `/app/numbers/${id}.json`, 'DELETE')).status, 404);
  assert.equal((await numbers()).length, before.length);
});

test('what is no number, taken, or no line is refused at its field; Fin’s number is no default', async () => {
  const add = async (body: object) => as(admin, '/app/numbers.json', 'POST', body);
  const [taken] = await numbers();
  for (const number of ['twelve', '', 7, '1'.repeat(500), taken?.number]) {
    const refused = await add({ number, line: 'queue' });
    assert.deepEqual([refused.status, pointersOf(refused)], [422, ['/number']], String(number));
  }
  assert.deepEqual(pointersOf(await add({ number: '+14155550148', line: 'both' })), ['/line']);
  const fin = (await numbers()).find(({ line }) => line === 'fin');
  assert.equal((await as(admin, `/app/numbers/${fin?.id}.json`, 'PATCH', {})).status, 409);
  assert.equal((await as(admin, '/app/numbers/x.json', 'PATCH', {})).status, 404);
});

test('a language is added and turned off; the last one stays on', async () => {
  const put = async (code: unknown, enabled: unknown) => as(admin, '/app/languages.json', 'PATCH', { code, enabled });
  const on = (await put('pt-BR', true)).json as LanguagesView;
  assert.ok(on.languages.some(({ code, enabled }) => code === 'pt-BR' && enabled));
  await put('pt-BR', false);
  assert.deepEqual(pointersOf(await put('en', false)), ['/enabled']);
  for (const code of ['english', 'EN', '', null, 'x'.repeat(500)])
    assert.deepEqual(pointersOf(await put(code, true)), ['/code']);
  assert.deepEqual(pointersOf(await put('de', 'yes')), ['/enabled']);
});

test('these pages are for administrators, signed in, and for requests of our own pages', async () => {
  for (const path of ['/app/numbers.json', '/app/languages.json', '/app/workspace.json', '/app/first-steps.json']) {
    assert.equal((await as(agent, path)).status, 403, path);
    assert.equal((await patchbay.send(path, { token: null })).status, 401, path);
  }
  const headers = { cookie: admin, origin: 'https://evil.example' };
  const body = { number: '+14155550148', line: 'queue' };
  const foreign = await patchbay.send('/app/numbers.json', { method: 'POST', token: null, headers, body });
  assert.equal(foreign.status, 403);
});
