/**
 * What our own pages are answered when a request fails: `{ error, message }`, a code for the page and a sentence for
 * its reader.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultOf, headersOf } from './answering.ts';
import type { Fault } from './fault.ts';
import { FAULTS } from './fault.ts';

/** Refuses a request of a page. Nothing keeps the answer. */
export async function refusePage(
  reply: FastifyReply,
  status: number,
  error: string,
  message: string,
): Promise<FastifyReply> {
  return reply.header('cache-control', 'no-store').status(status).send({ error, message });
}

/** The faults that a page words differently from the rest. */
const WORDS: { readonly [F in Fault]?: readonly [error: string, message: string] } = {
  body_too_large: ['malformed', 'The request is too large.'],
  unsupported_media_type: ['malformed', 'The request must be JSON.'],
  internal: ['internal', 'Something went wrong here. Try again.'],
  unavailable: ['unavailable', 'The server cannot answer at the moment. Try again soon.'],
  draining: ['unavailable', 'The server cannot answer at the moment. Try again soon.'],
};

/** The error handler of all our pages. Only what is not the request's own fault goes to `failed`. */
export function pageFaults(failed: (error: unknown, requestId: string) => void) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const fault = faultOf(error, request);
    if (FAULTS[fault] >= 500) failed(error, request.id);
    const [code, message] = WORDS[fault] ?? ['malformed', 'The request is malformed.'];
    return refusePage(reply.headers(headersOf(error)), FAULTS[fault], code, message);
  };
}
