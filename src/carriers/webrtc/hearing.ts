/** What somebody hears who is not talking: texts, music, the tone before a message. What the workspace brought comes first. */
import type { Playing } from '../media.ts';
import type { Hearing } from './topology.ts';
import type { Prompts } from './world.ts';

const QUEUE_MESSAGE = 'All of our agents are busy. Please stay on the line, and we will be with you soon.';
const GREETING =
  'Nobody can take your call at the moment. Please leave a message after the tone, and press hash or hang up when you are done.';
const CLOSED = 'We are closed at the moment. Please try again later. Goodbye.';

/** Where sounds come from. */
export type Voice = {
  readonly prompts: Prompts;
  /** The workspace's own for the place; null where it has none. */
  own(place: string): Promise<string | null>;
  /** What the menu says. */
  menu(): Promise<{ readonly place: string; readonly text: string }>;
};

/** The sounds in their order, made where they were not yet. */
export async function soundsOf({ prompts, own, menu }: Voice, what: Hearing): Promise<readonly Playing[]> {
  const say = async (place: string, text: string): Promise<Playing> => ({
    path: (await own(place)) ?? (await prompts.pathFor(text)),
    isLooped: false,
  });
  const music = async (): Promise<Playing> => ({
    path: (await own('hold_music')) ?? (await prompts.holdMusic()),
    isLooped: true,
  });
  switch (what) {
    case 'menu': {
      const { place, text } = await menu();
      return [await say(place, text)];
    }
    case 'queue':
      return [await say('queue', QUEUE_MESSAGE), await music()];
    case 'hold':
      return [await music()];
    case 'closed':
      return [await say('closed', CLOSED)];
    case 'voicemail':
      return [await say('voicemail', GREETING), { path: await prompts.beep(), isLooped: false }];
    default:
      return what satisfies never;
  }
}
