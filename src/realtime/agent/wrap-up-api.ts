/** The rules of wrap-ups, for administrators at the console: `/app/wrap-up.json`. Judged and stored as `/v1/workspace` does. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { MAX_WRAP_UP_SECONDS, trimmedRules, wrapUpFault } from '#domain/directory/wrap-up-rules.ts';
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

/** A body of rules that cannot be kept: which fields, and why. */
type Refused = { readonly status: 422; readonly body: object };

/** Adds the routes. */
export function addWrapUpApi(server: FastifyInstance, parts: WrapUpApiParts): void {
  const { engine, administration, signIns, publicUrl } = parts;
  const serve = (
    method: keyof typeof MAY,
    answer: (workspaceId: number, body: unknown) => Promise<WrapUpRules | Refused | Fault>,
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

  serve('GET', async (workspaceId) => (await engine.directory.load(workspaceId)).workspace.wrapUp);

  serve('PATCH', async (workspaceId, body) => {
    const rules = readRules(body);
    if (rules === null) return 'malformed';
    const fault = wrapUpFault(rules);
    if (fault === null) return (await administration.changeWorkspace(workspaceId, { wrapUp: rules })).wrapUp;
    const errors = [{ pointer: wrapUpPointer(fault), detail: WRAP_UP_FAULTS[fault.fault] }];
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

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_WRAP_UP_SECONDS;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
