/** What lines are made of, and what a talk is told and tells. */
import type { DialogBook } from '#domain/ports/dialog-book.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Region } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import type { LegId, Media } from '#media/media-server.ts';
import type { FarEndLeft } from '#media/session/far-ends.ts';
import type { Dialog } from '#sip/dialog/dialog.ts';
import type { SessionExpires } from '#sip/dialog/session-timer.ts';
import type { SipRequest, SipResponse } from '#sip/message/message.ts';
import type { Flow } from '../flow.ts';
import type { Inbound } from '../signalling.ts';
import type { Liveness } from './liveness.ts';
import type { UserAgent } from '../user-agent.ts';

/** What lines are made of. */
export type LineParts = {
  readonly agent: UserAgent;
  readonly media: Media;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  random(): number;
  /** A new word that no one can guess. */
  newWord(): string;
  /** The country in which the workspace's trunks name numbers without a country code. */
  homeOf(workspaceId: number): Promise<Region | null>;
  /** Work of a line failed for a reason that no far end is to blame for. */
  failed(error: unknown): void;
  /** Where dialogs are kept while they are in progress. */
  readonly book: Pick<DialogBook, 'keep' | 'drop'>;
  readonly liveness: Pick<Liveness, 'watch'>;
  readonly dialogs: {
    /** Knows the dialog by its key from now on, and hands over what comes within it; the answer ends that. */
    enter(key: string, within: Within): () => void;
    /** Our 2xx to the INVITE of this key waits for its ACK. */
    awaitAck(key: string, within: Within): void;
    /** What is known by the key; null where nothing is. */
    find(key: string): Within | null;
  };
};

/** Takes what comes within a dialog. */
export type Within = {
  readonly trunk: Trunk;
  within(inbound: Inbound): void;
  acknowledged(ack: SipRequest): void;
  unacknowledged(): void;
  /** What it belongs to: a `Place`. */
  holder(): object;
  dialog(): Dialog;
};

/** What a talk tells. */
export type TalkListener = {
  /** It is over, and not by us. Told once. */
  left(how: FarEndLeft): void;
  pressed(digit: string): void;
  /** REFER and NOTIFY, which it does not answer itself. */
  transfer(inbound: Inbound): void;
  /** Its line is closed, by whomever, after it was told nothing else about its end. Absent: no one asks. */
  closed?(): void;
  /** Whose it is. */
  readonly holder: object;
};

/** How a talk begins. */
export type TalkStart = {
  readonly trunk: Trunk;
  readonly flow: Flow;
  readonly dialog: Dialog;
  readonly legId: LegId;
  /** What we described last. */
  readonly description: string;
  readonly contactUser: string | null;
  /** Null: the session has no timer. */
  readonly expires: SessionExpires | null;
  /** The message in which the far end said what it can do. */
  readonly far: SipRequest | SipResponse;
  /** Our 2xx waits for an ACK with the answer to our offer. */
  readonly awaitsAnswer: boolean;
};
