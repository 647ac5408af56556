import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContactField, SearchSlice, SearchTree } from '#domain/ports/contact-search.ts';
import { storeDatabase } from '../../test/support/store-database.ts';
import { countContacts, searchContacts } from './search-contacts.ts';

const database = await storeDatabase();
await database.pool.query(
  `insert into contact (workspace_id, uid, role, name, email, phone, identifier, attributes, created_at, updated_at, merged_into)
   select *, null::bigint from (values
     (1, '00000000-0000-4000-8000-00000000000a'::uuid, 'user', 'Ada Byron', 'ada@example.com', '+14155550101', 'a-1',
       '{"plan":"gold","seats":3,"trial":false}'::jsonb, '2026-03-01T09:00:00Z'::timestamptz, '2026-03-09T09:00:00Z'::timestamptz),
     (1, '00000000-0000-4000-8000-00000000000b', 'lead', 'Bo_50%', 'bo@Sub.example.org', null, null,
       '{"plan":"Gold","seats":"many"}', '2026-03-02T09:00:00Z', '2026-03-08T09:00:00Z'),
     (1, '00000000-0000-4000-8000-00000000000c', 'user', null, null, '+442079460958', 'c-3',
       '{"seats":12,"lists":["x"]}', '2026-03-03T09:00:00Z', '2026-03-07T09:00:00Z'),
     (2, '00000000-0000-4000-8000-00000000000d', 'user', 'Ada Byron', 'ada@example.com', '+14155550101', 'a-1',
       '{}', '2026-03-01T09:00:00Z', '2026-03-09T09:00:00Z')
   ) as given`,
);
await database.pool.query(
  `insert into contact (workspace_id, name, merged_into) select 1, 'Ada Byron', id from contact where identifier = 'c-3'`,
);

type Tree = SearchTree<ContactField>;
const PAGE: SearchSlice = { by: 'createdAt', order: 'ascending', beyond: null, limit: 9 };
const term = (name: Exclude<ContactField['name'], 'attribute'>, operator: string, given: unknown): Tree =>
  ({
    kind: 'term',
    term: { field: { name }, operator, ...(Array.isArray(given) ? { values: given } : { value: given }) },
  }) as Tree;
const own = (attribute: string, operator: string, given: unknown): Tree =>
  ({
    kind: 'term',
    term: {
      field: { name: 'attribute', attribute },
      operator,
      ...(Array.isArray(given) ? { values: given } : { value: given }),
    },
  }) as Tree;
const second = (day: number): number => Date.UTC(2026, 2, day, 9) / 1000;

/** A condition, and the last digits of the uids that it finds. */
const FOUND: readonly (readonly [string, Tree, string])[] = [
  ['a name whatever its case', term('name', 'is', ['ADA BYRON']), 'a'],
  ['no name', term('name', 'is', [null]), 'c'],
  ['any of several, or none', term('name', 'is', ['ada byron', null]), 'ac'],
  ['all but a name: also who has none', term('name', 'isNot', ['ada byron']), 'bc'],
  ['some name', term('name', 'isNot', [null]), 'ab'],
  ['a part of a name', term('name', 'contains', 'BYR'), 'a'],
  ['a part whose signs are no wildcards', term('name', 'contains', '_5'), 'b'],
  ['a percent sign', term('name', 'ends', '0%'), 'b'],
  ['a percent sign that nothing has', term('name', 'contains', 'a%n'), ''],
  ['without a part: also who has no name', term('name', 'lacks', 'ada'), 'bc'],
  ['the beginning of a number', term('phone', 'starts', '+44'), 'c'],
  ['the end of a number', term('phone', 'ends', '0101'), 'a'],
  ['the domain of an address', term('emailDomain', 'is', ['sub.EXAMPLE.org']), 'b'],
  ['a role', term('role', 'is', ['user']), 'ac'],
  ['a uid', term('uid', 'is', ['00000000-0000-4000-8000-00000000000B']), 'b'],
  ['what is no uid', term('uid', 'is', ['b; drop table contact']), ''],
  ['created after a second', term('createdAt', 'over', second(2)), 'c'],
  ['created in it or after', term('createdAt', 'atLeast', second(2)), 'bc'],
  ['created before', term('createdAt', 'under', second(2)), 'a'],
  ['created in it or before', term('createdAt', 'atMost', second(2)), 'ab'],
  ['an attribute, by its case', own('plan', 'is', ['gold']), 'a'],
  ['an attribute that is no text', own('trial', 'is', [false]), 'a'],
  ['a number that is stored as one', own('seats', 'is', [3]), 'a'],
  ['an attribute, any of several values', own('seats', 'is', ['many', 12]), 'bc'],
  ['an attribute, or none', own('plan', 'is', ['gold', null]), 'ac'],
  ['all but a value: also who has none', own('plan', 'isNot', ['gold']), 'bc'],
  ['not what is in a list or an object', own('lists', 'is', ['x']), ''],
  ['above a number: texts are none', own('seats', 'over', 2), 'ac'],
  ['a part of an attribute', own('seats', 'contains', 'man'), 'b'],
  ['an attribute that none has', own('color', 'is', ['red']), ''],
  ['without an attribute', own('plan', 'is', [null]), 'c'],
  ['a field without values is none', term('nothing', 'is', [null]), 'abc'],
  ['a field without values is nothing else', term('nothing', 'is', ['x']), ''],
  ['a field without values lacks all parts', term('nothing', 'lacks', 'x'), 'abc'],
  ['what is never so', term('never', 'is', [true]), ''],
  ['everyone', { kind: 'all', of: [] }, 'abc'],
  ['all of some', { kind: 'all', of: [term('role', 'is', ['user']), own('seats', 'over', 5)] }, 'c'],
  ['any of some', { kind: 'any', of: [term('name', 'is', [null]), term('role', 'is', ['lead'])] }, 'bc'],
  [
    'any within all',
    { kind: 'all', of: [term('role', 'is', ['user']), { kind: 'any', of: [own('seats', 'is', [3, 12])] }] },
    'ac',
  ],
];

for (const [what, tree, expected] of FOUND)
  test(`${what}: ${expected === '' ? 'none' : expected}`, async () => {
    const found = await searchContacts(database, 1, tree, PAGE);
    assert.equal(found.map(({ contact }) => contact.uid.at(-1)).join(''), expected);
    assert.equal(await countContacts(database, 1, tree), expected.length);
  });

test('a list continues after the place of its last one, by either time and in either order', async () => {
  const all: Tree = { kind: 'all', of: [] };
  for (const [by, order, expected] of [
    ['createdAt', 'ascending', 'abc'],
    ['createdAt', 'descending', 'cba'],
    ['updatedAt', 'ascending', 'cba'],
    ['updatedAt', 'descending', 'abc'],
  ] as const) {
    let seen = '';
    let beyond: SearchSlice['beyond'] = null;
    for (let page = 0; page < 4; page += 1) {
      const [found] = await searchContacts(database, 1, all, { by, order, beyond, limit: 1 });
      if (found === undefined) break;
      seen += found.contact.uid.at(-1);
      beyond = { place: found.place, id: found.id };
    }
    assert.equal(seen, expected, `${by}, ${order}`);
  }
});
