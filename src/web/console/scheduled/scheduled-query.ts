/** Scheduled calls, asked of the server. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ScheduledPage } from '#realtime/agent/calls-protocol.ts';
import { getJson } from '../parts/request.ts';

/** The list, the next call first, page after page. */
export const scheduledQuery = infiniteQueryOptions({
  queryKey: ['scheduled'],
  queryFn: async ({ pageParam }) =>
    getJson<ScheduledPage>(`/app/scheduled.json${pageParam === null ? '' : `?after=${pageParam}`}`),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});
