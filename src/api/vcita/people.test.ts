/** The business, its staff, its tokens, and whom a token speaks for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { hashToken } from '#http/auth.ts';
import { createTokens } from '#storage/tokens.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { legacyShape } from './legacy.ts';
import * as schema from './people-schema.ts';
import { enveloped } from './schema.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;
const BUSINESS = `/platform/v1/businesses/${DEMO_WORKSPACE.uid}`;
type Fields = Readonly<Record<string, unknown>>;
type Answer<T> = { readonly data: T };

async function get<T>(path: string, token?: string): Promise<T> {
  const got = await send(path, token === undefined ? {} : { token });
  assert.equal(got.status, 200, got.text);
  return got.json as T;
}

test('a business is shown with who runs it, to its own tokens', async () => {
  const answer = await get<Answer<{ business: { admin_account: Fields; business: Fields } }>>(BUSINESS);
  assertConforms(schema.BusinessAnswer, answer);
  const { business, admin_account: owner } = answer.data.business;
  assert.deepEqual(business, {
    id: DEMO_WORKSPACE.uid,
    name: 'Somedomain Support',
    time_zone: 'UTC',
    phone: '+13392195276',
  });
  assert.equal(owner['email'], 'owner@somedomain.com');
  const other = await send(BUSINESS.replace('d290', 'd291'));
  assert.deepEqual([other.status, other.json], [404, { message: 'Not found', status: 'Error' }]);
  const businesses = await get<object>('/v3/business_administration/businesses?per_page=1');
  assertConforms(enveloped(schema.Businesses), businesses);
});

test('staff are listed with truths as texts; those who are locked out only where all are asked for', async () => {
  await patchbay.database.pool.query('update agent set locked_at = now() where id = 3');
  const active = await get<Answer<{ staff: Fields[] }>>(`${BUSINESS}/staffs`);
  const all = await get<Answer<{ staff: Fields[] }>>(`${BUSINESS}/staffs?status=all`);
  assertConforms(legacyShape(schema.Staffs), all);
  assert.deepEqual(
    all.data.staff.map(({ email, role, active: isActive }) => [email, role, isActive]),
    [
      ['admin@somedomain.com', 'user', 'true'],
      ['agent@somedomain.com', 'user', 'true'],
      ['allen@somedomain.com', 'user', 'false'],
      ['owner@somedomain.com', 'admin', 'true'],
    ],
  );
  assert.equal(active.data.staff.length, 3);
  const wrong = await send(`${BUSINESS}/staffs?status=some`);
  assert.deepEqual([wrong.status, wrong.json], [400, { message: 'Invalid status', status: 'Error' }]);
  const [first = {}] = all.data.staff;
  const one = await get<Answer<{ staff: Fields }>>(`${BUSINESS}/staffs/${String(first['id'])}`);
  assert.deepEqual(one.data.staff, first);
  assert.equal((await send(`${BUSINESS}/staffs/nobody`)).status, 404);
  const member = await get<object>(`/v3/business_administration/staff_members/${String(first['id'])}`);
  assertConforms(enveloped(schema.StaffMember), member);
  assert.equal((await send('/v3/business_administration/staff_members/nobody')).status, 404);
});

test('a token speaks for who made it, else for who runs the business', async () => {
  const owner = await get<Fields>('/oauth/userinfo');
  assertConforms(schema.UserInfo, owner);
  assert.deepEqual(
    [owner['email'], owner['role'], owner['type'], owner['business_uid'], owner['brand_host']],
    ['owner@somedomain.com', 'admin', 'staff', DEMO_WORKSPACE.uid, new URL(patchbay.address).host],
  );
  const id = await createTokens(patchbay.database, Date.now).create(1, 'app', 'read_only', hashToken('made-by-agent'));
  await patchbay.database.pool.query('update api_token set made_by_agent = 2 where id = $1', [id]);
  const agent = await get<Fields>('/oauth/userinfo', 'made-by-agent');
  assert.deepEqual([agent['email'], agent['role']], ['agent@somedomain.com', 'user']);
  const stranger = await send('/oauth/userinfo', { token: 'no-one' });
  assert.deepEqual(stranger.json, {
    success: false,
    errors: [{ code: 'unauthorized', message: '401 Unauthorized' }],
  });
});

test('a token makes tokens that may do no more than itself, and revokes those of its business', async () => {
  const make = async (body: object, token?: string) =>
    send('/platform/v1/tokens', { body, ...(token === undefined ? {} : { token }) });
  const made = await make({ directory_id: 'their-directory' });
  assert.equal(made.status, 201, made.text);
  const directory = (made.json as Answer<{ token: string }>).data.token;
  const forBusiness = await make({ business_id: DEMO_WORKSPACE.uid }, directory);
  const token = (forBusiness.json as Answer<{ token: string }>).data.token;
  const listed = await get<Answer<{ tokens: Fields[] }>>('/platform/v1/tokens');
  assert.deepEqual(
    listed.data.tokens.slice(-2).map(({ name, type }) => [name, type]),
    [
      ['vcita their-directory', 'directory'],
      ['vcita', 'directory'],
    ],
  );
  for (const [body, status] of [
    [{}, 422],
    [{ business_id: 'another' }, 401],
    [{ app_id: 'x'.repeat(300) }, 422],
  ] as const)
    assert.equal((await make(body)).status, status);
  const revoke = async (value: unknown) => send('/platform/v1/tokens/revoke', { body: { token: value } });
  assert.deepEqual((await revoke(token)).json, { status: 'OK', data: { revoked_tokens: [token] } });
  assert.deepEqual((await revoke(token)).json, { status: 'OK', data: { revoked_tokens: [] } });
  assert.equal((await revoke(7)).status, 422);
  assert.equal((await send('/platform/v1/tokens', { token })).status, 401);
});
