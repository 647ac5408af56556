import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import type { CallsPage } from './calls-protocol.ts';

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const admin = await signIn(patchbay, 'owner@somedomain.com');
const agent = await signIn(patchbay);

/** Three callers: their numbers, and the names that they are given. */
const PEOPLE = [
  ['+16505550123', 'Casey Quill', 'casey@example.com'],
  ['+18596579999', '100% Sure', null],
  ['+821068777001', null, null],
] as const;

const calls = new Map<string, number>();
for (const [phone, name, email] of PEOPLE) {
  const made = await patchbay.send('/v1/contacts', { body: { phone, name, email } });
  assert.equal(made.status, 201, made.text);
  const placed = await patchbay.engine.receiveCall({
    workspaceId: 1,
    menuId: 9,
    ticketId: null,
    number: phone,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  });
  assert.ok(placed.ok);
  calls.set(phone, placed.value.id);
}

async function find(text: string, cookie = admin): Promise<{ status: number; phones: string[] }> {
  const path = `/app/calls.json?${new URLSearchParams({ find: text }).toString()}`;
  const { status, json } = await patchbay.send(path, { token: null, headers: { cookie } });
  const found = status === 200 ? (json as CallsPage).calls : [];
  return { status, phones: found.map(({ contact }) => contact?.number ?? '') };
}

const [CASEY, SURE, SEOUL] = PEOPLE.map(([phone]) => phone);
const FOUND: readonly (readonly [text: string, phones: readonly (string | undefined)[]])[] = [
  ['Casey', [CASEY]],
  ['casey QU', [CASEY]],
  ['quill', [CASEY]],
  ['casey@example', [CASEY]],
  ['555-0123', [CASEY]],
  ['(650) 555', [CASEY]],
  ['+1 650-555-0123', [CASEY]],
  ['650.555.0123', [CASEY]],
  ['859-657-9999', [SURE]],
  ['6877', [SEOUL]],
  ['0%', [SURE]],
  ['%%', []],
  ['__', []],
  [String.raw`\%`, []],
  ['no such person', []],
  ['', [SEOUL, SURE, CASEY]],
];

for (const [text, phones] of FOUND)
  test(`looking for ${JSON.stringify(text)} finds ${phones.length === 0 ? 'nothing' : phones.join(', ')}`, async () =>
    assert.deepEqual(await find(text), { status: 200, phones }));

for (const text of ['R', '4', 'x'.repeat(101)])
  test(`${text.slice(0, 3)} (${text.length} characters) is refused in words`, async () =>
    assert.equal((await find(text)).status, 400));

test('an agent finds no calls but their own', async () => {
  assert.deepEqual(await find('Casey', agent), { status: 200, phones: [] });
});

for (const address of ['/app/calls.json?tag=%00', '/app/contacts.json?find=a%00b', '/app/requests.json?path=%ff'])
  test(`${address} says what no store keeps, and is refused`, async () => {
    const { status } = await patchbay.send(address, { token: null, headers: { cookie: admin } });
    assert.equal(status, 400);
  });
