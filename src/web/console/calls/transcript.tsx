/** The words of a call. The line that is heard is marked, and kept in view unless the reader looks elsewhere. */
import type { ReactElement } from 'react';
import { Fragment, useEffect, useRef, useState } from 'react';
import type { CallDetail, TurnView } from '#realtime/agent/calls-protocol.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { sayDuration, writeDuration } from '../parts/time.ts';

/** How each is written. */
export const COLORS: Readonly<Record<TurnView['speaker'], string>> = {
  agent: 'text-accent-ink',
  user: 'text-caller',
  virtual_agent: 'text-quiet',
};

/** Who speaks: an agent by name where it is known. `far`: the word for the person at the other end. */
export function speakerName({ speaker, name }: Pick<TurnView, 'speaker' | 'name'>, far: string): string {
  return name ?? (speaker === 'user' ? far : say(`calls.kind.${speaker}`));
}

/** The lines; pressing one plays from there, where there is something to play. */
export function Transcript({
  transcript,
  at,
  seek,
  far,
}: {
  readonly transcript: CallDetail['transcript'];
  readonly at: number | null;
  readonly seek: ((seconds: number) => void) | null;
  readonly far: string;
}): ReactElement {
  const turns = transcript?.turns ?? [];
  const current = at === null || at === 0 ? -1 : turns.findLastIndex((turn) => turn.startSeconds <= at);
  const list = useRef<HTMLOListElement>(null);
  const [isFollowing, setFollowing] = useState(true);

  useEffect(() => {
    if (!isFollowing || current < 0) return;
    const [box, line] = [list.current, list.current?.children[current]];
    if (box == null || !(line instanceof HTMLElement)) return;
    box.scrollTo({ top: line.offsetTop - box.clientHeight / 2 + line.clientHeight / 2, behavior: 'smooth' });
  }, [current, isFollowing]);

  return (
    <section aria-labelledby="transcript" className="rounded-2xl border border-line bg-surface shadow-shade">
      <div className="flex min-h-14 items-center gap-3 px-4 pt-2 sm:px-6">
        <h2 id="transcript" className="grow text-lg font-semibold">
          {say('calls.transcript')}
        </h2>
        {isFollowing || current < 0 ? null : (
          <Button size="small" onClick={() => setFollowing(true)}>
            {say('calls.follow')}
          </Button>
        )}
      </div>
      {transcript?.engine == null ? null : (
        <Heard engine={transcript.engine} isUnsure={turns.some(({ unsure = [] }) => unsure.length > 0)} />
      )}
      {turns.length === 0 ? (
        <p className="px-4 pb-5 text-sm text-quiet sm:px-6">{whyNone(transcript)}</p>
      ) : (
        <ol
          ref={list}
          tabIndex={0}
          aria-label={say('calls.lines')}
          onWheel={() => setFollowing(false)}
          onTouchMove={() => setFollowing(false)}
          className="relative max-h-[32rem] overflow-y-auto px-2 pb-3 sm:px-4"
        >
          {turns.map((turn, place) => (
            <Line key={turn.startSeconds} turn={turn} isCurrent={place === current} seek={seek} far={far} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** What was said; words that the engine may have misheard are underlined. */
export function Words({
  turn: { text, unsure = [] },
}: {
  readonly turn: Pick<TurnView, 'text' | 'unsure'>;
}): ReactElement {
  if (unsure.length === 0) return <>{text}</>;
  const doubted = new Set(unsure);
  return (
    <>
      {text.split(' ').map((word, place) => (
        // A word has no name but its place, and the text never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={place}>
          {place === 0 ? '' : ' '}
          {doubted.has(place) ? (
            <span
              title={say('calls.perhapsMisheard')}
              className="underline decoration-dotted decoration-warn-ink underline-offset-4"
            >
              {word}
            </span>
          ) : (
            word
          )}
        </Fragment>
      ))}
    </>
  );
}

/** Which engine heard it, and that it is a machine. */
function Heard({ engine, isUnsure }: { readonly engine: string; readonly isUnsure: boolean }): ReactElement {
  return (
    <p className="px-4 pb-3 text-sm text-quiet sm:px-6">
      {say('calls.machineOf', { engine: engine === 'embedded' ? say('calls.ownEngine') : engine })}
      {isUnsure ? ` ${say('calls.misheard')}` : ''}
    </p>
  );
}

function whyNone(transcript: CallDetail['transcript']): string {
  if (transcript === null) return say('calls.noTranscript');
  if (transcript.status === 'done') return say('calls.noWords');
  return transcript.status === 'in_progress' ? say('calls.transcribing') : say('calls.transcribeFailed');
}

function Line({
  turn,
  isCurrent,
  seek,
  far,
}: {
  readonly turn: TurnView;
  readonly isCurrent: boolean;
  readonly seek: ((seconds: number) => void) | null;
  readonly far: string;
}): ReactElement {
  const inside = (
    <>
      <span className="flex items-baseline gap-2 text-xs">
        <span className={`font-semibold ${COLORS[turn.speaker]}`}>{speakerName(turn, far)}</span>
        <span aria-hidden className="text-quiet tabular-nums">
          {writeDuration(turn.startSeconds)}
        </span>
        <span className="sr-only">{say('calls.at', { time: sayDuration(turn.startSeconds) })}</span>
      </span>
      <span className="mt-0.5 block">
        <Words turn={turn} />
      </span>
    </>
  );
  const look = `block w-full rounded-lg px-2.5 py-2 text-left ${isCurrent ? 'bg-accent-soft' : ''}`;
  return (
    <li {...(isCurrent ? { 'aria-current': 'true' as const } : {})}>
      {seek === null ? (
        <p className={look}>{inside}</p>
      ) : (
        <button type="button" onClick={() => seek(turn.startSeconds)} className={`${look} hover:bg-sunken`}>
          {inside}
        </button>
      )}
    </li>
  );
}
