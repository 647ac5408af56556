/** How the console's own addresses are served: to those who are signed in, from our pages, and whose role may. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import type { SignIns } from './sign-in.ts';

/** What is needed to know who asks. */
export type PageRouteParts = { readonly signIns: Pick<SignIns, 'read'>; publicUrl(): string };

/** What every page may be refused. */
const COMMON_FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Your role may not do this.'],
} as const;

/** Fault -> status, and a sentence for people. */
type Faults = Readonly<Record<string, readonly [status: number, message: string]>>;

/** What is wrong with fields of a body, by JSON pointer. */
export type FieldErrors = readonly { readonly pointer: string; readonly detail: string }[];

/** An answer: JSON with 200, fields that are wrong (422), or one of the faults by name. */
export type PageAnswer<F extends string> = object | { readonly errors: FieldErrors } | F;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Makes `serve`, which adds an address for the acts of a table of rights. Nothing keeps what is answered. */
export function createPageRoutes<Act extends string, const F extends Faults>(
  server: FastifyInstance,
  { signIns, publicUrl }: PageRouteParts,
  may: Readonly<Record<Act, readonly Role[]>>,
  faults: F,
) {
  type Answer = (me: SignedIn, request: FastifyRequest) => Promise<PageAnswer<keyof F & string>>;
  const words: Faults = { ...COMMON_FAULTS, ...faults };
  const refuse = async (reply: FastifyReply, fault: string): Promise<FastifyReply> => {
    const [status, message] = words[fault] ?? COMMON_FAULTS.not_yours;
    return refusePage(reply, status, fault, message);
  };
  return (act: Act, method: Method, url: string, answer: Answer): void => {
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!may[act].includes(found.me.role)) return refuse(reply, 'not_yours');
        const answered = await answer(found.me, request);
        if (typeof answered === 'string') return refuse(reply, answered);
        if ('errors' in answered) return refuseFields(reply, answered.errors);
        return reply.header('cache-control', 'no-store').send(answered);
      },
    });
  };
}

async function refuseFields(reply: FastifyReply, errors: FieldErrors): Promise<FastifyReply> {
  const message = 'Some fields are not as they should be.';
  const field = errors[0]?.pointer ?? null;
  return reply.header('cache-control', 'no-store').status(422).send({ error: 'body_invalid', message, field, errors });
}
