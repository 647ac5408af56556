/** What somebody hears who is not talking: texts, music, the tone before a message. */
import type { Playing } from '../media.ts';
import type { Hearing } from './topology.ts';
import type { Prompts } from './world.ts';

const QUEUE_MESSAGE = 'All of our agents are busy. Please stay on the line, and we will be with you soon.';
const GREETING =
  'Nobody can take your call at the moment. Please leave a message after the tone, and press hash or hang up when you are done.';
const CLOSED = 'We are closed at the moment. Please try again later. Goodbye.';

/** The sounds in their order, made where they were not yet. `prompt` is what the menu says. */
export async function soundsOf(prompts: Prompts, what: Hearing, prompt: string): Promise<readonly Playing[]> {
  const say = async (text: string): Promise<Playing> => ({ path: await prompts.pathFor(text), isLooped: false });
  const music = async (): Promise<Playing> => ({ path: await prompts.holdMusic(), isLooped: true });
  switch (what) {
    case 'menu':
      return [await say(prompt)];
    case 'queue':
      return [await say(QUEUE_MESSAGE), await music()];
    case 'hold':
      return [await music()];
    case 'closed':
      return [await say(CLOSED)];
    case 'voicemail':
      return [await say(GREETING), { path: await prompts.beep(), isLooped: false }];
    default:
      return what satisfies never;
  }
}
