/**
 * What someone hears who is not talking: texts, music, the tone before a message. What the workspace brought comes
 * first.
 */
import type { Playing } from '../media-server.ts';
import type { Announcement } from './topology.ts';
import type { Prompts, PromptText } from './ports.ts';

const QUEUE: PromptText = {
  place: 'queue',
  text: 'All of our agents are busy. Please stay on the line, and we will be with you soon.',
};
const GREETING: PromptText = {
  place: 'voicemail',
  text: 'Nobody can take your call at the moment. Please leave a message after the tone, and press hash or hang up when you are done.',
};
const CLOSED: PromptText = { place: 'closed', text: 'We are closed at the moment. Please try again later. Goodbye.' };
const UNAVAILABLE: PromptText = {
  place: 'unavailable',
  text: 'Nobody can take your call at the moment. Please try again later. Goodbye.',
};
const CALL_BACK: PromptText = {
  place: 'call_back',
  text: 'Nobody can take your call at the moment. We will call you back on this number as soon as we can. Goodbye.',
};

/** What is spoken at the places that say the same for every menu; the others play music, or say what the menus say. */
export const SPOKEN: ReadonlyMap<string, string> = new Map(
  [QUEUE, GREETING, CLOSED, UNAVAILABLE, CALL_BACK].map(({ place, text }) => [place, text]),
);

/** Where sounds come from. */
export type Voice = {
  readonly prompts: Prompts;
  /** The workspace's own for the place; null where it has none. */
  own(place: string): Promise<string | null>;
  /** What the menu says, if anything. */
  menu(): Promise<PromptText | null>;
};

/** The sounds in their order, made where they were not yet. */
export async function soundsOf({ prompts, own, menu }: Voice, what: Announcement): Promise<readonly Playing[]> {
  const say = async ({ place, text }: PromptText): Promise<Playing> => ({
    path: (await own(place)) ?? (await prompts.pathFor(text)),
    isLooped: false,
  });
  const music = async (): Promise<Playing> => ({
    path: (await own('hold_music')) ?? (await prompts.holdMusic()),
    isLooped: true,
  });
  const menuFirst = async (...rest: readonly Playing[]): Promise<readonly Playing[]> => {
    const said = await menu();
    return said === null ? rest : [await say(said), ...rest];
  };
  switch (what) {
    case 'menu':
      return menuFirst();
    case 'queue':
      return menuFirst(await say(QUEUE), await music());
    case 'hold':
      return [await music()];
    case 'closed':
      return menuFirst(await say(CLOSED));
    case 'unavailable':
      return [await say(UNAVAILABLE)];
    case 'call_back':
      return [await say(CALL_BACK)];
    case 'voicemail':
      return menuFirst(await say(GREETING), { path: await prompts.beep(), isLooped: false });
    default:
      return what satisfies never;
  }
}
