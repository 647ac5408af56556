import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNarrowed } from './call-filters.ts';

/** What is asked -> the conditions that it becomes, all of which hold. */
const READ: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
  [{}, []],
  [{ limit: '5', cursor: 'x' }, []],
  [{ disposition: 'Resolved' }, ['disposition eq Resolved']],
  [{ tag: 'billing' }, ['tag eq billing']],
  [{ tag: 'x'.repeat(60) }, [`tag eq ${'x'.repeat(60)}`]],
  [{ menu_id: '9' }, ['menuId eq 9']],
  [{ not_filled_in: 'true' }, ['notFilledIn ne null']],
  [
    { not_filled_in: 'true', menu_id: '9', tag: 'vip', disposition: 'Sold' },
    ['disposition eq Sold', 'tag eq vip', 'menuId eq 9', 'notFilledIn ne null'],
  ],
];
for (const [query, conditions] of READ)
  test(`${JSON.stringify(query).slice(0, 60)}: ${conditions.length} conditions`, () => {
    const read = readNarrowed(query);
    assert.ok(!('parameter' in read));
    assert.deepEqual(
      read.map(({ field, operator, value }) => `${field} ${operator} ${String(value)}`),
      conditions,
    );
  });

/** What makes no sense -> the parameter that is named. */
const WRONG: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ disposition: '' }, 'disposition'],
  [{ disposition: 'x'.repeat(61) }, 'disposition'],
  [{ tag: '' }, 'tag'],
  [{ tag: 'a\u0000b' }, 'tag'],
  [{ menu_id: '0' }, 'menu_id'],
  [{ menu_id: '-1' }, 'menu_id'],
  [{ menu_id: 'nine' }, 'menu_id'],
  [{ not_filled_in: 'false' }, 'not_filled_in'],
  [{ not_filled_in: '' }, 'not_filled_in'],
];
for (const [query, parameter] of WRONG)
  test(`${JSON.stringify(query).slice(0, 40)} is refused: ${parameter}`, () => {
    const read = readNarrowed(query);
    assert.ok('parameter' in read);
    assert.equal(read.parameter, parameter);
    assert.match(read.detail, /^(must|is)/);
  });
