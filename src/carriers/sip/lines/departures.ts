/**
 * Far ends that are sent to a number by REFER: their trunk connects the two, and the call leaves us. Sources: RFC 3515,
 * RFC 5589 section 6.
 */
import type { E164, Region } from '#domain/directory/phone-number.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { writeNameAddr } from '#sip/address/name-addr.ts';
import type { SipUri } from '#sip/address/uri.ts';
import type { TransferEvent, TransferState } from '#sip/dialog/refer.ts';
import { eventsOfNotify, referIdOf, transferStep } from '#sip/dialog/refer.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import type { Heard, Inbound } from '../signalling.ts';
import { addressAt } from './identities.ts';
import type { Place } from './place.ts';
import type { Talk } from './talk.ts';

/** `gone`: the trunk has connected them. `stayed`: it has not, and the call is as it was. */
export type Departed = 'gone' | 'stayed';

/** They. */
export type Departures = {
  /**
   * Sends the far end at the place to the number; the answer lets it be. Null where its trunk is not asked to, and
   * while the place is being transferred.
   */
  begin(place: Place | undefined, number: E164, told: (how: Departed) => void): (() => void) | null;
  /** Answers a NOTIFY of the talk. */
  notified(talk: Talk, inbound: Inbound): void;
};

/** How long a trunk may take from word to word of a transfer, longer than telephones are rung. Milliseconds. */
const SILENT_MS = 90_000;
/** How long after the far end's BYE the last word may come. Milliseconds. */
const LAST_WORD_MS = 1_000;

/** None yet. */
export function createDepartures(
  clock: Clock,
  homeOf: (workspaceId: number) => Promise<Region | null>,
  failed: (error: unknown) => void,
): Departures {
  const departures = new WeakMap<Talk, Departure>();
  return {
    begin(place, number, told) {
      const talk = place?.line()?.talk() ?? null;
      if (place === undefined || talk?.trunk.referOut !== true || talk.isOver() || !place.claim()) return null;
      const departure = new Departure(clock, talk, (how) => {
        // Who has hung up meanwhile has left, unless they were sent on.
        if (how === 'gone') told(how);
        const isLeft = place.settle();
        if (how === 'stayed' && !isLeft) told(how);
      });
      departures.set(talk, departure);
      place.onVacated(() => departure.isLeft());
      const ask = async (): Promise<void> =>
        departure.ask(addressAt(talk.trunk, number, await homeOf(talk.trunk.workspaceId)));
      ask().catch(failed);
      return () => {
        departure.forget();
        place.settle();
      };
    },
    notified(talk, { key, request }) {
      const departure = departures.get(talk);
      if (referIdOf(request) === null) return talk.reply(key, { status: 489 });
      if (departure === undefined || departure.isOver()) return talk.reply(key, { status: 481 });
      talk.reply(key, { status: 200 });
      for (const event of eventsOfNotify(request)) departure.take(event);
    },
  };
}

/** One: what its trunk says, until it is decided. */
class Departure {
  readonly #clock: Clock;
  readonly #talk: Talk;
  readonly #told: (how: Departed) => void;
  #state: TransferState = 'asked';
  #isOver = false;
  #stopWaiting = (): void => undefined;

  constructor(clock: Clock, talk: Talk, told: (how: Departed) => void) {
    this.#clock = clock;
    this.#talk = talk;
    this.#told = told;
  }

  ask(to: SipUri): void {
    if (this.#isOver) return;
    this.#talk.linger(LAST_WORD_MS);
    const address = writeNameAddr({ displayName: null, uri: to, parameters: [] });
    this.#wait(SILENT_MS);
    this.#talk.request('REFER', [this.#talk.contact(), { name: 'Refer-To', value: address }], NO_BODY, (heard) =>
      this.#heard(heard),
    );
  }

  isOver(): boolean {
    return this.#isOver;
  }

  /** The far end has hung up: some trunks do before they say that it was connected, or instead. */
  isLeft(): void {
    if (!this.#isOver) this.#wait(LAST_WORD_MS);
  }

  take(event: TransferEvent): void {
    if (this.#isOver) return;
    this.#state = transferStep(this.#state, event);
    if (this.#state === 'succeeded') this.#end('gone');
    else if (this.#state === 'failed' || this.#state === 'unknown') this.#end('stayed');
    else if (!this.#talk.isOver()) this.#wait(SILENT_MS);
  }

  /** No one wants to know any more, though a REFER cannot be taken back. Nothing is told. */
  forget(): void {
    this.#isOver = true;
    this.#stopWaiting();
    this.#talk.linger(0);
  }

  #heard(heard: Heard): void {
    if (heard.type === 'failed') return this.take('silent');
    const { status } = heard.response;
    if (status >= 200) this.take(status < 300 ? 'agreed' : 'refused');
  }

  #wait(milliseconds: number): void {
    this.#stopWaiting();
    this.#stopWaiting = this.#clock.after(milliseconds, async () => this.take('silent'));
  }

  #end(how: Departed): void {
    this.forget();
    this.#told(how);
  }
}
