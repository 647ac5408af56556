/** How answers leave: in the words of a surface, or as a page for people. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './fault.ts';
import { HttpFault } from './fault.ts';
import { methodsAt, ownerOf, surfaceOf } from './places.ts';
import type { ServerParts } from './server-parts.ts';
import type { RateState } from './limits.ts';
import type { ApiResponse, Surface } from './surface.ts';
import { isUnavailable } from './unavailable.ts';
import { setHeaders } from './set-headers.ts';

/** Sends the answer in the surface's headers. */
export async function send(
  reply: FastifyReply,
  surface: Surface,
  answer: ApiResponse,
  request: FastifyRequest,
  rate: RateState | null,
): Promise<FastifyReply> {
  request.answer = answer;
  if (answer.stream !== undefined && request.method !== 'HEAD') {
    const stream = await answer.stream();
    if (stream === null) return send(reply, surface, { status: 503, ...answer.instead }, request, rate);
    writeHead(reply, surface, answer, request, rate);
    return reply.send(stream);
  }
  writeHead(reply, surface, answer, request, rate);
  if (answer.body === undefined) return reply.send();
  if (typeof answer.body === 'string') return reply.send(answer.body);
  if (answer.headers?.['content-type'] === undefined)
    setHeaders(reply, { 'content-type': 'application/json; charset=utf-8' });
  return reply.send(JSON.stringify(answer.body));
}

/** Status and headers of an answer. */
function writeHead(
  reply: FastifyReply,
  surface: Surface,
  answer: ApiResponse,
  request: FastifyRequest,
  rate: RateState | null,
): void {
  setHeaders(reply.status(answer.status), {
    ...surface.headers?.({ headers: request.headers }, rate),
    ...(answer.isReplay === true ? { 'idempotency-replayed': 'true' } : {}),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...answer.headers,
  });
}

/**
 * Answers an error, in the words of the surface where there is one. Only what is not the request's own fault is told to
 * the log.
 */
export async function fail(
  parts: ServerParts,
  surface: Surface | null,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  rate: RateState | null = null,
): Promise<FastifyReply> {
  const fault = faultOf(error, request);
  if (fault === 'internal' || fault === 'unavailable') parts.failed(error, request.id);
  const headers = headersOf(error);
  if (surface === null) return say(parts, fault, request, reply.headers(headers));
  const answer = surface.fault(fault, request.id);
  return send(reply, surface, { ...answer, headers: { ...headers, ...answer.headers } }, request, rate);
}

/** Answers an address that no route has, or not for this method. */
export async function unrouted(
  app: FastifyInstance,
  parts: ServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const allowed = methodsAt(app, request.url);
  // A route may find nothing itself, such as a file.
  if (allowed.length === 0 || allowed.includes(request.method)) return say(parts, 'not_found', request, reply);
  return say(parts, 'method_not_allowed', request, reply.header('allow', allowed.join(', ')));
}

/** A fault in the words of the address's surface; a browser gets a page where no surface has the address. */
async function say(
  parts: ServerParts,
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const owner = ownerOf(parts.surfaces, request.url);
  if (owner === null && isBrowser(request)) {
    const { status, headers = {}, body } = parts.page(fault, request.id);
    return reply.status(status).headers(headers).send(body);
  }
  const surface = owner ?? surfaceOf(parts.surfaces, request.url);
  return send(reply, surface, surface.fault(fault, request.id), request, null);
}

/** Whether a person would read the answer: only browsers ask for HTML by name. */
export function isBrowser({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /(^|[,\s])text\/html(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers.accept ?? '');
}

/** Whether the client disconnected before its request was complete: not our fault, and no one reads the answer. */
function isClientGone(error: unknown, { raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete && error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

const FASTIFY_FAULTS: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 'unsupported_media_type',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

/** What the framework and its files say of a request by a status alone. */
const STATUS_FAULTS: Readonly<Record<number, Fault>> = {
  403: 'forbidden',
  404: 'not_found',
  412: 'precondition_failed',
  416: 'range_not_satisfiable',
};

/** What went wrong with the request, whatever threw it. */
export function faultOf(error: unknown, request: FastifyRequest): Fault {
  if (isClientGone(error, request)) return 'malformed_request';
  if (error instanceof HttpFault) return error.fault;
  const { code = '', statusCode = 500 } = error instanceof Error ? (error as Partial<FastifyError>) : {};
  const known = FASTIFY_FAULTS[code];
  if (known !== undefined) return known;
  if (statusCode >= 400 && statusCode < 500) return STATUS_FAULTS[statusCode] ?? 'malformed_request';
  return isUnavailable(error) ? 'unavailable' : 'internal';
}

/**
 * What the answer to an error says in its headers: of a range that is not there, how much there is (RFC 9110, section
 * 15.5.17).
 */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof HttpFault) return error.headers;
  const headers = error instanceof Error && 'headers' in error ? (error.headers as Record<string, unknown>) : {};
  const range = headers?.['Content-Range'];
  return typeof range === 'string' ? { 'content-range': range } : {};
}
