/** Which test files share a process: starting one and loading what is tested costs more than most files do. */
import { readFileSync } from 'node:fs';
import { SLOWEST_FIRST } from './test-order.ts';

/** Files that one process runs, one after the other. */
export type Group = {
  readonly files: readonly string[];
  /** What every test of the group needs to be there, by path: loaded first, with hooks that hold for all. */
  readonly preloads: readonly string[];
};

type Kind = {
  /** Decides by the text of a file, which is where it says what it imports. */
  readonly is: RegExp;
  /** How many files share a process, at most. More save little, and the last group of a run should be short. */
  readonly most: number;
  readonly preloads: readonly string[];
};

/** The first that holds is the kind of a file. What starts processes, or opens a browser, has one of its own. */
const KINDS: readonly Kind[] = [
  { is: /'node:child_process'|support\/(server-process|browser)\.ts'|tools\/test-files\.ts'/, most: 1, preloads: [] },
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
  { is: /^/, most: 40, preloads: [] },
];

/**
 * The files in groups, in the order given: a group stands where its last file does, so that it takes nobody's turn.
 * Those known to be slow stay alone, since they would make a group end late.
 */
export function groupsOf(files: readonly string[], textOf = (file: string) => readFileSync(file, 'utf8')): Group[] {
  const groups: Group[] = [];
  const open = new Map<Kind, string[]>();
  for (const file of files) {
    const isSlow = SLOWEST_FIRST.includes(file.replaceAll('\\', '/'));
    const kind = isSlow ? undefined : KINDS.find(({ is }) => is.test(textOf(file)));
    if (kind === undefined || kind.most === 1) {
      groups.push({ files: [file], preloads: [] });
      continue;
    }
    const group = [...(open.get(kind) ?? []), file];
    open.set(kind, group);
    if (group.length < kind.most) continue;
    groups.push({ files: group, preloads: kind.preloads });
    open.delete(kind);
  }
  for (const kind of KINDS) {
    const rest = open.get(kind);
    if (rest !== undefined) groups.push({ files: rest, preloads: kind.preloads });
  }
  return groups;
}

/** Each file in a process of its own. */
export function aloneEach(files: readonly string[]): Group[] {
  return files.map((file) => ({ files: [file], preloads: [] }));
}
