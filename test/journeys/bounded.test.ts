import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_ATTRIBUTES_BYTES, MAX_ATTRIBUTES } from '#domain/directory/contact.ts';
import { testPatchbay } from '../support/patchbay.ts';

const patchbay = await testPatchbay();
const send = async (path: string, method: string, body?: object) => {
  const { status, json } = await patchbay.send(path, { method, ...(body === undefined ? {} : { body }) });
  // Whatever it is, it is an object.
  return {
    status,
    body: json as { id: number; code: string; attributes: object; data: object[]; next_cursor: string },
  };
};
const text = (length: number): string => 'x'.repeat(length);

test('attributes are bounded in bytes and in number, however they are merged', async () => {
  const { body: contact } = await send('/v1/contacts', 'POST', { attributes: { kept: 1 } });
  const path = `/v1/contacts/${contact.id}`;
  const merges = await Promise.all(
    Array.from({ length: 12 }, async (_, index) =>
      send(path, 'PATCH', { attributes: { [`a${index}`]: text(10_000) } }),
    ),
  );
  assert.equal(merges.filter(({ status }) => status === 200).length, 6, 'as many as fit, also at once');
  const refused = merges.find(({ status }) => status !== 200);
  assert.deepEqual([refused?.status, refused?.body.code], [422, 'attributes_full']);
  const { body: now } = await send(path, 'GET');
  assert.ok(JSON.stringify(now.attributes).length <= MAX_ATTRIBUTES_BYTES);
  const many = Object.fromEntries(Array.from({ length: MAX_ATTRIBUTES + 1 }, (_, index) => [`n${index}`, 1]));
  assert.equal((await send('/v1/contacts', 'POST', { attributes: many })).status, 422);
  const gone = Object.fromEntries(Object.keys(now.attributes).map((name) => [name, null]));
  assert.equal((await send(path, 'PATCH', { attributes: gone })).status, 200);
});

test('attributes of a redirect are merged within the same bounds, and refused in its own form', async () => {
  const redirect = async (name: string) =>
    patchbay.send('/phone_call_redirects', {
      method: 'POST',
      body: { phone: '+353832345678', custom_attributes: { [name]: text(40_000) } },
    });
  assert.equal((await redirect('first')).status, 200);
  const second = await redirect('second');
  assert.deepEqual(
    [second.status, second.json],
    [400, { error_key: 'invalid_custom_attributes', message: 'Invalid custom attributes' }],
  );
});

test('a page of contacts has a largest size, and its cursor leads on', async () => {
  for (let count = 0; count < 24; count += 1)
    await send('/v1/contacts', 'POST', { name: 'large', attributes: { a: text(60_000) } });
  const { body: first } = await send('/v1/contacts?limit=100', 'GET');
  assert.ok(first.data.length > 1 && JSON.stringify(first.data).length <= 1024 * 1024 + 100);
  const { body: next } = await send(`/v1/contacts?limit=100&cursor=${first.next_cursor}`, 'GET');
  const ids = [...first.data, ...next.data].map((each) => ('id' in each ? each.id : null));
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(next.data.length > 0);
});

test('an agent stands in a group once', async () => {
  const { status } = await send('/v1/menus', 'POST', {
    name: 'Twice',
    kind: 'ivr_menu',
    groups: [{ name: 'All', agent_ids: [1, 1] }],
  });
  assert.equal(status, 422);
});

test('a number belongs to one workspace', async () => {
  const opened = await patchbay.send('/v1/workspaces', { method: 'POST', body: { subdomain: 'next', name: 'Next' } });
  const { token } = opened.json as { token: string };
  const theirs = await patchbay.send('/v1/numbers', { method: 'POST', body: { number: '+1 339-219-5276' }, token });
  assert.deepEqual([theirs.status, (theirs.json as { code: string }).code], [409, 'taken']);
  const own = await patchbay.send('/v1/numbers', { method: 'POST', body: { number: '+1 415-555-0123' }, token });
  assert.equal(own.status, 201);
});
