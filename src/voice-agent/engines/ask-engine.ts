/** A request to an engine elsewhere, in time and within bounds. What it says in an error is never repeated. */
import type { Clock } from '#domain/ports/stores.ts';

/** Why there is no answer. */
export type EngineFault = 'unreached' | 'refused' | 'late' | 'too_long' | 'cut' | 'nonsense';

const SENTENCES = {
  unreached: 'The engine was not reached.',
  refused: 'The engine refused.',
  late: 'The engine did not answer in time.',
  too_long: 'The engine answered more than it may.',
  cut: 'The engine ended in the middle of its answer.',
  nonsense: 'The engine answered what is no answer.',
} as const satisfies Record<EngineFault, string>;

/** An engine gave no answer. Its message holds nothing that the engine said: that may repeat what callers say. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly fault: EngineFault;
  /** The HTTP status; null: there was none. */
  readonly status: number | null;
  /** How long the engine wants to be left alone. Milliseconds; null: it did not say. */
  readonly leaveMs: number | null;

  constructor(
    fault: EngineFault,
    { status = null, leaveMs = null }: { status?: number | null; leaveMs?: number | null } = {},
  ) {
    super(status === null ? SENTENCES[fault] : `The engine answered ${status}.`);
    this.fault = fault;
    this.status = status;
    this.leaveMs = leaveMs;
  }
}

/** How long the engine wants to be left alone, where that is known. */
export function leaveMsOf(error: unknown): number | null {
  return error instanceof EngineError ? error.leaveMs : null;
}

/** A request. All times are in milliseconds. */
export type EngineRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData;
  /** Until the first of the answer, and from one part of it to the next. */
  readonly partMs: number;
  /** Until the end of the answer. */
  readonly totalMs: number;
  readonly maxBytes: number;
  /** Whether an answer may have this media type, which is empty where it names none. Default: any. */
  isAnswer?(mediaType: string): boolean;
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'after' | 'now'>;
};

/**
 * The body of the answer as it comes; the request ends with the iteration, and with the signal. Throws an
 * {@link EngineError}.
 */
export async function* askEngine(request: EngineRequest): AsyncGenerator<Uint8Array> {
  const { clock, partMs, totalMs, maxBytes } = request;
  using limits = new Limits(request);
  limits.within('total', totalMs);
  limits.within('part', partMs);
  const response = await limits.guard(
    fetch(request.url, {
      method: 'POST',
      body: request.body,
      headers: request.headers,
      // A redirect would take what is sent, and the key, where no one said that they may go.
      redirect: 'error',
      signal: limits.signal,
    }),
    'unreached',
  );
  if (response.status !== 200)
    throw new EngineError('refused', {
      status: response.status,
      leaveMs: readRetryAfter(response.headers.get('retry-after'), clock.now()),
    });
  const [mediaType = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';');
  if (request.isAnswer?.(mediaType.trim()) === false) throw new EngineError('nonsense');
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  for (let bytes = 0; ;) {
    const { done, value } = await limits.guard(reader.read(), 'cut');
    if (done) return;
    bytes += value.byteLength;
    if (bytes > maxBytes) throw new EngineError('too_long');
    limits.within('part', partMs);
    yield value;
    limits.within('part', partMs);
  }
}

/** The whole body as text. */
export async function askWhole(request: EngineRequest): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of askEngine(request)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** What ends a request: its times, and its signal. Disposed of, it ends whatever is left of it. */
class Limits {
  readonly #own = new AbortController();
  readonly #clock: Pick<Clock, 'after'>;
  readonly #cancels = new Map<string, () => void>();
  readonly #late = Promise.withResolvers<never>();
  readonly signal: AbortSignal;

  constructor({ clock, signal }: Pick<EngineRequest, 'clock' | 'signal'>) {
    this.#clock = clock;
    this.signal = AbortSignal.any([signal, this.#own.signal]);
    this.#late.promise.catch(() => undefined); // It is told to those who wait.
  }

  within(what: 'part' | 'total', milliseconds: number): void {
    this.#cancels.get(what)?.();
    const cancel = this.#clock.after(milliseconds, async () => this.#late.reject(new EngineError('late')));
    this.#cancels.set(what, cancel);
  }

  async guard<Value>(work: Promise<Value>, fault: EngineFault): Promise<Value> {
    const told = work.catch(() => {
      throw new EngineError(fault);
    });
    told.catch(() => undefined); // Where it is late, what comes of it is of no interest.
    return Promise.race([told, this.#late.promise]);
  }

  [Symbol.dispose](): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#own.abort();
  }
}

/** Seconds, or a date. Source: RFC 9110, section 10.2.3. Milliseconds; null: it is neither. */
export function readRetryAfter(text: string | null, now: Date): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** The address with its usual path, where it names none, or only the version as vendors' examples do. */
export function endpointOf(url: string, path: string): URL {
  const endpoint = new URL(url);
  if (/^\/(?:v1\/?)?$/.test(endpoint.pathname)) endpoint.pathname = path;
  return endpoint;
}
