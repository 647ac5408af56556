import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArticleDraft, ArticleFault } from './article.ts';
import { articleFaults } from './article.ts';

const DRAFT: ArticleDraft = { title: 'A', body: 'B', phrasings: [], lang: 'en', status: 'draft', handsOver: false };

/** What differs from a draft that is as it should be -> what is wrong with it. */
const FAULTS: readonly (readonly [string, Partial<ArticleDraft>, readonly ArticleFault[]])[] = [
  ['nothing', {}, []],
  ['the longest texts', { title: 'A'.repeat(200), body: 'B'.repeat(20_000) }, []],
  ['the most and longest phrasings', { phrasings: Array.from({ length: 20 }, () => 'C'.repeat(200)) }, []],
  ['a language with a region', { lang: 'fr-CA' }, []],
  ['no title', { title: ' \n' }, [{ field: 'title', detail: 'is missing' }]],
  ['too long a title', { title: 'A'.repeat(201) }, [{ field: 'title', detail: 'may have 200 characters' }]],
  ['no body', { body: '' }, [{ field: 'body', detail: 'is missing' }]],
  ['too long a body', { body: 'B'.repeat(20_001) }, [{ field: 'body', detail: 'may have 20000 characters' }]],
  ['an empty phrasing', { phrasings: ['C', ' '] }, [{ field: 'phrasings', detail: 'has an empty one' }]],
  [
    'too long a phrasing',
    { phrasings: ['C'.repeat(201)] },
    [{ field: 'phrasings', detail: 'may have 200 characters each' }],
  ],
  [
    'too many phrasings',
    { phrasings: Array.from({ length: 21 }, () => 'C') },
    [{ field: 'phrasings', detail: 'are more than 20' }],
  ],
  ['a language that is none', { lang: 'EN' }, [{ field: 'lang', detail: 'is not a language code' }]],
  [
    'several things, in the order of the fields',
    { title: '', lang: '' },
    [
      { field: 'title', detail: 'is missing' },
      { field: 'lang', detail: 'is not a language code' },
    ],
  ],
];
for (const [what, change, faults] of FAULTS)
  test(`faults of a draft: ${what}`, () => assert.deepEqual(articleFaults({ ...DRAFT, ...change }), faults));
