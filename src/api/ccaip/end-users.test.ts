/** End users: contacts by the identifier of the customer's own system. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertConforms } from '../../../test/support/conforms.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { EndUser } from './end-users.ts';

const { send, engine } = await testPatchbay();
const PATH = '/apps/api/v1/end_users';
const put = async (body: object) => {
  const got = await send(PATH, { body });
  assert.equal(got.status, 200, got.text);
  assertConforms(EndUser, got.json);
  return got.json as { readonly id: number; readonly identifier: string };
};

test('an end user is made once, also by two at once, and found by id and identifier', async () => {
  const body = { identifier: 'abc123', email: 'joe@mydomain.com', name: 'Joe Smith', phone: '+16171231234' };
  const [one, other] = await Promise.all([put(body), put(body)]);
  assert.deepEqual(one, other);
  for (const query of [`id=${one.id}`, 'identifier=abc123'])
    assert.deepEqual((await send(`${PATH}?${query}`)).json, { id: one.id, identifier: 'abc123' });
  await put({ identifier: 'abc123', name: 'Joe B. Smith' });
  const contact = await engine.directory.contact(1, one.id);
  assert.deepEqual([contact?.name, contact?.email, contact?.role], ['Joe B. Smith', 'joe@mydomain.com', 'user']);
});

test('who has the number and no identifier gets it; a number that another one has stays theirs', async () => {
  const robin = await put({ identifier: 'robin', phone: '+1 415-555-0148' });
  assert.equal((await engine.directory.contact(1, robin.id))?.name, 'Robin Vale');
  const second = await put({ identifier: 'second', phone: '+14155550148' });
  assert.notEqual(second.id, robin.id);
  assert.equal((await engine.directory.contact(1, second.id))?.phone, null);
  assert.equal((await engine.directory.contactByPhone(1, '+14155550148'))?.id, robin.id);
});

test('what names no one, or is no number, is refused', async () => {
  for (const [query, status, message] of [
    ['', 400, 'param is missing or the value is empty: id'],
    ['id=x', 404, 'Not Found'],
    ['identifier=nobody', 404, 'Not Found'],
  ] as const) {
    const got = await send(`${PATH}?${query}`);
    assert.deepEqual([got.status, got.json], [status, { message }]);
  }
  const wrong = await send(PATH, { body: { identifier: 'x', phone: '12' } });
  assert.deepEqual([wrong.status, wrong.json], [400, { message: 'phone is not well formed' }]);
  const none = await send(PATH, { body: { name: 'x' } });
  assert.deepEqual([none.status, none.json], [400, { message: 'param is missing or the value is empty: identifier' }]);
});
