/** What callers hear in every menu alike: the greeting, while they wait, and when they are let go. */
import type { ReactElement } from 'react';
import { PROMPT_PLACES } from '#domain/directory/prompt.ts';
import type { MenusView } from '#realtime/agent/menus-protocol.ts';
import { Section } from './section.tsx';
import { Sounds } from './sounds.tsx';
import { say } from '../../parts/language.ts';

/** The part, folded up: it is seldom changed. */
export function CommonSounds({ all }: { readonly all: MenusView }): ReactElement {
  return (
    <Section title={say('menus.soundsTitle')} about={say('menus.soundsAbout')}>
      {PROMPT_PLACES.map((place) => (
        <details key={place} className="rounded-xl border border-line">
          <summary className="cursor-pointer px-3.5 py-2.5 text-sm font-medium">{say(`menus.sound.${place}`)}</summary>
          <div className="border-t border-line p-3.5">
            <Sounds name={place} all={all} />
          </div>
        </details>
      ))}
    </Section>
  );
}
