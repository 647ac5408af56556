import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRow } from './csv.ts';

const ROWS: readonly (readonly [cells: readonly (string | number | null)[], line: string])[] = [
  [['plain', 1, null, 2.5], 'plain,1,,2.5'],
  [['a,b', 'two words'], `"a,b",two words`],
  [['=1+1', '+1415', '-1', '@x', '\tx'], "'=1+1,'+1415,'-1,'@x,'\tx"],
  [[-1], '-1'],
];

for (const [cells, line] of ROWS)
  test(`${JSON.stringify(cells)} is written as ${JSON.stringify(line)}`, () => assert.equal(csvRow(cells), line));
