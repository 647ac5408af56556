/** The workspace itself, for administrators at the console: what it is, its export, and its first steps. */
import type { FastifyInstance } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import { SECOND_FACTOR_RULES } from '#domain/directory/second-factor-rule.ts';
import { isTimeZone } from '#domain/directory/time-zone.ts';
import { hasQueue, queuesOf } from '#domain/directory/queues.ts';
import type { Directory, Workspace } from '#domain/directory/workspace.ts';
import type { FirstStepsStore } from '#domain/identity/first-steps.ts';
import type { Role } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Archives } from '#api/archives.ts';
import { fieldsOf } from '#api/kit.ts';
import { EXPORTS_FULL } from './exports.ts';
import type { FieldErrors, PageRouteParts } from './page-routes.ts';
import { createPageRoutes, PageFile } from './page-routes.ts';
import type { FirstStepsView, WorkspaceForm, WorkspaceView } from './workspace-protocol.ts';

export type WorkspaceApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'changeWorkspace' | 'hasDemo' | 'removeDemo'>;
  readonly firstSteps: FirstStepsStore;
  readonly archives: Pick<Archives, 'workspace'>;
  readonly clock: Clock;
};

type Act = 'read' | 'change' | 'export' | 'remove_demo' | 'read_steps' | 'close_steps';

/** Act -> who may. */
const MAY = {
  read: ['admin'],
  change: ['admin'],
  export: ['admin'],
  remove_demo: ['admin'],
  read_steps: ['admin'],
  close_steps: ['admin'],
} as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  exports_full: EXPORTS_FULL,
  no_demo: [404, 'The demo is gone already.'],
  demo_in_call: [
    409,
    'A call of an agent or a contact of the demo is in progress or scheduled. End or cancel it first.',
  ],
  last_admin: [409, 'The workspace keeps one administrator who can sign in. Make another one first.'],
} as const;

/** As `/v1/workspace` has it. */
const MAX_NAME = 200;

/** Adds the routes. */
export function addWorkspaceApi(server: FastifyInstance, parts: WorkspaceApiParts): void {
  const { engine, administration, firstSteps, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const view = async (workspace: Workspace): Promise<WorkspaceView> => {
    const directory = await engine.directory.load(workspace.id);
    return viewOf(workspace, await administration.hasDemo(workspace.id), queuesOf(directory));
  };

  serve('read', 'GET', '/app/workspace.json', async ({ workspaceId }) => {
    const { workspace } = await engine.directory.load(workspaceId);
    return view(workspace);
  });

  serve('change', 'PATCH', '/app/workspace.json', async ({ workspaceId }, { body }) => {
    const { change, errors } = readChange(body, await engine.directory.load(workspaceId));
    if (errors.length > 0) return { errors };
    const { time_zone: timeZone, second_factor: secondFactor, hand_over_menu_id: handOverMenuId, ...rest } = change;
    const changed = {
      ...rest,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(secondFactor === undefined ? {} : { secondFactor }),
      ...(handOverMenuId === undefined ? {} : { handOverMenuId }),
    };
    return view(await administration.changeWorkspace(workspaceId, changed));
  });

  serve('export', 'GET', '/app/workspace/export.zip', async ({ workspaceId }) => {
    const archive = await parts.archives.workspace(workspaceId)();
    return archive === null ? 'exports_full' : new PageFile('application/zip', archive, 'workspace.zip');
  });

  serve('remove_demo', 'DELETE', '/app/workspace/demo.json', async ({ workspaceId, agentId }) => {
    const removed = await administration.removeDemo(workspaceId, agentId);
    if (!removed.ok)
      return removed.refusal.code === 'demo_in_call' || removed.refusal.code === 'last_admin'
        ? removed.refusal.code
        : 'no_demo';
    return view((await engine.directory.load(workspaceId)).workspace);
  });

  serve('read_steps', 'GET', '/app/first-steps.json', async ({ workspaceId }): Promise<FirstStepsView> =>
    firstSteps.read(workspaceId),
  );

  serve('close_steps', 'DELETE', '/app/first-steps.json', async ({ workspaceId }) => {
    await firstSteps.close(workspaceId, clock.now());
    return firstSteps.read(workspaceId) satisfies Promise<FirstStepsView>;
  });
}

/**
 * The change that a body asks for, and what is wrong with it. A body that is no object, or names no field, asks for
 * nothing.
 */
function readChange(
  body: unknown,
  directory: Directory,
): { readonly change: Partial<WorkspaceForm>; readonly errors: FieldErrors } {
  const { name, time_zone: zone, second_factor: rule, hand_over_menu_id: queue } = fieldsOf(body);
  const known = SECOND_FACTOR_RULES.find((each) => each === rule);
  const isName = typeof name === 'string' && name.trim() !== '' && name.trim().length <= MAX_NAME;
  const isZone = typeof zone === 'string' && isTimeZone(zone.trim());
  const errors: { pointer: string; detail: string }[] = [];
  if (name !== undefined && !isName) errors.push({ pointer: '/name', detail: `must have 1 to ${MAX_NAME} characters` });
  if (zone !== undefined && !isZone) errors.push({ pointer: '/time_zone', detail: 'is no time zone' });
  if (rule !== undefined && known === undefined)
    errors.push({ pointer: '/second_factor', detail: `must be ${SECOND_FACTOR_RULES.join(', or ')}` });
  const isQueue = queue === null || (typeof queue === 'number' && hasQueue(directory, queue));
  if (queue !== undefined && !isQueue) errors.push({ pointer: '/hand_over_menu_id', detail: 'is no queue' });
  const change = {
    ...(isQueue ? { hand_over_menu_id: queue } : {}),
    ...(isName ? { name: name.trim() } : {}),
    ...(isZone ? { time_zone: zone.trim() } : {}),
    ...(known === undefined ? {} : { second_factor: known }),
  };
  return { change, errors };
}

function viewOf(workspace: Workspace, hasDemo: boolean, queues: WorkspaceView['queues']): WorkspaceView {
  const { name, timeZone, subdomain, secondFactor, handOverMenuId } = workspace;
  return {
    name,
    time_zone: timeZone,
    second_factor: secondFactor,
    hand_over_menu_id: handOverMenuId,
    subdomain,
    queues,
    has_demo: hasDemo,
  };
}
