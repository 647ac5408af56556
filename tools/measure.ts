/**
 * `npm run measure`: how large files and functions are, which exports say what they are, what imports what in a circle,
 * and how much test there is for each room. Fails past a wall; `--check` prints only what is past one.
 */
import { globSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { circlesOf } from './measure/circles.ts';
import { measureFile } from './measure/file.ts';
import { RATCHET } from './measure/ratchet.ts';

const MAX_FILE_LINES = 500;
/** Comments are read as prose: no line of one is wider. Columns. */
const MAX_COMMENT_WIDTH = 120;
const MAX_OWN_LINES = 60;
const MIN_DOCUMENTED = 0.9;
/** Test lines for a source line, in a room that has code to run; 0.75 is aimed at for the whole. */
const MIN_ROOM_RATIO = 0.4;
const MIN_RATIO = 0.7;

const all = globSync(['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}']).map((file) => file.replaceAll('\\', '/'));
const isTest = (file: string): boolean => file.startsWith('test/') || /\.test\.tsx?$/.test(file);
/** What is written from something else is as long as that is, and needs no tests. */
const isGenerated = (file: string): boolean =>
  /^\/\*\*[^/]*\bwritten by `npm run generate`/i.test(readFileSync(file, 'utf8'));
const sources = all.filter((file) => !isTest(file) && !isGenerated(file)).toSorted();
const measured = sources.map((file) => measureFile(file, readFileSync(file, 'utf8')));
const linesOf = (file: string): number => readFileSync(file, 'utf8').trimEnd().split('\n').length;

const functions = measured.flatMap((file) => file.functions.map((each) => ({ ...each, file: file.file })));
const exports = measured.flatMap((file) => file.exports.map((each) => ({ ...each, file: file.file })));
const fileLines = measured.map(({ lines }) => lines);
const documented = exports.filter(({ isDocumented }) => isDocumented).length / exports.length;
const circles = circlesOf(measured);
const sourceLines = sum(fileLines);
const testLines = sum(all.filter(isTest).map(linesOf));

const wideComments = all.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, place) =>
      line.length > MAX_COMMENT_WIDTH && /^\s*(\/\*|\/\/)|^\s+\* /.test(line)
        ? [`${file}:${place + 1} is a wide comment`]
        : [],
    ),
);

const faults: string[] = [
  ...wideComments,
  ...measured.filter(({ lines }) => lines > MAX_FILE_LINES).map(({ file, lines }) => `${file} has ${lines} lines`),
  ...functions
    .filter(({ ownLines }) => ownLines > MAX_OWN_LINES)
    .map(({ file, name, ownLines }) => `${file}: ${name} has ${ownLines} lines of its own`),
  ...circles.filter(isNew).map((circle) => `a circle of imports: ${circle.join(' -> ')}`),
  ...(documented >= MIN_DOCUMENTED ? [] : [`only ${percent(documented)} of the exports say what they are`]),
  ...(testLines / sourceLines >= Math.min(MIN_RATIO, RATCHET.whole)
    ? []
    : [`${(testLines / sourceLines).toFixed(2)} test lines a source line`]),
  ...rooms().flatMap(([room, ratio]) =>
    ratio < (RATCHET.rooms[room] ?? MIN_ROOM_RATIO) ? [`${room} has ${ratio.toFixed(2)} test lines a source line`] : [],
  ),
];

if (!process.argv.includes('--check')) report();
for (const fault of faults) console.log(`past a wall: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);

function report(): void {
  const own = functions.map(({ ownLines }) => ownLines);
  const rows: readonly (readonly [string, string])[] = [
    ['files, lines of source', `${sources.length}, ${sourceLines}`],
    ['lines a file: median, nine in ten, most', spread(fileLines)],
    ['functions', String(functions.length)],
    ['lines a function, all: median, nine in ten, most', spread(functions.map(({ lines }) => lines))],
    ['lines a function, its own: median, nine in ten, most', spread(own)],
    ['exports that say what they are', `${percent(documented)} of ${exports.length}`],
    ['files in circles of imports, types too', String(new Set(circles.flat()).size)],
    ['test lines a source line', (testLines / sourceLines).toFixed(2)],
    ...rooms().map(([room, ratio]): [string, string] => [`  ${room}`, ratio.toFixed(2)]),
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, figure] of rows) console.log(`${what.padEnd(width)}  ${figure}`);
}

/** Whether none of the circle's files stands in the ratchet. */
function isNew(circle: readonly string[]): boolean {
  return !circle.some((file) => RATCHET.circles.includes(file));
}

/** Test lines a source line for each room that has code to run, of the tests that lie in it. */
function rooms(): (readonly [string, number])[] {
  const roomOf = (file: string): string => file.split('/').slice(1, -1).slice(0, 2).join('/');
  const own = new Map<string, { source: number; test: number }>();
  for (const file of all.filter((each) => each.startsWith('src/') && !isGenerated(each))) {
    const room = own.get(roomOf(file)) ?? { source: 0, test: 0 };
    room[isTest(file) ? 'test' : 'source'] += linesOf(file);
    own.set(roomOf(file), room);
  }
  const runs = new Set(functions.map(({ file }) => roomOf(file)));
  return [...own]
    .filter(([room]) => room !== '' && runs.has(room))
    .map(([room, { source, test }]) => [room, test / source] as const);
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return `${at(0.5)}, ${at(0.9)}, ${at(1)}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
