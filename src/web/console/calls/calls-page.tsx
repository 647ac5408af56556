/** All calls, the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { AudioLines, Download, PhoneIncoming, PhoneOff, PhoneOutgoing } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRef } from 'react';
import type { CallRow } from '#realtime/agent/calls-protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { useWorld } from '../link/use-desk.ts';
import type { World } from '../link/world.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { writeDuration, writeTime } from '../parts/time.ts';
import { useTitle } from '../parts/title.ts';
import { oversees } from '../settings/roles.ts';
import { callerName, stateOfCall, writeNumber } from '../parts/words.ts';
import { callListQuery, csvAddress } from './calls-query.ts';
import { Filters } from './filters.tsx';

/** The page. */
export function CallsPage(): ReactElement {
  useTitle(say('frame.calls'));
  const search = useSearch({ from: '/frame/calls' });
  const list = useInfiniteQuery(callListQuery(search));
  const world = useWorld();
  const calls = list.data?.pages.flatMap((page) => page.calls) ?? [];
  const fresh = Object.keys(search).length === 0 ? newerThan(world, calls[0]?.id) : 0;
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-2xl font-semibold">{say('frame.calls')}</h1>
        {oversees(world.me.role) ? (
          <a href={csvAddress(search)} download className={buttonClass('plain', 'small')}>
            <Download aria-hidden />
            {say('calls.csv')}
          </a>
        ) : null}
      </div>
      <Filters search={search} />
      {fresh === 0 ? null : (
        <Button look="lead" size="small" className="self-center rounded-full" onClick={() => void list.refetch()}>
          {say('calls.showNew', { count: fresh })}
        </Button>
      )}
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={8} label={say('calls.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('calls.listTrouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && calls.length === 0 ? <Nothing isNarrowed={Object.keys(search).length > 0} /> : null}
        {calls.length === 0 ? null : <List calls={calls.map((call) => ({ ...call, ...world.calls.get(call.id) }))} />}
      </div>
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? say('calls.loadingMore') : say('calls.more')}
        </Button>
      ) : null}
    </div>
  );
}

function newerThan({ calls }: World, id: number | undefined): number {
  return id === undefined ? 0 : [...calls.keys()].filter((each) => each > id).length;
}

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }): ReactElement {
  return (
    <Empty icon={<PhoneOff />} title={isNarrowed ? say('calls.noMatch') : say('calls.noneYet')}>
      {isNarrowed ? say('calls.noMatchHelp') : say('calls.noneYetHelp')}
    </Empty>
  );
}

const HEAD = 'px-3 py-2.5 text-left text-xs font-medium text-quiet first:pl-5 last:pr-5';
const CELL = 'px-3 py-3 align-middle first:pl-5 last:pr-5';

function List({ calls }: { readonly calls: readonly CallRow[] }): ReactElement {
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (by: number): void => {
    const links = [...(body.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return (
    <table className="w-full border-collapse text-sm">
      <thead className="border-b border-line max-md:sr-only">
        <tr>
          <th scope="col" className={HEAD}>
            {say('calls.col.who')}
          </th>
          <th scope="col" className={HEAD}>
            {say('calls.col.state')}
          </th>
          <th scope="col" className={`${HEAD} max-lg:hidden`}>
            {say('desk.transfer.queue')}
          </th>
          <th scope="col" className={HEAD}>
            {say('desk.transfer.agent')}
          </th>
          <th scope="col" className={`${HEAD} text-right max-lg:hidden`}>
            {say('calls.waited')}
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            {say('calls.talked')}
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            {say('calls.col.when')}
          </th>
        </tr>
      </thead>
      <tbody ref={body} className="divide-y divide-line">
        {calls.map((call) => (
          <Row key={call.id} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ call }: { readonly call: CallRow }): ReactElement {
  const { word, tone } = stateOfCall(call);
  const isIn = call.direction === 'inbound';
  return (
    <tr className="relative hover:bg-sunken max-md:grid max-md:grid-cols-[1fr_auto] max-md:px-1">
      <td className={CELL}>
        <Link
          to="/calls/$id"
          params={{ id: String(call.id) }}
          className="flex items-center gap-3 rounded after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {isIn ? (
            <PhoneIncoming role="img" aria-label={say('calls.incoming')} className="size-4 shrink-0 text-quiet" />
          ) : (
            <PhoneOutgoing role="img" aria-label={say('calls.outgoing')} className="size-4 shrink-0 text-quiet" />
          )}
          <span className="min-w-0">
            <span className="block font-medium">{callerName(call)}</span>
            {call.contact?.name == null || call.contact.number === null ? null : (
              <span className="block text-quiet tabular-nums">{writeNumber(call.contact.number)}</span>
            )}
          </span>
        </Link>
      </td>
      <td className={`${CELL} max-md:justify-self-end`}>
        <span className="inline-flex items-center gap-2">
          <Mark tone={tone}>{word}</Mark>
          {call.notFilledIn.length === 0 ? null : <Mark tone="wait">{say('calls.notFilledIn')}</Mark>}
          {call.recording === 'stored' ? (
            <AudioLines role="img" aria-label={say('calls.recorded')} className="size-4 text-quiet" />
          ) : null}
        </span>
      </td>
      <td className={`${CELL} max-lg:hidden`}>{call.menu?.path ?? <None />}</td>
      <td className={`${CELL} max-md:pt-0 max-md:pl-12 max-md:text-quiet`}>{call.agentName ?? <None />}</td>
      <td className={`${CELL} text-right tabular-nums max-lg:hidden`}>
        {call.waitSeconds === null ? <None /> : writeDuration(call.waitSeconds)}
      </td>
      <td className={`${CELL} text-right tabular-nums max-md:hidden`}>
        {call.talkSeconds === null ? <None /> : writeDuration(call.talkSeconds)}
      </td>
      <td className={`${CELL} text-right text-quiet tabular-nums max-md:pt-0`}>
        <time dateTime={call.createdAt}>{writeTime(call.createdAt)}</time>
      </td>
    </tr>
  );
}

function None(): ReactElement {
  return (
    <>
      <span aria-hidden className="text-quiet">
        –
      </span>
      <span className="sr-only">{say('calls.noneShort')}</span>
    </>
  );
}
