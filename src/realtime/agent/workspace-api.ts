/** The workspace itself, for administrators at the console: `/app/workspace.json`, and `/app/first-steps.json`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import { isTimeZone } from '#domain/directory/time-zone.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { FirstStepsStore } from '#domain/identity/first-steps.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { fieldsOf } from '#api/kit.ts';
import type { SignIns } from './sign-in.ts';
import type { FirstStepsView, WorkspaceForm, WorkspaceRefused, WorkspaceView } from './workspace-protocol.ts';

export type WorkspaceApiParts = {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'changeWorkspace'>;
  readonly firstSteps: FirstStepsStore;
  readonly signIns: Pick<SignIns, 'read'>;
  readonly clock: Clock;
  publicUrl(): string;
};

type Act = 'read' | 'change' | 'read_steps' | 'close_steps';

/** Act -> who may. */
const MAY = {
  read: ['admin'],
  change: ['admin'],
  read_steps: ['admin'],
  close_steps: ['admin'],
} as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators change the workspace.'],
} as const;

/** As `/v1/workspace` has it. */
const MAX_NAME = 200;

type Answered = { readonly status: number; readonly body: object };
type Answer = (me: SignedIn, request: FastifyRequest) => Promise<Answered>;

/** Adds the routes. */
export function addWorkspaceApi(server: FastifyInstance, parts: WorkspaceApiParts): void {
  const { engine, administration, firstSteps, signIns, clock, publicUrl } = parts;
  const serve = (act: Act, method: 'GET' | 'PATCH' | 'DELETE', url: string, answer: Answer): void => {
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!(MAY[act] as readonly Role[]).includes(found.me.role)) return refuse(reply, 'not_yours');
        const { status, body } = await answer(found.me, request);
        return reply.header('cache-control', 'no-store').status(status).send(body);
      },
    });
  };

  serve('read', 'GET', '/app/workspace.json', async ({ workspaceId }) => {
    const { workspace } = await engine.directory.load(workspaceId);
    return { status: 200, body: viewOf(workspace) };
  });

  serve('change', 'PATCH', '/app/workspace.json', async ({ workspaceId }, { body }) => {
    const { change, errors } = readChange(body);
    if (errors.length > 0) return { status: 422, body: refused(errors) };
    const { time_zone: timeZone, ...rest } = change;
    const changed = { ...rest, ...(timeZone === undefined ? {} : { timeZone }) };
    return { status: 200, body: viewOf(await administration.changeWorkspace(workspaceId, changed)) };
  });

  serve('read_steps', 'GET', '/app/first-steps.json', async ({ workspaceId }) => ({
    status: 200,
    body: (await firstSteps.read(workspaceId)) satisfies FirstStepsView,
  }));

  serve('close_steps', 'DELETE', '/app/first-steps.json', async ({ workspaceId }) => {
    await firstSteps.close(workspaceId, clock.now());
    return { status: 200, body: (await firstSteps.read(workspaceId)) satisfies FirstStepsView };
  });
}

type Errors = WorkspaceRefused['errors'];

/** The change that a body asks for, and what is wrong with it. A body that is no object, or names no field, asks for nothing. */
function readChange(body: unknown): { readonly change: Partial<WorkspaceForm>; readonly errors: Errors } {
  const { name, time_zone: zone } = fieldsOf(body);
  const isName = typeof name === 'string' && name.trim() !== '' && name.trim().length <= MAX_NAME;
  const isZone = typeof zone === 'string' && isTimeZone(zone.trim());
  const errors: { pointer: string; detail: string }[] = [];
  if (name !== undefined && !isName) errors.push({ pointer: '/name', detail: `must have 1 to ${MAX_NAME} characters` });
  if (zone !== undefined && !isZone) errors.push({ pointer: '/time_zone', detail: 'is no time zone' });
  const change = { ...(isName ? { name: name.trim() } : {}), ...(isZone ? { time_zone: zone.trim() } : {}) };
  return { change, errors };
}

function viewOf({ name, timeZone, subdomain }: Workspace): WorkspaceView {
  return { name, time_zone: timeZone, subdomain };
}

function refused(errors: Errors): WorkspaceRefused {
  const message = 'Some fields are not as they should be.';
  return { error: 'body_invalid', message, field: errors[0]?.pointer ?? null, errors };
}

async function refuse(reply: FastifyReply, fault: keyof typeof FAULTS): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}
