/** Where people are signed in, and ending it. */
import type { OpenSession } from '#domain/identity/profile.ts';
import { readId } from '../kit.ts';
import type { Route } from '#http/surface.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { deleted, DELETED, operation } from './operation.ts';
import { SessionObject } from './people-schema.ts';
import { writeTime } from './write.ts';

/** The routes of a person's sessions. */
export function sessionRoutes(desk: Desk): Route[] {
  const { profiles, clock, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/people/:id/sessions',
      operationId: 'listSessions',
      summary: "List a person's sessions",
      description: 'Where they are signed in at the moment; 50 at most.',
      tag: 'People',
      query: PAGE_QUERY,
      answers: { 200: pageOf(SessionObject) },
      handle: async (ask) => {
        const sessions = await profiles.sessions(ask.workspaceId, ask.id, clock.now());
        return sessions === null ? problems('not_found', ask.requestId) : page(desk, ask, listed(sessions, write));
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/people/:id/sessions',
      operationId: 'endSessions',
      summary: 'Sign a person out everywhere',
      description: 'Their open pages close at once. They may sign in again: to prevent that, lock them.',
      tag: 'People',
      answers: DELETED,
      handle: async (ask) =>
        deleted(desk, ask, (await profiles.endSessions(ask.workspaceId, ask.id, { except: null })) !== null),
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/people/:id/sessions/:session_id',
      operationId: 'endSession',
      summary: 'End one session of a person',
      tag: 'People',
      answers: DELETED,
      handle: async (ask) => {
        const id = readId(ask.params['session_id']) ?? 0;
        return deleted(desk, ask, ((await profiles.endSessions(ask.workspaceId, ask.id, { id })) ?? 0) > 0);
      },
    }),
  ];
}

function write({ id, createdAt, lastSeenAt, expiresAt, userAgent }: OpenSession): object {
  return {
    id,
    created_at: writeTime(createdAt),
    last_used_at: writeTime(lastSeenAt),
    expires_at: writeTime(expiresAt),
    user_agent: userAgent,
  };
}
