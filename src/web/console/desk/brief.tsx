/** What the voice agent tells of a caller whom it passed on: what they want, in short, and their last words. */
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';

/** Nothing where it told nothing. */
export function Brief({ call }: { readonly call: CallView }): ReactElement | null {
  const { brief } = call;
  if (brief === undefined) return null;
  const { wants, summary, lastWords } = brief;
  return (
    <section aria-label={say('desk.brief.title')} className="rounded-xl bg-sunken px-4 py-3 text-sm">
      <h3 className="flex flex-wrap items-center gap-2 text-quiet">
        {say('desk.brief.title')}
        {wants.map((want) => (
          <Mark key={want} tone="live">
            {want}
          </Mark>
        ))}
      </h3>
      <p className="mt-1.5 break-words">{summary}</p>
      {lastWords === '' ? null : (
        <p className="mt-1 break-words text-quiet">
          {say('desk.brief.lastWords')} <q>{lastWords}</q>
        </p>
      )}
    </section>
  );
}
