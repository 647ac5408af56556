/** The request log: what programs asked of the APIs, the newest first. For administrators and developers. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { ArrowLeftRight, Radio } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { RequestView } from '#realtime/agent/requests-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { writeExactTime, writeTime } from '../../parts/time.ts';
import { useTitle } from '../../parts/title.ts';
import { BodiesChoice } from './bodies-choice.tsx';
import { RequestFilters } from './request-filters.tsx';
import { askerWords, statusTone } from './request-words.ts';
import { requestsQuery } from './requests-query.ts';

/** How much of the log the server keeps. */
const KEPT = { count: 50_000, days: 7 } as const;

/** The page. */
export function RequestsPage(): ReactElement {
  useTitle(say('settings.section.requests'));
  const search = useSearch({ from: '/frame/settings/requests' });
  const [isFollowed, setFollowed] = useState(false);
  const log = useInfiniteQuery(requestsQuery(search, isFollowed));
  const requests = log.data?.pages.flatMap((page) => page.requests) ?? [];
  const state = log.data?.pages[0]?.log;
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.requests')}</h1>
        <Button aria-pressed={isFollowed} look={isFollowed ? 'lead' : 'plain'} onClick={() => setFollowed(!isFollowed)}>
          <Radio aria-hidden />
          {say(isFollowed ? 'requests.following' : 'requests.follow')}
        </Button>
      </div>
      <p className="max-w-prose text-quiet">{say('requests.about', KEPT)}</p>
      {state === undefined ? null : <BodiesChoice log={state} />}
      <RequestFilters search={search} />
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {log.isPending ? <Skeleton rows={6} label={say('requests.loading')} /> : null}
        {log.isError && requests.length === 0 ? (
          <Trouble title={say('requests.trouble')} error={log.error} again={() => void log.refetch()} />
        ) : null}
        {log.isSuccess && requests.length === 0 ? (
          <Empty icon={<ArrowLeftRight />} title={say('requests.none')}>
            {say(isNarrowed ? 'requests.noMatch' : 'requests.noneHelp')}
          </Empty>
        ) : null}
        <ol aria-label={say('settings.section.requests')} className="divide-y divide-line">
          {requests.map((request) => (
            <RequestLine key={request.id} request={request} />
          ))}
        </ol>
      </div>
      {log.hasNextPage && !isFollowed ? (
        <Button className="self-center" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {say(log.isFetchingNextPage ? 'calls.loadingMore' : 'requests.earlier')}
        </Button>
      ) : null}
    </div>
  );
}

function RequestLine({ request }: { readonly request: RequestView }): ReactElement {
  const { id, at, method, path, status, milliseconds, problem } = request;
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return (
    <li>
      <Link
        to="/settings/requests/$id"
        params={{ id: String(id) }}
        className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-sunken"
      >
        <Mark tone={statusTone(status)}>{status}</Mark>
        <code className="min-w-0 grow basis-64 font-mono text-sm wrap-anywhere">
          <span className="font-semibold">{method}</span> {path}
        </code>
        <span className="text-sm text-quiet tabular-nums">{milliseconds} ms</span>
        <span className="basis-full text-sm text-quiet">
          <time dateTime={at}>{isToday ? writeExactTime(at) : writeTime(at)}</time> · {askerWords(request)}
          {problem === null ? '' : ` · ${problem}`}
        </span>
      </Link>
    </li>
  );
}
