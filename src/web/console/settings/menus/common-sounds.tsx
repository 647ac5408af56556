/** What callers hear in every menu alike: the greeting, while they wait, and when they are let go. */
import type { ReactElement } from 'react';
import { PROMPT_PLACES } from '#domain/directory/prompt.ts';
import type { MenusView } from '#realtime/agent/menus-protocol.ts';
import { Section } from './section.tsx';
import { Sounds } from './sounds.tsx';

const PLACE_WORDS: Readonly<Record<(typeof PROMPT_PLACES)[number], string>> = {
  welcome: 'Greeting',
  queue: 'When a caller begins to wait',
  hold_music: 'Music while waiting and on hold',
  voicemail: 'Before a message is left',
  closed: 'When it is closed',
  unavailable: 'When no one is available',
  call_back: 'When a call is promised',
};

/** The part, folded up: it is seldom changed. */
export function CommonSounds({ all }: { readonly all: MenusView }): ReactElement {
  return (
    <Section title="Sounds of every menu" about="Listen to what callers hear now, or bring a sound of your own.">
      {PROMPT_PLACES.map((place) => (
        <details key={place} className="rounded-xl border border-line">
          <summary className="cursor-pointer px-3.5 py-2.5 text-sm font-medium">{PLACE_WORDS[place]}</summary>
          <div className="border-t border-line p-3.5">
            <Sounds name={place} all={all} />
          </div>
        </details>
      ))}
    </Section>
  );
}
