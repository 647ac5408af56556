/** The request log, asked of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AskingTokensView,
  LogStateView,
  LogWish,
  RequestsView,
  WholeRequestView,
} from '#realtime/agent/requests-protocol.ts';
import { textOf } from '../../parts/form.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** How often the newest are asked for while they are followed. Milliseconds. */
const FOLLOW_EVERY = 2000;

/** What the log is narrowed by. */
const NAMES = ['status', 'method', 'path', 'tokenId', 'callId', 'requestId'] as const;

/** The list's address: what it is narrowed to. Absent is no limit. */
export type RequestsSearch = { readonly [Name in (typeof NAMES)[number]]?: string };

/** What stands in the address; the server judges what it means. */
export function readRequestsSearch(search: Readonly<Record<string, unknown>>): RequestsSearch {
  const read = NAMES.map((name) => [name, textOf(search[name])] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== ''));
}

/** The log, page after page; followed, its newest page again and again. */
export function requestsQuery(search: RequestsSearch, isFollowed: boolean) {
  return infiniteQueryOptions({
    queryKey: ['requests', search, isFollowed],
    queryFn: async ({ pageParam }) => getJson<RequestsView>(urlOf(search, pageParam)),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: isFollowed ? FOLLOW_EVERY : false,
    // One that is followed begins anew each time; the list that stood there stays until then.
    placeholderData: (before) => before,
  });
}

function urlOf(search: RequestsSearch, before: number | null): string {
  const query = new URLSearchParams(Object.entries(search).toSorted(([a], [b]) => a.localeCompare(b)));
  if (before !== null) query.set('before', String(before));
  return `/app/requests.json?${query.toString()}`;
}

/** The tokens that the list can be narrowed to. */
export const askingTokensQuery = queryOptions({
  queryKey: ['asking tokens'],
  queryFn: async () => getJson<AskingTokensView>('/app/requests/tokens.json'),
});

/** One request with its bodies. */
export function requestQuery(id: string) {
  return queryOptions({
    queryKey: ['request', id],
    queryFn: async () => getJson<WholeRequestView>(`/app/requests/${encodeURIComponent(id)}.json`),
  });
}

/** Keeps bodies for so many hours; 0 ends it. */
export async function keepBodies(bodyHours: number): Promise<LogStateView> {
  return sendJson<LogStateView>('PATCH', '/app/requests.json', { bodyHours } satisfies LogWish);
}
