/** A far end over a trunk, as a call has it: whether it was dialed or has come in. */
import type { legOutcome } from '#domain/call/failover.ts';
import type { LegId } from '#media/media-server.ts';
import type { TalkListener } from './line-parts.ts';
import type { Talk } from './talk.ts';

/** What is heard of a far end before it answers: its leg where it sends sound, else that it rings. */
export type Early = { readonly legId: LegId | null };

/** One. */
export type Line = {
  /** Its leg, once it has answered; undefined before. */
  legId(): LegId | undefined;
  /** Undefined until it rings, and once it has answered. */
  early(): Early | undefined;
  /** Its dialog, once it has answered; null before. */
  talk(): Talk | null;
  /** Hangs up or takes back, and closes its leg. Nothing is told. Safe to repeat. */
  close(): void;
};

/** What a line tells of a far end that is dialed. */
export type LineListener = TalkListener & {
  /** It rings, or is heard by now: look at `early` again. */
  ringing(): void;
  answered(): void;
  /** It was not reached; the line is closed. `status`: the far end's, or the one that says so in its stead. */
  failed(outcome: ReturnType<typeof legOutcome>, status: number): void;
};
