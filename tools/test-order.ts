/**
 * The test files that take longest, slowest first, so that a run begins with them and ends with short ones. `npm test`
 * prints the ten slowest of each run: a file that stays among them belongs here.
 */
export const SLOWEST_FIRST: readonly string[] = [
  'src/media/server/media-engine.test.ts',
  'src/media/server/media-heard.test.ts',
  'test/truth/truth.test.ts',
  'test/pages/accessible-call.test.ts',
  'test/pages/accessible-pages.test.ts',
  'test/pages/agents.test.ts',
  'test/journeys/kill.test.ts',
  'test/pages/mishaps.test.ts',
  'src/storage/embedded.test.ts',
  'test/pages/talk.test.ts',
  'src/storage/embedded/root-only.test.ts',
  'test/upgrade.test.ts',
  'src/engine/acd/router.test.ts',
  'test/pages/one-truth.test.ts',
  'test/journeys/restart.test.ts',
  'test/pages/voicemail.test.ts',
  'test/contracts.test.ts',
  'src/engine/commands/receive-call.test.ts',
  'src/engine/commands/transfer-call.test.ts',
];

/**
 * The files in the order in which they are started: the known slow ones, slowest first, then the others as they were.
 */
export function slowestFirst(files: readonly string[]): string[] {
  const rank = (file: string): number => {
    const at = SLOWEST_FIRST.indexOf(file.replaceAll('\\', '/'));
    return at < 0 ? SLOWEST_FIRST.length : at;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}
