/** Answers of our own server, read, or thrown as something to show. */
import { say } from './language.ts';
import { detailWords } from './details.ts';
import { refusalWords, scopeOf } from './refusals.ts';

/** What is wrong with a field of a body; `pointer` is its place (RFC 6901). */
export type FieldFault = { readonly pointer: string; readonly detail: string };

/**
 * The server said no. The message is for people; the code, empty where there is none, tells the page beside which field
 * it stands.
 */
class RequestError extends Error {
  override name = 'RequestError';
  readonly status: number;
  readonly code: string;
  /** The field of the form that it is about, where it is about one. */
  readonly field: string | null;
  /** Every field that something is wrong with, by its JSON pointer. */
  readonly faults: readonly FieldFault[];
  constructor(
    status: number,
    message: string,
    code = '',
    field: string | null = null,
    faults: readonly FieldFault[] = [],
  ) {
    super(message);
    this.faults = faults;
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** The server's code for what it refused; empty where the fault is another one. */
export function codeOf(error: unknown): string {
  return error instanceof RequestError ? error.code : '';
}

/** What went wrong, in a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What to say beside a form: the sentence, and the name of the field that it is about; null is the whole form. */
export function formFault(error: unknown): { readonly message: string; readonly field: string | null } {
  return { message: sentenceOf(error), field: error instanceof RequestError ? error.field : null };
}

/** What the server says is wrong with each field; empty where the fault is another one. */
export function fieldFaults(error: unknown): readonly FieldFault[] {
  return error instanceof RequestError ? error.faults : [];
}

/** Whether asking once more could help: the server is away or in trouble. What it has refused it refuses again. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && !(error instanceof RequestError && error.status >= 400 && error.status < 500);
}

/** Whether the server said that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof RequestError && error.status === 404;
}

/** The answer's JSON. `url`: what was asked for, which says how a refusal is worded. */
export async function readJson<T>(response: Response, url = ''): Promise<T> {
  const body: unknown = await response.json().catch(() => null);
  // The server is ours; what it answers with success is typed by the caller.
  if (response.ok && body !== null) return body as T;
  throw new RequestError(
    response.status,
    sentenceIn(response, body, url),
    textIn(body, 'error') ?? '',
    textIn(body, 'field'),
    faultsIn(body, url),
  );
}

/** Asks for JSON. */
export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: 'application/json' } }).catch(() => null);
  if (response === null) throw new RequestError(0, say('common.noConnection'));
  return readJson<T>(response, url);
}

/** Sends JSON, where there is a body, and reads the answer's. */
export async function sendJson<T>(method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: object): Promise<T> {
  const accept = { accept: 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = body === undefined ? accept : { ...accept, 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...sent }).catch(() => null);
  if (response === null) throw new RequestError(0, say('common.noConnection'));
  return readJson<T>(response, url);
}

/**
 * Asks for a file whose length no one knows. `came` hears how many bytes have come; the signal ends it. A large one is
 * kept by the browser outside of the page's memory.
 */
export async function getFile(url: string, signal: AbortSignal, came: (bytes: number) => void): Promise<Blob> {
  const response = await fetch(url, { signal }).catch(() => null);
  signal.throwIfAborted();
  if (response === null) throw new RequestError(0, say('common.noConnection'));
  if (!response.ok || response.body === null) return readJson<never>(response);
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(part, controller) {
        bytes += part.length;
        came(bytes);
        controller.enqueue(part);
      },
    }),
  );
  const blob = await new Response(counted, { headers: response.headers }).blob().catch(() => null);
  signal.throwIfAborted();
  if (blob === null) throw new RequestError(0, say('export.cut'));
  return blob;
}

/** Sends a file as it is, and reads the answer's JSON. */
export async function sendFile<T>(url: string, file: Blob): Promise<T> {
  const headers = { 'content-type': file.type, accept: 'application/json' };
  const response = await fetch(url, { method: 'PUT', headers, body: file }).catch(() => null);
  if (response === null) throw new RequestError(0, say('common.noConnection'));
  return readJson<T>(response, url);
}

function sentenceIn(response: Response, body: unknown, url: string): string {
  const id = response.headers.get('x-request-id');
  const message = textIn(body, 'message');
  const sentence =
    ownWords(body, url) ??
    (message === null ? null : detailWords(message)) ??
    message ??
    say('common.serverAnswered', { status: String(response.status) });
  return response.status >= 500 && id !== null ? say('common.withRequest', { sentence, id }) : sentence;
}

/** The refusal in the person's language, where it is not English. */
function ownWords(body: unknown, url: string): string | null {
  return refusalWords([scopeOf(url)], textIn(body, 'error') ?? '', textIn(body, 'field'));
}

/** The text of a field of the answer; null where there is none. */
function textIn(body: unknown, name: 'message' | 'error' | 'field'): string | null {
  if (body === null || typeof body !== 'object') return null;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : null;
}

function faultsIn(body: unknown, url: string): readonly FieldFault[] {
  const errors = body !== null && typeof body === 'object' && 'errors' in body ? body.errors : [];
  const faults = Array.isArray(errors) ? (errors as readonly FieldFault[]) : []; // Our own server writes them so.
  // What a code of its own refuses is about one field, beside which its sentence stands.
  const own = textIn(body, 'error') === 'body_invalid' ? null : ownWords(body, url);
  return faults.map(({ pointer, detail }) => ({ pointer, detail: detailWords(detail) ?? own ?? detail }));
}
