/** What a talk waits for, each kind once: a new one takes the place of the one before. */
import type { Clock } from '#domain/ports/stores.ts';

/** `wait`: for the caller. `held`: until words may be told. `end`: the longest that the talk may last. */
type Kind = 'wait' | 'held' | 'end';

/** Mutable. */
export class Timers {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #cancels = new Map<Kind, () => void>();

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
  }

  set(kind: Kind, milliseconds: number, run: () => void): void {
    this.cancel(kind);
    this.#cancels.set(
      kind,
      this.#clock.after(milliseconds, async () => run()),
    );
  }

  cancel(kind: Kind): void {
    this.#cancels.get(kind)?.();
    this.#cancels.delete(kind);
  }

  cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
