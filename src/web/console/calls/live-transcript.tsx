/** What is said in a call in progress, as it comes: what is over in ink, what is being said in grey. */
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import type { WordsTurn } from '#realtime/agent/words-protocol.ts';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import type { Spoken } from '../link/spoken.ts';
import { say } from '../parts/language.ts';
import { sayDuration, writeDuration } from '../parts/time.ts';
import { farName } from '../parts/words.ts';
import { COLORS, speakerName, Words } from './transcript.tsx';

/** How far from its end the list may be scrolled and still follow. Pixels. */
const NEAR_END = 40;

/**
 * What is said in the call, as far as it is told; null where nothing is. What was said before is asked for while it
 * continues.
 */
export function useSpoken({ id, state }: Pick<CallView, 'id' | 'state'>): Spoken | null {
  const desk = useDesk();
  const { spoken, link } = useDeskState();
  const isAsked = link === 'open' && (state === 'connected' || state === 'voicemail');
  useEffect(() => {
    if (isAsked) void desk.send({ type: 'words', callId: id });
  }, [desk, id, isAsked]);
  return spoken.get(id) ?? null;
}

/** The words; nothing where none are written down. */
export function LiveTranscript({ call }: { readonly call: CallView }): ReactElement | null {
  const spoken = useSpoken(call);
  return spoken === null ? null : <SpokenWords call={call} spoken={spoken} />;
}

/** The words that are there. */
export function SpokenWords({
  call,
  spoken: { turns, now, isOn, isPartial },
}: {
  readonly call: CallView;
  readonly spoken: Spoken;
}): ReactElement {
  const list = useRef<HTMLOListElement>(null);
  const isFollowing = useRef(true);
  const far = farName(call);
  useEffect(() => {
    const box = list.current;
    if (isFollowing.current && box !== null) box.scrollTop = box.scrollHeight;
  }, [turns, now]);
  const scrolled = (): void => {
    const box = list.current;
    if (box !== null) isFollowing.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
  };
  return (
    <section aria-labelledby="live-transcript" className="rounded-xl border border-line bg-surface">
      <div className="px-4 pt-3 pb-2">
        <h3 id="live-transcript" className="font-semibold">
          {say('calls.transcript')}
        </h3>
        <p className="text-sm text-quiet">{about(isOn, isPartial)}</p>
      </div>
      {turns.length + now.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-quiet">{isOn ? say('calls.noWordsYet') : say('calls.noWords')}</p>
      ) : (
        <ol
          ref={list}
          tabIndex={0}
          aria-label={say('calls.said')}
          onScroll={scrolled}
          className="max-h-72 overflow-y-auto px-2 pb-2"
        >
          {turns.map((turn) => (
            <Line key={`${turn.speaker} ${turn.startSeconds}`} turn={turn} far={far} isOver />
          ))}
          {now.map((turn) => (
            <Line key={`now ${turn.speaker}`} turn={turn} far={far} isOver={false} />
          ))}
        </ol>
      )}
    </section>
  );
}

function about(isOn: boolean, isPartial: boolean): string {
  const made = `${say('calls.machine')} ${say('calls.misheard')}`;
  return isPartial ? `${made} ${say(isOn ? 'calls.partialNow' : 'calls.partial')}` : made;
}

function Line({
  turn,
  far,
  isOver,
}: {
  readonly turn: WordsTurn;
  readonly far: string;
  readonly isOver: boolean;
}): ReactElement {
  return (
    <li className="px-2 py-1.5">
      <span className="flex items-baseline gap-2 text-xs">
        <span className={`font-semibold ${COLORS[turn.speaker]}`}>{speakerName(turn, far)}</span>
        <span aria-hidden className="text-quiet tabular-nums">
          {writeDuration(turn.startSeconds)}
        </span>
        <span className="sr-only">
          {say(isOver ? 'calls.at' : 'calls.speakingSince', { time: sayDuration(turn.startSeconds) })}
        </span>
      </span>
      <span className={`mt-0.5 block ${isOver ? '' : 'text-quiet italic'}`}>
        <Words turn={turn} />
        {isOver ? '' : '…'}
      </span>
    </li>
  );
}
