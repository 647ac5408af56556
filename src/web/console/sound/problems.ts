/** What can be wrong with the sound, and what to say about it. A table. */

/** Why there is no sound. */
export const SOUND_PROBLEMS = [
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

/** A title, and what to do about it. */
export const PROBLEM_TEXTS = {
  denied: {
    title: 'The microphone is blocked',
    help: 'Allow the microphone for this page: click the icon beside the address, choose Allow, then try again.',
  },
  no_device: {
    title: 'No microphone was found',
    help: 'Plug in a headset or a microphone, then try again.',
  },
  in_use: {
    title: 'The microphone cannot be opened',
    help: 'Another program may be using it. Close that program, then try again.',
  },
  unplugged: {
    title: 'The microphone was unplugged',
    help: 'Callers cannot hear you. Plug it in again, or try again with another one.',
  },
  unsupported: {
    title: 'This browser cannot make calls',
    help: 'Use a current Chrome, Edge, Firefox or Safari.',
  },
  insecure: {
    title: 'Calls need a secure address',
    help: 'Browsers allow the microphone only over https, or on this very machine. Open the console by its https address.',
  },
  refused: {
    title: 'The server did not take the sound',
    help: 'It may be busy. Try again in a moment.',
  },
  blocked: {
    title: 'The sound does not get through',
    help: 'A firewall or a VPN may be in the way. Try another network, or ask your administrator.',
  },
  lost: {
    title: 'The sound was lost',
    help: 'Check your network, then try again.',
  },
} as const satisfies Record<SoundProblem, { readonly title: string; readonly help: string }>;

/** What `getUserMedia` threw, as one of ours. */
export function problemOf(error: unknown): SoundProblem {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no_device';
  return 'in_use';
}
