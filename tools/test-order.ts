/**
 * The test files that judge sound while it passes, slowest first: they run before all others, {@link SOUND_AT_ONCE} at a
 * time, because a machine that is busy with something else stands still now and then, and then sound does.
 */
export const SOUND_FIRST: readonly string[] = [
  'src/media/server/media-engine.test.ts',
  'src/media/server/media-heard.test.ts',
  'test/journeys/third-carrier.test.ts',
  'src/media/server/voice-heard.test.ts',
  'test/journeys/live-sound.test.ts',
  'test/journeys/cut-recording.test.ts',
  'test/peers/baresip.test.ts',
];

/** Groups of them at a time: each of them waits for sound half of its time. */
export const SOUND_AT_ONCE = 2;

/**
 * The test files that take longest, slowest first, so that a run begins with them and ends with short ones. `npm test`
 * prints the ten slowest of each run: a file that stays among them belongs here.
 */
export const SLOWEST_FIRST: readonly string[] = [
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
 * The files in the order in which they are started: those of `order` first, in that order, then the others as they were.
 */
export function ordered(files: readonly string[], order: readonly string[]): string[] {
  const rank = (file: string): number => {
    const at = order.indexOf(file.replaceAll('\\', '/'));
    return at < 0 ? order.length : at;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether the file judges sound while it passes. */
export function judgesSound(file: string): boolean {
  return SOUND_FIRST.includes(file.replaceAll('\\', '/'));
}
