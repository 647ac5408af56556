/** Which test files share a process: starting one and loading what is tested costs more than most files do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SLOWEST_FIRST } from './test-order.ts';

/** Files that one process runs, one after the other. */
export type Group = {
  readonly files: readonly string[];
  /** What every test of the group needs to be there, by path: loaded first, with hooks that hold for all. */
  readonly preloads: readonly string[];
};

/** How many slow files share a process. Two or three take as long as a group of others. */
const MAX_SLOW = 3;

type Kind = {
  /** Decides by the text of a file, which is where it says what it imports. */
  readonly is: RegExp;
  /** How many files share a process, at most. More save little, and the last group of a run should be short. */
  readonly most: number;
  readonly preloads: readonly string[];
};

/** The first that holds is the kind of a file. What starts processes of its own has its own process. */
const KINDS: readonly Kind[] = [
  {
    is: /'node:child_process'|support\/server-process\.ts'|\.\/embedded\.ts'|tools\/test-files\.ts'/,
    most: 1,
    preloads: [],
  },
  { is: /support\/browser\.ts'/, most: MAX_SLOW, preloads: ['test/support/browser.ts'] },
  {
    is: /support\/console\/\w+\.tsx?'/,
    most: 12,
    preloads: ['test/support/console/dom.ts', 'test/support/console/app.tsx'],
  },
  {
    is: /(support|\.)\/(patchbay|world|(store-)?database|pages|live-people|contract|[a-z]+-conformance|media-world)\.ts'/,
    most: 8,
    preloads: [],
  },
  { is: /^/, most: 20, preloads: [] },
];

type Open = { readonly kind: Kind; readonly files: string[] };

/**
 * The files in groups, by their kinds, each group where its first file stood. The slow files are in groups of their
 * own, which come first.
 */
export function groupsOf(files: readonly string[], textOf = (file: string) => readFileSync(file, 'utf8')): Group[] {
  const isSlow = (file: string): boolean => SLOWEST_FIRST.includes(file.replaceAll('\\', '/'));
  const groups: Open[] = [];
  for (const slow of [true, false]) {
    const open = new Map<Kind, Open>();
    for (const file of files.filter((each) => isSlow(each) === slow)) {
      const kind = KINDS.find(({ is }) => is.test(textOf(file))) ?? assert.fail('The last kind holds for every file.');
      const group = open.get(kind);
      if (group !== undefined && group.files.length < Math.min(kind.most, slow ? MAX_SLOW : Infinity)) {
        group.files.push(file);
        continue;
      }
      const next = { kind, files: [file] };
      groups.push(next);
      open.set(kind, next);
    }
  }
  return groups.map(({ kind, files: together }) => ({ files: together, preloads: kind.preloads }));
}

/** Each file in a process of its own. */
export function aloneEach(files: readonly string[]): Group[] {
  return files.map((file) => ({ files: [file], preloads: [] }));
}
