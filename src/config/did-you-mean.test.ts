import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean } from './did-you-mean.ts';

const KNOWN = ['PORT', 'HOST', 'DATA_DIR', 'DEMO', 'DEMO_TOKEN', 'DATABASE_URL', 'DATABASE_URL_FILE'];

const CASES = [
  ['PROT', 'PORT'],
  ['PORTS', 'PORT'],
  ['DATADIR', 'DATA_DIR'],
  ['DATA_DIRECTORY', null],
  ['DEMOTOKEN', 'DEMO_TOKEN'],
  ['DATABASE_ULR', 'DATABASE_URL'],
  ['DATABASE_URLFILE', 'DATABASE_URL_FILE'],
  ['COLOR', null],
  ['', null],
] as const;

for (const [typed, meant] of CASES)
  test(`"${typed}" is taken for ${meant ?? 'nothing known'}`, () => {
    assert.equal(didYouMean(typed, KNOWN), meant);
  });
