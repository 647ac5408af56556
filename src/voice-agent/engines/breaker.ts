/**
 * Keeps an engine that fails from being asked again and again: a caller would wait for it each time. Mutable, and
 * without a clock of its own.
 *
 * ```text
 *            3 failures in time                  time is up
 *   closed ---------------------> open -------------------------> half_open
 *     ^                            ^                                 |  |
 *     |                            +---------- it fails -------------+  |
 *     +------------------------------- it answers ----------------------+
 * ```
 */
import type { BreakerState } from '#domain/ports/voice-engines.ts';

/** So many failures open it. */
const MAX_FAILURES = 3;
/** Within this time. Milliseconds. */
const WINDOW_MS = 30_000;
/** How long it is open. Milliseconds. */
const OPEN_MS = 60_000;
/** The longest that an engine may ask to be left alone. Milliseconds. */
const MAX_OPEN_MS = 600_000;

export type BreakerOptions = {
  /** Milliseconds since some moment. */
  elapsed(): number;
  /** Failures that are older do not count. Milliseconds, default 30 seconds. */
  readonly windowMs?: number;
  /** It is another now. */
  changed?(state: BreakerState): void;
  /** A request has an outcome. */
  counted?(outcome: 'answered' | 'failed'): void;
};

/** One request to the engine. Only the first of what is told of it counts. */
export type Attempt = {
  answered(): void;
  /** `leaveMs`: the engine wants to be left alone for so long. Null: it did not say. */
  failed(leaveMs: number | null): void;
  /** Whoever asked wanted no answer any more. */
  givenUp(): void;
};

/** Of one engine. */
export class Breaker {
  /** Requests by outcome; those that were given up have none. */
  readonly counts = { answered: 0, failed: 0 };
  readonly #options: BreakerOptions;
  #failures: readonly number[] = [];
  /** Until when it is open; null: it is closed. */
  #openUntil: number | null = null;
  #isTrying = false;
  #told: BreakerState = 'closed';

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  state(): BreakerState {
    if (this.#openUntil === null) return 'closed';
    return this.#options.elapsed() < this.#openUntil ? 'open' : 'half_open';
  }

  /** The engine may be asked now. Null: it is to be passed over. Half open, one request at a time goes through. */
  enter(): Attempt | null {
    const state = this.state();
    this.#tell(state);
    const isTrial = state === 'half_open';
    if (state === 'open' || (isTrial && this.#isTrying)) return null;
    if (isTrial) this.#isTrying = true;
    let isOver = false;
    const once = (then: () => void): void => {
      if (isOver) return;
      isOver = true;
      if (isTrial) this.#isTrying = false;
      then();
      this.#tell(this.state());
    };
    return {
      answered: () =>
        once(() => {
          this.#count('answered');
          this.#answered(isTrial);
        }),
      failed: (leaveMs) =>
        once(() => {
          this.#count('failed');
          this.#failed(isTrial, leaveMs);
        }),
      givenUp: () => once(() => undefined),
    };
  }

  #count(outcome: 'answered' | 'failed'): void {
    this.counts[outcome] += 1;
    this.#options.counted?.(outcome);
  }

  /** An answer to what was asked before it opened does not close it. */
  #answered(isTrial: boolean): void {
    if (!isTrial && this.#openUntil !== null) return;
    this.#openUntil = null;
    this.#failures = [];
  }

  #failed(isTrial: boolean, leaveMs: number | null): void {
    const { elapsed, windowMs = WINDOW_MS } = this.#options;
    const now = elapsed();
    this.#failures = [...this.#failures.filter((at) => at > now - windowMs), now].slice(-MAX_FAILURES);
    if (!isTrial && leaveMs === null && this.#failures.length < MAX_FAILURES) return;
    const until = now + Math.min(MAX_OPEN_MS, leaveMs ?? OPEN_MS);
    this.#openUntil = Math.max(this.#openUntil ?? 0, until);
  }

  #tell(state: BreakerState): void {
    if (state === this.#told) return;
    this.#told = state;
    this.#options.changed?.(state);
  }
}
