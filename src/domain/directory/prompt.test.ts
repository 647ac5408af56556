import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Prompt } from './prompt.ts';
import { menuOfPrompt, promptFor, PROMPT_PLACES, readPromptName } from './prompt.ts';

const prompt = (name: Prompt['name'], lang: string | null): Prompt => ({
  name,
  lang,
  hash: `${name} ${lang}`,
  seconds: 1,
  createdAt: new Date(0),
});

test('places are read, and menus by their ids', () => {
  for (const place of PROMPT_PLACES) assert.equal(readPromptName(place), place);
  assert.equal(readPromptName('menu_7'), 'menu_7');
  assert.deepEqual([menuOfPrompt('menu_7'), menuOfPrompt('welcome')], [7, null]);
});

for (const text of [
  '',
  'Welcome',
  'menu_',
  'menu_0',
  'menu_07',
  'menu_7x',
  `menu_${'9'.repeat(16)}`,
  'menu_-1',
  'beep',
])
  test(`${JSON.stringify(text.slice(0, 12))} names no place`, () => assert.equal(readPromptName(text), null));

test('a language of its own comes before any, and what is of another place or language is not heard', () => {
  const prompts = [prompt('welcome', null), prompt('welcome', 'es'), prompt('queue', 'es')];
  assert.equal(promptFor(prompts, 'welcome', 'es')?.lang, 'es');
  assert.equal(promptFor(prompts, 'welcome', 'en')?.lang, null);
  assert.equal(promptFor(prompts, 'queue', 'en'), undefined);
  assert.equal(promptFor(prompts, 'closed', 'es'), undefined);
});
