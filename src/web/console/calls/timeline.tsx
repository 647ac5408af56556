/** Everything that happened to a call, in order, with what it brought. */
import { ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import type { EventView, ParticipantView } from '#realtime/agent/calls-protocol.ts';
import { say } from '../parts/language.ts';
import { Dot } from '../parts/mark.tsx';
import { Empty } from '../parts/states.tsx';
import { secondsBetween, writeDuration, writeExactTime, writeWholeTime } from '../parts/time.ts';
import { eventWord } from './event-words.ts';

/** The events. */
export function Timeline({
  events,
  participants,
  far,
}: {
  readonly events: readonly EventView[];
  readonly participants: readonly ParticipantView[];
  readonly far: string;
}): ReactElement {
  const [first] = events;
  return (
    <div className="flex flex-col gap-6">
      <Participants participants={participants} far={far} />
      <section
        aria-label={say('calls.events')}
        className="rounded-2xl border border-line bg-surface p-2 shadow-shade sm:p-4"
      >
        {first === undefined ? <Empty title={say('calls.nothingNoted')} /> : null}
        <ol>
          {events.map((event) => (
            <Event key={event.seq} event={event} since={first?.at ?? event.at} />
          ))}
        </ol>
      </section>
    </div>
  );
}

function Event({ event, since }: { readonly event: EventView; readonly since: string }): ReactElement {
  const { word, tone } = eventWord(event.type);
  return (
    <li>
      <details className="group rounded-lg open:bg-sunken">
        <summary className="flex min-h-10 list-none items-center gap-3 rounded-lg px-2.5 py-1.5 hover:bg-sunken [&::-webkit-details-marker]:hidden">
          <Dot tone={tone} />
          <span className="min-w-0 grow">{word}</span>
          <span className="shrink-0 text-sm text-quiet tabular-nums max-sm:hidden">
            +{writeDuration(secondsBetween(since, event.at))}
          </span>
          <time dateTime={event.at} className="shrink-0 text-sm text-quiet tabular-nums">
            {writeExactTime(event.at)}
          </time>
          <ChevronRight aria-hidden className="size-4 shrink-0 text-quiet transition-transform group-open:rotate-90" />
        </summary>
        <pre className="overflow-x-auto px-3 pb-3 pl-7.5 font-mono text-xs leading-5 whitespace-pre-wrap">
          {JSON.stringify({ type: event.type, at: event.at, seq: event.seq, ...event.data }, null, 2)}
        </pre>
      </details>
    </li>
  );
}

const KINDS = ['agent', 'virtual_agent', 'third_party'] as const;

function Participants({
  participants,
  far,
}: {
  readonly participants: readonly ParticipantView[];
  readonly far: string;
}): ReactElement | null {
  const kindOf = (kind: string): string => {
    const known = KINDS.find((each) => each === kind);
    return kind === 'end_user' ? far : known === undefined ? kind : say(`calls.kind.${known}`);
  };
  if (participants.length === 0) return null;
  return (
    <section
      aria-labelledby="participants"
      className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-6"
    >
      <h2 id="participants" className="mb-2 text-lg font-semibold">
        {say('calls.participants')}
      </h2>
      <ul className="divide-y divide-line">
        {participants.map((each, place) => (
          <li key={`${each.kind} ${each.connectedAt} ${place}`} className="flex flex-wrap items-baseline gap-x-3 py-2">
            <span className="font-medium">{each.name ?? kindOf(each.kind)}</span>
            <span className="grow text-sm text-quiet">{each.name === null ? '' : kindOf(each.kind)}</span>
            <span className="text-sm text-quiet tabular-nums">{stay(each)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stay({ connectedAt, endedAt, status }: ParticipantView): string {
  if (connectedAt === null) return say(status === 'failed' ? 'calls.stay.none' : 'calls.stay.connecting');
  if (endedAt === null) return say('calls.stay.since', { at: writeWholeTime(connectedAt) });
  return say('calls.forTime', { time: writeDuration(secondsBetween(connectedAt, endedAt)) });
}
