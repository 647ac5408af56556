/**
 * How the console's own addresses are served, all of them in one way: to those who are signed in, from our pages, and
 * whose role may. Nothing keeps what is answered.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Readable } from 'node:stream';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import { isStorableAddress } from '#http/body.ts';
import { HttpFault } from '#http/fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { readId } from '#api/kit.ts';
import { setHeaders } from '#http/set-headers.ts';

/** What is needed to know who asks. */
export type PageRouteParts = {
  readonly signIns: {
    read(
      headers: IncomingHttpHeaders,
    ): Promise<{ readonly me: Omit<Visitor, 'session'>; readonly hash: Buffer } | null>;
  };
  publicUrl(): string;
};

/** What every page may be refused; a table of faults may word it in its own way. */
const COMMON_FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Your role may not do this.'],
  unknown: [404, 'There is no such thing.'],
  body_invalid: [422, 'Some fields are not as they should be.'],
} as const;
type CommonFault = keyof typeof COMMON_FAULTS;

/** Fault -> status, a sentence for people, and after how many seconds to try again, where that is known. */
type Faults = Readonly<Record<string, readonly [status: number, message: string, retryAfterSeconds?: number]>>;

/** What is wrong with fields of a body, by JSON pointer. */
export type FieldErrors = readonly { readonly pointer: string; readonly detail: string }[];

/** A fault beside the field that it is about; `message`: instead of the table's sentence. */
type FieldFault<F extends string> = {
  readonly fault: F;
  readonly field?: string | null;
  readonly message?: string;
  readonly errors?: FieldErrors;
};

/** An answer that is no JSON: something to hear, or a file to keep under a name. */
export class PageFile {
  readonly type: string;
  readonly content: string | Uint8Array | Readable;
  readonly fileName: string | null;
  constructor(type: string, content: string | Uint8Array | Readable, fileName: string | null = null) {
    this.type = type;
    this.content = content;
    this.fileName = fileName;
  }
}

/** JSON with 201. */
export class Made {
  readonly body: object;
  constructor(body: object) {
    this.body = body;
  }
}

/**
 * An answer: JSON with 200, another one of the above, fields that are wrong (422), or one of the faults by name.
 * Answers of our pages have no field `errors` or `fault` themselves.
 */
export type PageAnswer<F extends string> =
  | object
  | Made
  | PageFile
  | { readonly errors: FieldErrors }
  | FieldFault<F | CommonFault>
  | F
  | CommonFault;

/** Who asks, with the hash of their session's token. */
export type Visitor = SignedIn & { readonly session: Buffer; readonly mustAddFactor?: boolean };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Makes `serve`, which adds an address for the acts of a table of rights. The third argument of an answer is the `:id`
 * of the address, 0 where it has none; what is no id is refused as `unknown`.
 */
export function createPageRoutes<Act extends string, const F extends Faults>(
  server: FastifyInstance,
  { signIns, publicUrl }: PageRouteParts,
  may: Readonly<Record<Act, readonly Role[]>>,
  faults: F,
) {
  type Answer = (me: Visitor, request: FastifyRequest, id: number) => Promise<PageAnswer<keyof F & string>>;
  const words: Faults = { ...COMMON_FAULTS, ...faults };

  const answerTo = async (act: Act, answer: Answer, request: FastifyRequest): Promise<PageAnswer<keyof F & string>> => {
    const found = await signIns.read(request.headers);
    if (found === null) return 'signed_out';
    if (request.method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return 'foreign_origin';
    if (!may[act].includes(found.me.role)) return 'not_yours';
    if (!isStorableAddress(request.url)) throw new HttpFault('malformed_request');
    const { id } = request.params as { readonly id?: string };
    const read = id === undefined ? 0 : readId(id);
    return read === null ? 'unknown' : answer({ ...found.me, session: found.hash }, request, read);
  };

  return (act: Act, method: Method, url: string, answer: Answer, options: RouteShorthandOptions = {}): void => {
    server.route({
      ...options,
      method,
      url,
      handler: async (request, reply) => write(reply, words, await answerTo(act, answer, request)),
    });
  };
}

function write(reply: FastifyReply, words: Faults, answered: PageAnswer<string>): FastifyReply {
  const answer = reply.header('cache-control', 'no-store');
  if (typeof answered === 'string') return refuse(answer, words, { fault: answered });
  if (answered instanceof Made) return answer.status(201).send(answered.body);
  if (answered instanceof PageFile) return sendFile(answer, answered);
  if ('fault' in answered) return refuse(answer, words, answered);
  return 'errors' in answered
    ? refuse(answer, words, { fault: 'body_invalid', errors: answered.errors })
    : answer.send(answered);
}

function sendFile(reply: FastifyReply, { type, content, fileName }: PageFile): FastifyReply {
  if (fileName !== null) setHeaders(reply, { 'content-disposition': `attachment; filename="${fileName}"` });
  return reply.type(type).send(content instanceof Uint8Array ? Buffer.from(content) : content);
}

/** `{ error, message }`, with the field that it is about, and all that is wrong with fields. */
function refuse(reply: FastifyReply, words: Faults, refused: FieldFault<string>): FastifyReply {
  const { fault, errors, field = errors?.[0]?.pointer ?? null } = refused;
  const [status, said, retryAfter] = words[fault] ?? COMMON_FAULTS.not_yours;
  const { message = said } = refused;
  if (retryAfter !== undefined) setHeaders(reply, { 'retry-after': String(retryAfter) });
  const beside = errors === undefined && field === null ? {} : { field };
  return reply.status(status).send({ error: fault, message, ...beside, ...(errors === undefined ? {} : { errors }) });
}
