/**
 * Deepgram's live transcription, `wss /v1/listen`. Source: Deepgram API reference, "Speech to Text: Live Audio"; guides
 * "Interim Results", "Finalize", "Audio Keep Alive", "Close Stream".
 */
import type { Clock } from '#domain/ports/stores.ts';
import { endpointOf, EngineError } from '../../engines/ask-engine.ts';
import type { SaidWords, WordEngine, WordEvents, WordStream } from '../word-stream.ts';
import type { Result } from './read-result.ts';
import { readResult } from './read-result.ts';

/** Until it is connected; what is said meanwhile is kept. Milliseconds. */
const OPENING_MS = 2000;
/** Until it has told the last words of an utterance: a turn waits a second for them. Milliseconds. */
export const SAID_MS = 800;
/** Without sound it is told that we are there; it hangs up after ten seconds. Milliseconds. */
const KEEP_ALIVE_MS = 4000;
/** Sound that may wait to be sent: three seconds. Bytes. */
const MAX_WAITING = 3 * 32_000;

export type DeepgramOptions = {
  readonly url: string;
  readonly model: string;
  /** Null: it wants none. */
  readonly key: string | null;
  readonly clock: Pick<Clock, 'after'>;
};

/** Makes it. */
export function createDeepgramWords({ url, model, key, clock }: DeepgramOptions): WordEngine {
  const endpoint = endpointOf(url, '/v1/listen');
  endpoint.protocol = endpoint.protocol === 'http:' ? 'ws:' : 'wss:';
  const query = { model, encoding: 'linear16', sample_rate: '16000', channels: '1', interim_results: 'true' };
  for (const [name, value] of Object.entries(query)) endpoint.searchParams.set(name, value);
  return {
    name: `${model} at ${endpoint.host}`,
    open(lang, events) {
      const address = new URL(endpoint);
      address.searchParams.set('language', lang.slice(0, 2).toLowerCase());
      return new Listening(address, key, { events, clock });
    },
  };
}

/** One connection. Mutable. */
class Listening implements WordStream {
  readonly #socket: WebSocket;
  readonly #events: WordEvents;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #timers = new Map<'open' | 'alive' | 'said', () => void>();
  /** Sound from before it was connected. */
  #early: Int16Array[] = [];
  #waiting = 0;
  /** Words that will not change any more, and those after them so far. */
  #finals: SaidWords[] = [];
  #interim: SaidWords | null = null;
  /** Whether it has told anything, words or none, since the last utterance. */
  #isHeard = false;
  #asked: PromiseWithResolvers<SaidWords> | null = null;
  #isOver = false;

  constructor(
    address: URL,
    key: string | null,
    { events, clock }: { readonly events: WordEvents; readonly clock: Pick<Clock, 'after'> },
  ) {
    [this.#events, this.#clock] = [events, clock];
    this.#socket = new WebSocket(address, { headers: key === null ? {} : { authorization: `Token ${key}` } });
    this.#socket.binaryType = 'arraybuffer';
    this.#after('open', OPENING_MS, () => this.#lose(new EngineError('late')));
    this.#socket.addEventListener('open', () => this.#opened());
    this.#socket.addEventListener('message', ({ data }) => this.#message(data));
    this.#socket.addEventListener('error', () => this.#lose(new EngineError('unreached')));
    this.#socket.addEventListener('close', () => this.#lose(new EngineError('cut')));
  }

  hear(samples: Int16Array): void {
    if (this.#isOver) return;
    if (this.#socket.readyState === WebSocket.OPEN) return this.#send(samples);
    this.#waiting += samples.byteLength;
    if (this.#waiting > MAX_WAITING) return this.#lose(new EngineError('late'));
    this.#early.push(samples);
  }

  async said(): Promise<SaidWords> {
    if (this.#isOver) throw new EngineError('cut');
    this.#asked?.resolve({ text: '', confidence: null });
    this.#asked = Promise.withResolvers<SaidWords>();
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('{"type":"Finalize"}');
    this.#after('said', SAID_MS, () => {
      // It answers nothing where there was nothing; where it never said anything, it is not there.
      if (this.#isHeard) this.#tell();
      else this.#lose(new EngineError('late'));
    });
    return this.#asked.promise;
  }

  end(): void {
    if (this.#isOver) return;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('{"type":"CloseStream"}');
    this.#close();
  }

  #opened(): void {
    this.#cancel('open');
    for (const samples of this.#early) this.#send(samples);
    this.#early = [];
    if (this.#asked !== null) this.#socket.send('{"type":"Finalize"}');
  }

  #send(samples: Int16Array): void {
    if (this.#isOver) return;
    if (this.#socket.bufferedAmount > MAX_WAITING) return this.#lose(new EngineError('late'));
    // A copy: the samples may lie in the middle of a larger buffer, which is written to again.
    this.#socket.send(new Int16Array(samples));
    this.#keepAlive();
  }

  #keepAlive(): void {
    this.#after('alive', KEEP_ALIVE_MS, () => {
      this.#socket.send('{"type":"KeepAlive"}');
      this.#keepAlive();
    });
  }

  #message(data: unknown): void {
    if (this.#isOver) return;
    const result = readResult(data);
    if (result === 'nonsense') return this.#lose(new EngineError('nonsense'));
    if (result !== null) this.#take(result);
  }

  #take({ said, isFinal, isFinalized }: Result): void {
    this.#isHeard = true;
    if (isFinal) {
      this.#interim = null;
      if (said.text !== '') this.#finals.push(said);
    } else this.#interim = said;
    if (isFinalized && this.#asked !== null) return this.#tell();
    this.#events.partial(this.#soFar());
  }

  #soFar(): SaidWords {
    const all = [...this.#finals, ...(this.#interim === null ? [] : [this.#interim])];
    const known = all.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
    return {
      text: all
        .map(({ text }) => text)
        .join(' ')
        .trim(),
      confidence: known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length,
    };
  }

  #tell(): void {
    this.#cancel('said');
    this.#asked?.resolve(this.#soFar());
    [this.#asked, this.#finals, this.#interim, this.#isHeard] = [null, [], null, false];
  }

  #lose(error: EngineError): void {
    if (this.#isOver) return;
    const asked = this.#asked;
    this.#close();
    // Whoever waits for words is told, and tells the others.
    if (asked === null) this.#events.lost(error);
    else asked.reject(error);
  }

  #close(): void {
    this.#isOver = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#asked?.promise.catch(() => undefined);
    this.#socket.close();
  }

  #after(what: 'open' | 'alive' | 'said', milliseconds: number, run: () => void): void {
    this.#cancel(what);
    this.#timers.set(
      what,
      this.#clock.after(milliseconds, async () => run()),
    );
  }

  #cancel(what: 'open' | 'alive' | 'said'): void {
    this.#timers.get(what)?.();
    this.#timers.delete(what);
  }
}
