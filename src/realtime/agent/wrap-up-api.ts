/**
 * The rules of wrap-ups, and the statuses of a workspace's own, for administrators at the console: `/app/wrap-up.json`.
 * Judged and stored as `/v1/workspace` does.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { MAX_WRAP_UP_SECONDS, trimmedRules, wrapUpFault } from '#domain/directory/wrap-up-rules.ts';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import { ownStatusFault, STATUS_BASES, STATUS_COLORS } from '#domain/directory/own-statuses.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { fieldsOf } from '#api/kit.ts';
import { WRAP_UP_FAULTS, wrapUpPointer } from '#api/wrap-up-faults.ts';
import type { SignIns } from './sign-in.ts';

export type WrapUpApiParts = {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'changeWorkspace'>;
  readonly signIns: Pick<SignIns, 'read'>;
  publicUrl(): string;
};

/** Method -> who may. */
const MAY = { GET: ['admin'], PATCH: ['admin'] } as const satisfies Record<'GET' | 'PATCH', readonly Role[]>;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators change what follows a call.'],
  malformed: [400, `Seconds are whole, from 0 to ${MAX_WRAP_UP_SECONDS}.`],
} as const;
type Fault = keyof typeof FAULTS;

/** What the page shows: the rules, and the statuses of the workspace's own. */
type WrapUpView = WrapUpRules & { readonly statuses: readonly OwnStatus[] };

function viewOf({ wrapUp, ownStatuses }: Pick<Workspace, 'wrapUp' | 'ownStatuses'>): WrapUpView {
  return { ...wrapUp, statuses: ownStatuses };
}

/** A body of rules that cannot be kept: which fields, and why. */
type Refused = { readonly status: 422; readonly body: object };

/** Adds the routes. */
export function addWrapUpApi(server: FastifyInstance, parts: WrapUpApiParts): void {
  const { engine, administration, signIns, publicUrl } = parts;
  const serve = (
    method: keyof typeof MAY,
    answer: (workspaceId: number, body: unknown) => Promise<WrapUpView | Refused | Fault>,
  ): void => {
    server.route({
      method,
      url: '/app/wrap-up.json',
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!(MAY[method] as readonly Role[]).includes(found.me.role)) return refuse(reply, 'not_yours');
        const answered = await answer(found.me.workspaceId, request.body);
        if (typeof answered === 'string') return refuse(reply, answered);
        const isRefused = 'status' in answered;
        return reply
          .header('cache-control', 'no-store')
          .status(isRefused ? answered.status : 200)
          .send(isRefused ? answered.body : answered);
      },
    });
  };

  serve('GET', async (workspaceId) => viewOf((await engine.directory.load(workspaceId)).workspace));

  serve('PATCH', async (workspaceId, body) => {
    const [rules, ownStatuses] = [readRules(body), readStatuses(body)];
    if (rules === null || ownStatuses === null) return 'malformed';
    const errors = faultsOf(rules, ownStatuses);
    if (errors.length === 0)
      return viewOf(await administration.changeWorkspace(workspaceId, { wrapUp: rules, ownStatuses }));
    return {
      status: 422,
      body: { error: 'body_invalid', message: 'Some fields are not as they should be.', errors },
    };
  });
}

async function refuse(reply: FastifyReply, fault: Fault): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}

/** The rules in a body; null when it is none. */
function readRules(body: unknown): WrapUpRules | null {
  const { seconds, dispositions, isDispositionRequired, tags } = fieldsOf(body);
  if (seconds !== null && !isSeconds(seconds)) return null;
  if (!isNames(dispositions) || !isNames(tags) || typeof isDispositionRequired !== 'boolean') return null;
  return trimmedRules({ seconds, dispositions, isDispositionRequired, tags });
}

/** The statuses in a body; null when they are none. */
function readStatuses(body: unknown): readonly OwnStatus[] | null {
  const { statuses } = fieldsOf(body);
  if (!Array.isArray(statuses)) return null;
  const read = statuses.map((each: unknown) => readStatus(each));
  return read.every((each) => each !== null) ? read : null;
}

function readStatus(value: unknown): OwnStatus | null {
  const { name, color, countsAs } = fieldsOf(value);
  const known = STATUS_COLORS.find((each) => each === color);
  const base = STATUS_BASES.find((each) => each === countsAs);
  if (typeof name !== 'string' || known === undefined || base === undefined) return null;
  return { name: name.trim(), color: known, countsAs: base };
}

/** What is wrong with the two, with where it lies. */
function faultsOf(rules: WrapUpRules, statuses: readonly OwnStatus[]): readonly object[] {
  const [fault, statusFault] = [wrapUpFault(rules), ownStatusFault(statuses)];
  const place = statusFault === null || statusFault.place === null ? '' : `/${statusFault.place}`;
  return [
    ...(fault === null ? [] : [{ pointer: wrapUpPointer(fault), detail: WRAP_UP_FAULTS[fault.fault] }]),
    ...(statusFault === null ? [] : [{ pointer: `/statuses${place}`, detail: WRAP_UP_FAULTS[statusFault.fault] }]),
  ];
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_WRAP_UP_SECONDS;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
