/** Events that have happened, the newest first, as programs are told of them. For administrators and developers. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Activity, Radio } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { MAX_SUBJECT_EVENTS, SUBJECT_EVENT_DAYS } from '#domain/ports/event-log.ts';
import type { EventView } from '#realtime/agent/events-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { writeExactTime, writeTime } from '../../parts/time.ts';
import { useTitle } from '../../parts/title.ts';
import { AboutLink } from './about-link.tsx';
import { EventFilters } from './event-filters.tsx';
import { eventsQuery } from './events-query.ts';

const KEPT = { days: SUBJECT_EVENT_DAYS, count: MAX_SUBJECT_EVENTS };

/** The page. */
export function EventsPage(): ReactElement {
  useTitle(say('settings.section.events'));
  const search = useSearch({ from: '/frame/settings/events' });
  const [isFollowed, setFollowed] = useState(false);
  const log = useInfiniteQuery(eventsQuery(search, isFollowed));
  const events = log.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.events')}</h1>
        <Button aria-pressed={isFollowed} look={isFollowed ? 'lead' : 'plain'} onClick={() => setFollowed(!isFollowed)}>
          <Radio aria-hidden />
          {say(isFollowed ? 'requests.following' : 'requests.follow')}
        </Button>
      </div>
      <p className="max-w-prose text-quiet">{say('events.about', KEPT)}</p>
      <EventFilters search={search} types={log.data?.pages[0]?.types ?? []} />
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {log.isPending ? <Skeleton rows={6} label={say('events.loading')} /> : null}
        {log.isError && events.length === 0 ? (
          <Trouble title={say('events.trouble')} error={log.error} again={() => void log.refetch()} />
        ) : null}
        {log.isSuccess && events.length === 0 ? (
          <Nothing isNarrowed={Object.keys(search).length > 0} isMore={log.hasNextPage} />
        ) : null}
        <ol aria-label={say('settings.section.events')} className="divide-y divide-line empty:hidden">
          {events.map((event) => (
            <EventLine key={`${event.seq} ${event.type}`} event={event} />
          ))}
        </ol>
      </div>
      {log.hasNextPage && !isFollowed ? (
        <Button className="self-center" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {say(log.isFetchingNextPage ? 'calls.loadingMore' : 'events.earlier')}
        </Button>
      ) : null}
    </div>
  );
}

/** `isMore`: the server has looked at the newest alone. */
function Nothing({ isNarrowed, isMore }: { readonly isNarrowed: boolean; readonly isMore: boolean }): ReactElement {
  return (
    <Empty icon={<Activity />} title={say('events.none')}>
      {say(isMore ? 'events.noneSoFar' : isNarrowed ? 'requests.noMatch' : 'events.noneHelp')}
    </Empty>
  );
}

function EventLine({ event }: { readonly event: EventView }): ReactElement {
  const { seq, type, at } = event;
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-sunken">
      <Link
        to="/settings/events/$id"
        params={{ id: String(seq) }}
        className="min-w-0 grow basis-48 font-mono text-sm font-semibold wrap-anywhere hover:underline"
      >
        {type}
      </Link>
      <span className="text-sm wrap-anywhere">
        <AboutLink event={event} />
      </span>
      <time dateTime={at} className="text-sm text-quiet tabular-nums">
        {isToday ? writeExactTime(at) : writeTime(at)}
      </time>
    </li>
  );
}
