/** What can be wrong with the sound. What is said of it stands in the catalogue, by the same names. */

/** Why there is no sound. */
const SOUND_PROBLEMS = [
  'denied',
  'no_device',
  'in_use',
  'unplugged',
  'unsupported',
  'insecure',
  'refused',
  'blocked',
  'lost',
] as const;
export type SoundProblem = (typeof SOUND_PROBLEMS)[number];

/** What `getUserMedia` threw, as one of ours. */
export function problemOf(error: unknown): SoundProblem {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no_device';
  return 'in_use';
}
