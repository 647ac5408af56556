/** Who may import whom. The table below is the architecture; the tests only read it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { test } from 'node:test';

/** Folder -> the folders it may import, besides itself. The files at the top of `src` put the parts together and may import all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  directory: [], // who and where: agents, menus, hours, numbers
  call: ['directory'], // the call itself: no I/O, no vendor's words
  media: [], // bytes of sound
  http: ['background'], // knows no vendor and no call
  background: [], // the one owner of work that nobody waits for
  engine: ['background', 'call', 'directory'],
  storage: ['background', 'call', 'directory'],
  carriers: ['background', 'call', 'media', 'http'],
  jobs: ['call', 'engine'],
  dialects: ['background', 'call', 'directory', 'engine', 'http'], // never storage, never carriers
  pages: ['call', 'http'], // what people read that is no API
  console: ['call', 'directory'], // the agents' page: it speaks HTTP like any client
  'web-call': [], // the callers' pages, likewise
};

/** What goes over the wire between our pages and their dialects: plain types, which both sides import. */
const WIRE = /^src\/dialects\/(desk|caller)\/([a-z]+-)?protocol\.ts$/;
const PAGES = new Set(['console', 'web-call']);

/** Folders without a package and without `node:`; the one exception is named with what it may import. */
const PURE = new Set(['directory', 'call', 'media']);
const PURE_MAY: Readonly<Record<string, readonly string[]>> = {
  'src/directory/phone-number.ts': ['libphonenumber-js/max'],
};

/** Folders whose units are strangers to one another; a file right inside the folder (`dialect.ts`) is shared. */
const SEALED = new Set(['dialects', 'carriers']);

const AIM = 300;
const WALL = 500;

const files = globSync('src/**/*.{ts,tsx}')
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted();
const sources = files.filter((file) => !/\.test\.tsx?$/.test(file));

/** The names that the file imports or re-exports, statically or not. Comments are no imports. */
function importsOf(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  const found = code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])(?<name>[^'"\n]+)\1/g);
  return [...found].map((match) => match.groups?.['name'] ?? '');
}

/** Where an import leads, as a path of ours; null when it is a package or Node's. */
function targetOf(file: string, name: string): string | null {
  if (name.startsWith('#')) return `src/${name.slice(1)}`;
  return name.startsWith('.') ? join(dirname(file), name) : null;
}

/** What is wrong with one import of a file; null when it is as the table says. */
function faultOf(file: string, name: string): string | null {
  const [, top = '', unit = ''] = file.split('/');
  const isTop = file.split('/').length === 2;
  const target = targetOf(file, name);
  if (target === null)
    return PURE.has(top) && PURE_MAY[file]?.includes(name) !== true
      ? `${top} is pure and may not import ${name}`
      : null;
  if (!target.startsWith('src/')) return `${name} lies outside src`;
  if (!/\.(tsx?|css|svg\?url)$/.test(target)) return `${name} lacks its extension`;
  const [, to = '', toUnit = ''] = target.split('/');
  if (isTop) return target.split('/').length === 2 || name.startsWith('#') ? null : `write #${target.slice(4)}`;
  if (to !== top) {
    if (target.split('/').length === 2) return `only the files at the top may import ${name}`;
    if (MAY_IMPORT[top]?.includes(to) !== true && !(PAGES.has(top) && WIRE.test(target)))
      return `${top} may not import ${name}`;
    return name.startsWith('#') ? null : `across folders it is #${target.slice(4)}, not ${name}`;
  }
  if (name.startsWith('#')) return `inside a folder it is a relative path, not ${name}`;
  const isShared = target.split('/').length === 3 || file.split('/').length === 3;
  return SEALED.has(top) && toUnit !== unit && !isShared ? `${top}/${unit} may not import ${top}/${toUnit}` : null;
}

test('there is something to look at', () => {
  assert.ok(sources.length > 100, `only ${sources.length} files were found: run it from the root of the project`);
});

test('every folder of src is in the table', () => {
  const folders = new Set(files.filter((file) => file.split('/').length > 2).map((file) => file.split('/')[1] ?? ''));
  assert.deepEqual(
    [...folders].filter((folder) => !(folder in MAY_IMPORT)),
    [],
  );
});

for (const file of sources)
  test(`${file} imports what it may`, () => {
    const faults = importsOf(readFileSync(file, 'utf8')).map((name) => faultOf(file, name));
    assert.deepEqual(
      faults.filter((fault) => fault !== null),
      [],
    );
  });

test(`a file has at most ${AIM} lines, or ${WALL} when it is a table and says so first`, () => {
  const long = [...files, ...globSync('test/**/*.ts')].flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const lines = text.trimEnd().split('\n').length;
    const first = /^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
    return lines > (/\btables?\b/i.test(first) ? WALL : AIM) ? [`${file}: ${lines}`] : [];
  });
  assert.deepEqual(long, []);
});

test('nothing is exported as default, and no file gathers others (index.ts)', () => {
  const faults = sources.filter(
    (file) => /^export default\b/m.test(readFileSync(file, 'utf8')) || /\/index\.tsx?$/.test(file),
  );
  assert.deepEqual(faults, []);
});

/** Statements that throw a promise away. `void` before what is no promise (a reply's header, a set's deletion) says that its value is not needed. */
const THROWN_AWAY = /(?:^|[;{]|\)|\belse|\breturn)\s*void (?!reply\.|pages\.delete\(|setImmediate\(|\()[\w.?]+\(/m;

test('server code throws no promise away: background() owns what nobody waits for', () => {
  const servers = sources.filter((file) => !PAGES.has(file.split('/')[1] ?? ''));
  assert.deepEqual(
    servers.filter((file) => THROWN_AWAY.test(readFileSync(file, 'utf8'))),
    [],
  );
  for (const text of [
    '  void run();',
    'if (a) void b.c(d);',
    'else void answer(message);',
    'return void work().catch(x);',
  ])
    assert.match(text, THROWN_AWAY);
});

test('the rules see what they forbid', () => {
  assert.deepEqual(importsOf(`import 'a';\nexport { x } from "b";\nawait import('c'); // from 'd'\n/* from 'e' */`), [
    'a',
    'b',
    'c',
  ]);
  const forbidden: readonly (readonly [string, string])[] = [
    ['src/call/step.ts', 'node:fs'],
    ['src/call/step.ts', '#engine/engine.ts'],
    ['src/directory/menu.ts', 'libphonenumber-js'],
    ['src/dialects/ccaip/read.ts', '#storage/calls.ts'],
    ['src/dialects/ccaip/read.ts', '../vcita/read.ts'],
    ['src/dialects/ccaip/read.ts', '../../config.ts'],
    ['src/http/server.ts', '#call/call.ts'],
    ['src/engine/engine.ts', '../call/call.ts'],
    ['src/call/step.ts', '#call/call.ts'],
    ['src/call/step.ts', './call'],
    ['src/console/link/desk.ts', '#dialects/desk/read.ts'],
    ['src/engine/engine.ts', '#dialects/desk/protocol.ts'],
  ];
  for (const [file, name] of forbidden) assert.notEqual(faultOf(file, name), null, `${file} -> ${name}`);
  assert.equal(faultOf('src/dialects/ccaip/read.ts', '../dialect.ts'), null);
  assert.equal(faultOf('src/console/link/desk.ts', '#dialects/desk/calls-protocol.ts'), null);
  assert.equal(faultOf('src/patchbay.ts', '#storage/calls.ts'), null);
});
