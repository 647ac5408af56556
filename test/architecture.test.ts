/** Who may import whom. The table below is the architecture; the tests only read it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { test } from 'node:test';

/**
 * Room -> the rooms it may import, besides itself. A room is the longest of these paths that a file lies below. `app`
 * puts the parts together and may import all; `main.ts` starts it.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'domain/directory': [], // agents, queues and menus, hours, numbers, prompts
  'domain/call': ['domain/directory'], // the record, the lifecycle, what follows from an event
  'domain/identity': ['domain/call', 'domain/directory'], // who is signed in, and what they may do
  'domain/voice-agent': ['domain/call', 'domain/directory'], // what the voice agent says, decides and tells
  'domain/ports': ['domain/call', 'domain/directory', 'domain/identity', 'domain/voice-agent'], // what the inside needs of the outside
  catalogue: ['domain/directory'], // what people read and hear, in every language that it is written in
  json: [], // JSON whose numbers stay as they were written
  background: [], // the one owner of work that no one waits for
  engine: ['background', 'catalogue', 'domain'], // the only place where things happen
  'media/codec': [], // bytes of sound and of its protocols
  media: ['media/codec'], // the port of the media server, and what all of media shares
  'media/prompts/flite': ['media/codec'], // texts to speech
  'media/recordings': ['media', 'media/codec'], // encoded packets to tracks, tracks to files
  'media/server': ['background', 'media', 'media/codec', 'media/recordings'], // the in-process media server
  'media/prompts': ['media', 'media/codec'], // texts, uploads and tones to clips
  'media/session': ['background', 'catalogue', 'domain', 'media', 'media/recordings', 'carriers'], // one call's media
  carriers: ['domain'], // the port: how a far end is reached
  'carriers/simulator': [
    'background',
    'domain',
    'media',
    'media/codec',
    'media/prompts/flite',
    'media/session',
    'carriers',
  ],
  'carriers/webrtc': ['domain', 'media', 'media/session', 'carriers'],
  'carriers/sip': ['background', 'domain', 'media', 'media/session', 'carriers', 'sip'], // telephones, over SIP trunks
  sip: [], // SIP as values: messages, transactions, dialogs; sockets, clock and randomness are handed in
  http: ['background', 'json'], // the server kit: knows no vendor and no call
  api: ['domain', 'engine', 'http'], // what all vendors' wires share
  'api/ccaip': ['domain', 'engine', 'http', 'api'],
  'api/intercom': ['domain', 'engine', 'http', 'api'],
  'api/mcp': ['domain', 'http', 'api'], // what models may ask: asks our own API, as any program does
  'api/patchbay': ['domain', 'engine', 'http', 'api'],
  'api/vcita': ['domain', 'engine', 'http', 'api'],
  'realtime/agent': ['background', 'domain', 'engine', 'http', 'api'], // wires of our own pages
  'realtime/caller': ['background', 'domain', 'engine', 'http', 'api'],
  'realtime/messenger': ['catalogue', 'domain', 'engine', 'http', 'api'],
  storage: ['background', 'domain', 'json'], // PostgreSQL: one file a table
  'voice-agent/engines': ['domain'], // how engines elsewhere are asked, and passed over while they fail
  'voice-agent': ['background', 'domain', 'voice-agent/engines'], // engines of the voice agent: finds articles, decides what is said
  'voice-agent/tts': ['background', 'domain', 'media/codec', 'media/prompts/flite', 'voice-agent/engines'], // speaks words: one folder an engine
  openid: ['background', 'domain'], // asks sign-in providers who someone is
  mail: ['background', 'catalogue', 'domain'], // writes to people, by a mail server
  webhooks: ['background', 'domain'], // tells programs what happened to calls
  jobs: ['background', 'domain', 'engine'], // what happens by the clock
  'voice-agent/stt': ['background', 'domain', 'media/codec', 'voice-agent/engines'], // hears words: one folder an engine
  config: ['http'], // the environment, checked
  cli: ['api/mcp', 'config', 'domain/ports', 'webhooks'], // the command line: asks a server over HTTP, as any program does
  'web/pages': ['catalogue', 'domain', 'http'], // pages that the server writes
  'web/console': ['catalogue', 'domain'], // the agents' page: it speaks HTTP like any client
  'web/caller': ['catalogue', 'domain/call', 'domain/directory'], // the callers' pages, likewise
};

/**
 * What goes over the wire between our pages and the server: plain types, and the codes that close it, which both sides
 * import.
 */
const WIRE = /^src\/(realtime\/(agent|caller)\/([a-z-]+-)?protocol|http\/close-codes)\.ts$/;
const PAGES = new Set(['web/console', 'web/caller']);

/** Rooms without a package and without `node:`; the exceptions are named with what they may import. */
const PURE = /^src\/(domain|media\/codec|sip)\//;
const PURE_MAY: Readonly<Record<string, readonly string[]>> = {
  'src/domain/directory/phone-number.ts': ['libphonenumber-js/max'],
  'src/media/codec/opus-codec.ts': ['opusscript', 'node:module'],
};

const AIM = 300;
const WALL = 500;

const files = globSync('src/**/*.{ts,tsx}')
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted();
const sources = files.filter((file) => !/\.test\.tsx?$/.test(file));

/** The names that the file imports or re-exports, statically or not. Comments are no imports. */
function importsOf(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  const found = code.matchAll(/(?<!['"])\b(?:from|import)\s*\(?\s*(['"])(?<name>[^'"\n]+)\1/g);
  return [...found].map((match) => match.groups?.['name'] ?? '');
}

/** Where an import leads, as a path of ours; null when it is a package or Node's. */
function targetOf(file: string, name: string): string | null {
  if (name.startsWith('#')) return `src/${name.slice(1)}`;
  return name.startsWith('.') ? join(dirname(file), name) : null;
}

/** The room of a file: the longest path of the table that it lies below; `app` and `main.ts` stand above the table. */
function roomOf(file: string): string | null {
  const parts = file.split('/').slice(1, -1);
  for (let length = parts.length; length > 0; length -= 1) {
    const room = parts.slice(0, length).join('/');
    if (room in MAY_IMPORT || room === 'app') return room;
  }
  return null;
}

/** Whether the table lets one room import another; a room that is named allows those below it. */
function mayImport(from: string, to: string): boolean {
  return (MAY_IMPORT[from] ?? []).some(
    (allowed) => to === allowed || (allowed === 'domain' && to.startsWith('domain/')),
  );
}

/** What is wrong with one import of a file; null when it is as the table says. */
function faultOf(file: string, name: string): string | null {
  const target = targetOf(file, name);
  if (target === null)
    return PURE.test(file) && PURE_MAY[file]?.includes(name) !== true
      ? `${file} is pure and may not import ${name}`
      : null;
  if (!target.startsWith('src/')) return `${name} lies outside src`;
  if (!/\.(tsx?|css|json|svg\?url)$/.test(target)) return `${name} lacks its extension`;
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from !== to && from !== null && from !== 'app') {
    if (to === null || to === 'app') return `${from} may not import ${name}`;
    if (!mayImport(from, to) && !(PAGES.has(from) && WIRE.test(target))) return `${from} may not import ${to}`;
  }
  const isSameTop = file.split('/')[1] === target.split('/')[1];
  if (isSameTop && name.startsWith('#')) return `inside a folder it is a relative path, not ${name}`;
  return isSameTop || name.startsWith('#') ? null : `across folders it is #${target.slice(4)}, not ${name}`;
}

test('there is something to look at', () => {
  assert.ok(sources.length > 100, `only ${sources.length} files were found: run it from the root of the project`);
});

test('every file of src lies in a room of the table, below app, or is main.ts', () => {
  assert.deepEqual(
    files.filter((file) => roomOf(file) === null),
    ['src/main.ts'],
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
  const long = [...files, ...globSync('test/**/*.{ts,tsx}')].flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const lines = text.trimEnd().split('\n').length;
    const first = /^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
    // What is written from something else is as long as that is.
    const most = /\bwritten by `npm run generate`/i.test(first) ? Infinity : /\btables?\b/i.test(first) ? WALL : AIM;
    return lines > most ? [`${file}: ${lines}`] : [];
  });
  assert.deepEqual(long, []);
});

test('nothing is exported as default, and no file gathers others (index.ts)', () => {
  const faults = sources.filter(
    (file) => /^export default\b/m.test(readFileSync(file, 'utf8')) || /\/index\.tsx?$/.test(file),
  );
  assert.deepEqual(faults, []);
});

/**
 * Statements that throw a promise away. `void` before what is no promise (a reply's header, a set's deletion) says that
 * its value is not needed.
 */
const THROWN_AWAY = /(?:^|[;{]|\)|\belse|\breturn)\s*void (?!reply\.|pages\.delete\(|setImmediate\(|\()[\w.?]+\(/m;

test('server code throws no promise away: background() owns what no one waits for', () => {
  const servers = sources.filter((file) => !PAGES.has(roomOf(file) ?? ''));
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

/** The first way that leads from a room back to itself by the table; null where there is none. */
function circleOf(table: Readonly<Record<string, readonly string[]>>): readonly string[] | null {
  const known = new Set<string>();
  const walk = (room: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (known.has(room)) return null;
    const next = (table[room] ?? []).flatMap((to) =>
      to === 'domain' ? Object.keys(table).filter((each) => each.startsWith('domain/')) : [to],
    );
    for (const to of next) {
      const circle = walk(to, [...way, room]);
      if (circle !== null) return circle;
    }
    known.add(room);
    return null;
  };
  for (const room of Object.keys(table)) {
    const circle = walk(room, []);
    if (circle !== null) return circle;
  }
  return null;
}

test('no way through the rooms leads back to where it began', () => {
  assert.equal(circleOf(MAY_IMPORT), null);
  assert.deepEqual(circleOf({ ...MAY_IMPORT, 'media/codec': ['media/server'] }), [
    'media/codec',
    'media/server',
    'media',
    'media/codec',
  ]);
});

const COMMANDS = 'src/engine/commands/';

test('every command is one verb, one file of its name, and stands in the table', () => {
  const table = readFileSync('src/engine/command-table.ts', 'utf8');
  for (const file of sources.filter((each) => each.startsWith(COMMANDS))) {
    const verb = file.slice(COMMANDS.length, -'.ts'.length).replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
    const exported = readFileSync(file, 'utf8').matchAll(/^export (?:async )?(?:function|const) (\w+)/gm);
    assert.deepEqual(
      [...exported].map(([, name]) => name),
      [verb],
      file,
    );
    assert.match(table, new RegExp(`^  ${verb},$`, 'm'), `${verb} is not in the table of commands`);
  }
});

/** What a door would have to write to report an event: the whole engine, which has `report`, or the gate behind it. */
const REPORTING = /\bEngine\b(?=[^']*from '#engine\/engine\.ts')|#engine\/core\/(act|deps)\.ts|\.(report|happened)\(/;

test('APIs and pages give commands and report no events: they have the engine without that door', () => {
  const doors = sources.filter((file) => /^src\/(api|realtime)\//.test(file));
  assert.ok(doors.length > 50);
  assert.deepEqual(
    doors.filter((file) => REPORTING.test(readFileSync(file, 'utf8'))),
    [],
  );
  for (const text of [
    "import type { Engine } from '#engine/engine.ts';",
    "import type { Engine, EngineDoor } from '#engine/engine.ts';",
    "await engine.report(id, { type: 'held' });",
  ])
    assert.match(text, REPORTING);
  assert.doesNotMatch("import type { EngineDoor } from '#engine/engine.ts'; engine.reportCall(x);", REPORTING);
});

test('the rules see what they forbid', () => {
  assert.deepEqual(importsOf(`import 'a';\nexport { x } from "b";\nawait import('c'); // from 'd'\n/* from 'e' */`), [
    'a',
    'b',
    'c',
  ]);
  const forbidden: readonly (readonly [string, string])[] = [
    ['src/domain/call/step.ts', 'node:fs'],
    ['src/domain/call/step.ts', '#engine/engine.ts'],
    ['src/domain/directory/menu.ts', 'libphonenumber-js'],
    ['src/api/ccaip/read.ts', '#storage/calls.ts'],
    ['src/api/ccaip/read.ts', '../vcita/read.ts'],
    ['src/api/ccaip/read.ts', '../../config.ts'],
    ['src/http/server.ts', '#domain/call/call.ts'],
    ['src/engine/engine.ts', '../call/call.ts'],
    ['src/domain/call/step.ts', '#domain/call/call.ts'],
    ['src/domain/call/step.ts', './call'],
    ['src/web/console/link/desk.ts', '#realtime/agent/read.ts'],
    ['src/engine/engine.ts', '#realtime/agent/protocol.ts'],
  ];
  for (const [file, name] of forbidden) assert.notEqual(faultOf(file, name), null, `${file} -> ${name}`);
  assert.equal(faultOf('src/api/ccaip/read.ts', '../dialect.ts'), null);
  assert.equal(faultOf('src/web/console/link/desk.ts', '#realtime/agent/calls-protocol.ts'), null);
  assert.equal(faultOf('src/app/app.ts', '#storage/calls.ts'), null);
});
