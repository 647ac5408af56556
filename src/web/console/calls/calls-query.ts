/** Lists of calls and single ones, asked of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CallDetail, CallsPage, CallTraceView, ShownCalls, Today } from '#realtime/agent/calls-protocol.ts';
import { SHOWN_CALLS } from '#realtime/agent/calls-protocol.ts';
import { textOf } from '../parts/form.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** The list's address: what it is narrowed to. Absent is no limit. */
export type CallsSearch = {
  readonly show?: ShownCalls;
  readonly direction?: 'inbound' | 'outbound';
  readonly agent?: number;
  /** A part of a name, of an email address or of a number. */
  readonly find?: string;
  /** What it came to, and one of its tags. */
  readonly disposition?: string;
  readonly tag?: string;
  readonly menu?: number;
  /** Only calls whose wrap-up ended by its time with something missing. */
  readonly missing?: true;
  /** Days, `2026-11-21`, the reader's own. */
  readonly from?: string;
  readonly to?: string;
};

type Asked = CallsSearch & { readonly contact?: number; readonly limit?: number };

/** The first page of a short list. */
export function callsQuery(asked: Asked) {
  return queryOptions({
    queryKey: ['calls', asked],
    queryFn: async () => getJson<CallsPage>(urlOf(asked, null)),
    staleTime: 10_000,
  });
}

/** The list, page after page. */
export function callListQuery(asked: Asked) {
  return infiniteQueryOptions({
    queryKey: ['call list', asked],
    queryFn: async ({ pageParam }) => getJson<CallsPage>(urlOf(asked, pageParam)),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** One call. */
export function callQuery(id: string) {
  return queryOptions({
    queryKey: ['call', id],
    queryFn: async () => getJson<CallDetail>(`/app/calls/${encodeURIComponent(id)}.json`),
    // The recording's address works for an hour.
    staleTime: 60_000,
  });
}

/** Its SIP messages, and how it sounded. */
export function callTraceQuery(id: number) {
  return queryOptions({
    queryKey: ['call', String(id), 'sip'],
    queryFn: async () => getJson<CallTraceView>(`/app/calls/${id}/sip.json`),
    staleTime: 5_000,
  });
}

/** The day's numbers. */
export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: async () => getJson<Today>('/app/today.json'),
  refetchInterval: 30_000,
});

/** Puts the call on legal hold, or ends it. */
export async function holdCall(id: number, isHeld: boolean): Promise<void> {
  await sendJson('POST', `/app/calls/${id}/legal-hold.json`, { isHeld });
}

/** The address of the file with the calls of the list. */
export function csvAddress(search: CallsSearch): string {
  return urlOf(search, null).replace('.json?', '.csv?');
}

function urlOf({ from, to, show, ...rest }: Asked, after: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, String(value));
  if (show !== undefined && show !== 'all') query.set('show', show);
  if (from !== undefined) query.set('from', new Date(`${from}T00:00:00`).toISOString());
  if (to !== undefined) query.set('to', new Date(`${to}T24:00:00`).toISOString());
  if (after !== null) query.set('after', after);
  return `/app/calls.json?${query}`;
}

/** Reads the list's address; what makes no sense is not there. */
export function readCallsSearch(search: Readonly<Record<string, unknown>>): CallsSearch {
  const show = SHOWN_CALLS.find((each) => each === search['show'] && each !== 'all');
  const direction = (['inbound', 'outbound'] as const).find((each) => each === search['direction']);
  const [agent, menu] = [search['agent'], search['menu']].map(Number) as [number, number];
  const [find, disposition, tag] = ['find', 'disposition', 'tag'].map((name) => textOf(search[name]));
  const [from, to] = [dayIn(search['from']), dayIn(search['to'])];
  return {
    ...(show === undefined ? {} : { show }),
    ...(direction === undefined ? {} : { direction }),
    ...(Number.isSafeInteger(agent) && agent > 0 ? { agent } : {}),
    ...(find ? { find } : {}),
    ...(disposition ? { disposition } : {}),
    ...(tag ? { tag } : {}),
    ...(Number.isSafeInteger(menu) && menu > 0 ? { menu } : {}),
    ...(search['missing'] === true || search['missing'] === 'true' ? { missing: true } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** A day that there is: of any other no instant can be asked for. */
function dayIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? value : undefined;
}
