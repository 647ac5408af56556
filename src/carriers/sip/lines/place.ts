/** A place in a call that telephones have one after the other: its far end's, or a third party's. */
import type { Clock } from '#domain/ports/stores.ts';
import type { LegId } from '#media/media-server.ts';
import type { FarEndLeft } from '#media/session/far-ends.ts';
import type { Inbound } from '../signalling.ts';
import type { Early, Line } from './line.ts';
import type { TalkListener } from './line-parts.ts';
import type { Talk } from './talk.ts';

/** What a place tells. */
export type PlaceListener = {
  /** No telephone has it any more. */
  left(how: FarEndLeft): void;
  pressed(digit: string): void;
  /** What is heard there may be another leg: look again. */
  touched(): void;
  /** Another telephone has it than before. */
  moved(): void;
  /** REFER and NOTIFY of the telephone that has it. */
  transfer(place: Place, talk: Talk, inbound: Inbound): void;
};

/**
 * How long a telephone that was transferred away may take to hang up by itself, as RFC 3515 leaves to it. Milliseconds.
 */
const LEAVING_MS = 4_000;

/** One. */
export class Place {
  /** Whose place it is: the voice agent's caller continues in another call. */
  callId: number;
  readonly #clock: Clock;
  readonly #listener: PlaceListener;
  #line: Line | null = null;
  /** Who is dialed to have it next, on behalf of the telephone that has it. */
  #next: Line | null = null;
  /** A transfer is under way. */
  #isClaimed = false;
  /** Told once, when the telephone leaves that is being transferred. */
  #onVacated = (): void => undefined;
  /** How the telephone left that was being transferred: the place waits for the next one. */
  #vacated: FarEndLeft | null = null;
  readonly #leaving = new Map<Line, () => void>();
  #isClosed = false;

  constructor(callId: number, clock: Clock, listener: PlaceListener) {
    this.callId = callId;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** What a line is to be given that has the place, or is to have it. */
  hears(line: () => Line | null): TalkListener {
    return {
      holder: this,
      left: (how) => this.#left(line(), how),
      pressed: (digit) => {
        if (line() === this.#line) this.#listener.pressed(digit);
      },
      transfer: (inbound) => {
        const talk = line()?.talk() ?? null;
        if (talk !== null) this.#listener.transfer(this, talk, inbound);
      },
    };
  }

  line(): Line | null {
    return this.#line;
  }

  legId(): LegId | undefined {
    return this.#vacated === null ? this.#line?.legId() : undefined;
  }

  early(): Early | undefined {
    return this.#vacated === null ? this.#line?.early() : this.#next?.early();
  }

  /**
   * The line has the place from now on. The one before has left, or is let go: `isAtOnce`, or once it had time to hang
   * up by itself.
   */
  take(line: Line, isAtOnce = false): void {
    if (this.#isClosed) return line.close();
    const former = this.#line;
    this.#line = line;
    if (former === null) return;
    if (isAtOnce) former.close();
    else if (this.#vacated === null)
      this.#leaving.set(
        former,
        this.#clock.after(LEAVING_MS, async () => this.#letGo(former)),
      );
    this.#next = null;
    this.#vacated = null;
    this.#listener.touched();
    this.#listener.moved();
  }

  /** A transfer begins; false while another one is under way, and when the place is gone. */
  claim(): boolean {
    if (this.#isClaimed || this.#isClosed) return false;
    this.#isClaimed = true;
    return true;
  }

  /** Calls the listener when the telephone hangs up during this transfer. */
  onVacated(listener: () => void): void {
    this.#onVacated = listener;
  }

  /** The line is dialed to have the place next. */
  expect(line: Line): void {
    if (this.#isClosed) return line.close();
    this.#next = line;
  }

  /**
   * The transfer is over, whatever came of it. Who hung up meanwhile has left, where no one has taken the place: true
   * then.
   */
  settle(): boolean {
    this.#isClaimed = false;
    this.#onVacated = () => undefined;
    this.#next = null;
    const how = this.#vacated;
    this.#vacated = null;
    if (how !== null) this.#listener.left(how);
    return how !== null;
  }

  /** Lets all telephones go. Nothing is told. Safe to repeat. */
  close(): void {
    this.#isClosed = true;
    this.#line?.close();
    this.#next?.close();
    for (const line of this.#leaving.keys()) this.#letGo(line);
  }

  #left(line: Line | null, how: FarEndLeft): void {
    if (line === null || this.#isClosed) return;
    if (line !== this.#line) return this.#letGo(line);
    if (!this.#isClaimed) return this.#listener.left(how);
    line.close();
    this.#vacated = how;
    this.#onVacated();
    this.#listener.touched();
  }

  #letGo(line: Line): void {
    this.#leaving.get(line)?.();
    this.#leaving.delete(line);
    line.close();
  }
}
