/** The end of the demo. */
import type { Route } from '#http/surface.ts';
import type { Desk } from './operation.ts';
import { administered, DELETED, operation } from './operation.ts';

/** The route. */
export function demoRoute(desk: Desk): Route {
  const { administration } = desk;
  return operation(desk, {
    method: 'DELETE',
    path: '/v1/workspace/demo',
    operationId: 'removeDemo',
    summary: 'Remove the demo',
    description:
      'Removes the agents, menus, numbers, languages and articles that came with the demo, forgets its contacts, and revokes the token ' +
      'that the server printed. Keeps all calls, and whatever someone has changed. Agents who have acted are locked instead of removed. ' +
      'Refused while one of its agents or contacts is in a call, and when no administrator who can sign in would remain. 404 if there is no demo.',
    tag: 'Workspace',
    answers: DELETED,
    refusals: [404, 409],
    handle: async (ask) => {
      const removed = await administration.removeDemo(ask.workspaceId, null);
      return removed.ok ? { status: 204 } : administered(desk, ask, removed, () => ({}));
    },
  });
}
