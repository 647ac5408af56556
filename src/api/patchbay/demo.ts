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
      'What came with the demo goes: its agents, contacts (as forgetting them does), menus, numbers, languages, and the token that the ' +
      'server printed. What someone has changed since is theirs and stays, and so do calls. Agents who have acted stay, locked out. ' +
      'Not while a call of its agents or contacts goes on, and not where no administrator who can sign in would be left. 404 where there is no demo.',
    tag: 'Workspace',
    answers: DELETED,
    refusals: [404, 409],
    handle: async (ask) => {
      const removed = await administration.removeDemo(ask.workspaceId, null);
      return removed.ok ? { status: 204 } : administered(desk, ask, removed, () => ({}));
    },
  });
}
