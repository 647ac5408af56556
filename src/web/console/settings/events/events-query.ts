/** Events that have happened, asked of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { EventsView, WholeEventView } from '#realtime/agent/events-protocol.ts';
import { textOf } from '../../parts/form.ts';
import { getJson } from '../../parts/request.ts';

/** How often the newest are asked for while they are followed. Milliseconds. */
const FOLLOW_EVERY = 2000;

/** The list's address: what it is narrowed to. Absent is no limit. `type`: how the types begin. */
export type EventsSearch = { readonly type?: string; readonly callId?: string };

/** What stands in the address; the server judges what it means. */
export function readEventsSearch(search: Readonly<Record<string, unknown>>): EventsSearch {
  const read = ['type', 'callId'].map((name) => [name, textOf(search[name])] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== ''));
}

/** The events, page after page; followed, the newest page again and again. */
export function eventsQuery(search: EventsSearch, isFollowed: boolean) {
  return infiniteQueryOptions({
    queryKey: ['events', search, isFollowed],
    queryFn: async ({ pageParam }) => getJson<EventsView>(urlOf(search, pageParam)),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: isFollowed ? FOLLOW_EVERY : false,
    // What stood there stays until the narrowed, or the followed, list is there.
    placeholderData: (before) => before,
  });
}

function urlOf({ type, callId }: EventsSearch, before: number | null): string {
  const query = new URLSearchParams();
  if (callId !== undefined) query.set('callId', callId);
  if (type !== undefined) query.set('type', type);
  if (before !== null) query.set('before', String(before));
  return `/app/events.json?${query.toString()}`;
}

/** One event with what is sent of it. */
export function eventQuery(id: string) {
  return queryOptions({
    queryKey: ['event', id],
    queryFn: async () => getJson<WholeEventView>(`/app/events/${encodeURIComponent(id)}.json`),
  });
}
