/**
 * What someone hears who is not talking: texts, music, the tone before a message. What the workspace brought comes
 * first.
 */
import { spoken } from '#catalogue/spoken.ts';
import type { Playing } from '../media-server.ts';
import type { Announcement } from './topology.ts';
import type { Prompts, PromptText } from './ports.ts';

/** Places that say the same for every menu; the others play music, or say what the menus say. */
const SPOKEN_PLACES = ['queue', 'voicemail', 'closed', 'unavailable', 'call_back'] as const;
type SpokenPlace = (typeof SPOKEN_PLACES)[number];

/** What is spoken at them. */
export const SPOKEN: ReadonlyMap<string, string> = new Map(SPOKEN_PLACES.map((place) => [place, spoken(place)]));

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
  const sayAt = async (place: SpokenPlace): Promise<Playing> => say({ place, text: spoken(place) });
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
      return menuFirst(await sayAt('queue'), await music());
    case 'hold':
      return [await music()];
    case 'closed':
      return menuFirst(await sayAt('closed'));
    case 'unavailable':
      return [await sayAt('unavailable')];
    case 'call_back':
      return [await sayAt('call_back')];
    case 'voicemail':
      return menuFirst(await sayAt('voicemail'), { path: await prompts.beep(), isLooped: false });
    default:
      return what satisfies never;
  }
}
