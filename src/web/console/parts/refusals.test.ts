/** Every code that the server refuses pages with has a text in the catalogue; the English ones are the server's own. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MENU_PROBLEMS } from '#api/menus/faults.ts';
import { readTexts } from '../../../../tools/catalogue-files.ts';
import { refusalKey, refusalWords, scopeOf, scopesOfCommand } from './refusals.ts';

const ENGLISH = readTexts('en', 'refusals');

/** Codes whose sentence is made for each case: it is read by its words (`details.ts`). */
const OWN_WORDS = new Set(['logo_invalid', 'sound_invalid', 'skill_in_use']);

/** Rows of tables of faults, `code: [status, 'sentence'`, and of tables of sentences, `code: 'sentence',`. */
const FAULT = /^ {2}(\w+): \[\s*\d{3},\s*(?:'((?:[^'\\]|\\.)*)'|`[^`]*`)/gm;
const SENTENCES = /const (?:PAGE_SENTENCES|SENTENCES|UNFINISHED)[^=]*= \{([\s\S]*?)\n\}/g;
const SENTENCE = /^ {2}(\w+):\s+(?:'((?:[^'\\]|\\.)*)'|`[^`]*`),$/gm;

/** Files of tables without an address of their own -> whose refusals these are. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'commands.ts': ['status'],
  'own-proof.ts': ['profile'],
  'page-routes.ts': [],
  'refusals.ts': ['desk'],
};

type Refused = { readonly scopes: readonly string[]; readonly code: string; readonly sentence: string | null };

function refusedIn(path: string): readonly Refused[] {
  const source = readFileSync(path, 'utf8');
  const addresses = [...source.matchAll(/'(\/app\/[^']*)'/g)].map(([, url = '']) => scopeOf(url));
  const scopes = SCOPES[path.split('/').at(-1) ?? ''] ?? [...new Set(addresses)];
  const tables = [...source.matchAll(SENTENCES)].map(([, body = '']) => body).join('\n');
  const rows = [...source.matchAll(FAULT), ...`${tables}\n`.matchAll(SENTENCE)];
  return rows.flatMap(([, code = '', sentence]) => {
    const said = { code, sentence: sentence?.replaceAll("\\'", "'") ?? null };
    return scopes.length === 0 ? [{ scopes, ...said }] : scopes.map((scope) => ({ scopes: [scope], ...said }));
  });
}

const files = globSync('src/realtime/agent/*.ts').filter((file) => !file.endsWith('.test.ts'));
const refused: readonly Refused[] = [
  ...files.flatMap(refusedIn),
  ...Object.keys(MENU_PROBLEMS).map((code) => ({ scopes: ['menus'], code, sentence: null })),
  { scopes: [], code: 'internal', sentence: null },
  { scopes: [], code: 'unavailable', sentence: null },
].filter(({ code }) => !OWN_WORDS.has(code));

/** What commands say in their own words: the command, the codes, and the server's sentence. */
const OF_COMMANDS = [
  ['answer', ['event_not_allowed', 'call_unknown', 'agent_not_available'], 'Another agent was faster'],
  ['dial', ['agent_not_available'], 'Go available, and finish'],
  ['own_status', ['agent_not_available', 'event_not_allowed'], 'Go online first.'],
] as const;

test('there are tables to look at, in all their shapes', () => {
  assert.ok(refused.length > 150, String(refused.length));
  for (const [scope, code] of [
    ['people', 'taken'],
    ['passkeys', 'full'],
    ['sign-in', 'codes_unreadable'],
    ['desk', 'notes_full'],
    ['status', 'tag_required'],
  ])
    assert.ok(
      refused.some((each) => each.scopes[0] === scope && each.code === code),
      `${scope} ${code}`,
    );
});

test('every code has a text, and the English one of its own is what the server says', () => {
  const faults = refused.flatMap(({ scopes, code, sentence }) => {
    const key = refusalKey(scopes, code);
    if (key === null) return [`${scopes.join()} ${code} has no text`];
    const isOwn = key === `refusal.${scopes[0] ?? ''}.${code}`;
    return isOwn && sentence !== null && ENGLISH[key] !== sentence ? [`${key} is not “${sentence}”`] : [];
  });
  assert.deepEqual(faults, []);
});

test('every text is of a code that the server has', () => {
  const fields = [...readFileSync('src/realtime/agent/contacts-read.ts', 'utf8').matchAll(/field: '(\w+)'/g)];
  const known = new Set<string | null>([
    ...refused.map(({ scopes, code }) => refusalKey(scopes, code)),
    ...fields.map(([, field = '']) => refusalKey(['contacts'], 'malformed', field)),
    ...OF_COMMANDS.flatMap(([type, codes]) => codes.map((code) => refusalKey(scopesOfCommand(type), code))),
  ]);
  const texts = Object.keys(ENGLISH).filter((key) => key.startsWith('refusal.'));
  assert.deepEqual(
    texts.filter((key) => !known.has(key)),
    [],
  );
});

test('what a command says in its own words is said so', () => {
  const source = readFileSync('src/realtime/agent/commands.ts', 'utf8');
  for (const [type, codes, words] of OF_COMMANDS) {
    assert.ok(source.includes(words), words);
    for (const code of codes) {
      const key = refusalKey(scopesOfCommand(type), code);
      assert.ok((ENGLISH[key ?? ''] ?? '').startsWith(words), `${type} ${code}`);
    }
  }
});

test('an address is called by its first step; some share another one', () => {
  for (const [url, scope] of [
    ['/app/people/7/link.json', 'people'],
    ['/app/profile.json', 'profile'],
    ['/app/profile/passkeys/7.json', 'passkeys'],
    ['/app/profile/codes/confirm.json', 'codes'],
    ['/app/trunk-limits.json', 'trunks'],
    ['/app/sign-in/passkey.json', 'sign-in'],
    ['/healthz', ''],
  ] as const)
    assert.equal(scopeOf(url), scope, url);
});

test('in English the server’s own sentence stays', () => {
  assert.equal(refusalWords(['people'], 'taken'), null);
});
