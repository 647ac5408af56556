import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContactField } from './contacts-protocol.ts';
import { readContactEdit } from './contacts-read.ts';

const X = (length: number): string => 'x'.repeat(length);
const NUMBERS = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => `+1415555${1000 + place}`);

/** What is sent -> the change that it asks for, the field that is wrong with it, or null where it asks for nothing. */
const EDITS: readonly (readonly [sent: unknown, read: object | ContactField | null])[] = [
  [{}, null],
  [[], null],
  ['name', null],
  [{ rating: 5 }, null],
  [{ name: 'bad \u0000 byte' }, null],
  [{ name: ' Robin Vale ' }, { name: 'Robin Vale' }],
  [{ name: '  ' }, { name: null }],
  [{ name: X(200) }, { name: X(200) }],
  [{ name: X(201) }, 'name'],
  [{ name: null }, 'name'],
  [{ email: ' robin@example.com ' }, { email: 'robin@example.com' }],
  [{ email: '' }, { email: null }],
  [{ email: 'robin' }, 'email'],
  [{ email: 'robin vale@example.com' }, 'email'],
  [{ email: `${X(320)}@example.com` }, 'email'],
  [{ phone: '+1 415-555-0148' }, { phone: '+14155550148' }],
  [{ phone: '(415) 555-0148' }, { phone: '+14155550148' }],
  [{ phone: '' }, { phone: null }],
  [{ phone: '12' }, 'phone'],
  [{ phone: 14155550148 }, 'phone'],
  [{ otherPhones: [] }, { otherPhones: [] }],
  [{ otherPhones: [''] }, { otherPhones: [] }],
  [{ otherPhones: ['+14155550148', '415 555 0148', ' '] }, { otherPhones: ['+14155550148'] }],
  [{ otherPhones: '+14155550148' }, 'otherPhones'],
  [{ otherPhones: ['+14155550148', 'home'] }, 'otherPhones'],
  [{ otherPhones: NUMBERS(500) }, 'otherPhones'],
  [
    { attributes: { plan: 'gold', seats: 2, isVip: true, old: null } },
    { attributes: { plan: 'gold', seats: 2, isVip: true, old: null } },
  ],
  [{ attributes: {} }, 'attributes'],
  [{ attributes: { '  ': 'x' } }, 'attributes'],
  [{ attributes: { [X(201)]: 'x' } }, 'attributes'],
  [{ attributes: { plan: ['gold'] } }, 'attributes'],
  [{ attributes: [] }, 'attributes'],
  [{ name: 'Robin', phone: '12' }, 'phone'],
];
for (const [sent, read] of EDITS)
  test(`${JSON.stringify(sent).slice(0, 70)} ${read === null ? 'asks for nothing' : typeof read === 'string' ? `is refused beside ${read}` : 'is read'}`, () => {
    const found = readContactEdit(sent, 'US');
    if (typeof read !== 'string') return assert.deepEqual(found, read);
    assert.ok(found !== null && 'field' in found);
    assert.deepEqual([found.field, found.message.endsWith('.')], [read, true]);
  });

test('where the workspace has no country, a number without one is none', () => {
  assert.deepEqual(readContactEdit({ phone: '+4930123456' }, null), { phone: '+4930123456' });
  assert.equal((readContactEdit({ phone: '(415) 555-0148' }, null) as { field: string }).field, 'phone');
});
