/** What the engine asks of a carrier of voices. Written here, implemented by the folders beside it. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { TextMessage } from '#domain/call/redirect.ts';
import type { Outcome } from '#domain/call/refusal.ts';

/**
 * A carrier brings the world in line with the call: it reads off the state what is to be done and reports what
 * happened. Being told the same call twice changes nothing, so a crash between storing and acting costs nothing either:
 * at the next start every open call is told again.
 */
export type Carrier = {
  readonly name: string;
  /** The call is now as given. Called after every commit, also for calls that others carry. */
  follow(call: Call): void;
  /** Sends a text message; false when it was refused. */
  sendText(message: TextMessage): Promise<boolean>;
  stop(): Promise<void>;
};

/** The engine's door for carriers. Refusals are normal: the call may have moved on. */
export type Report = (callId: number, event: CallEvent) => Promise<Outcome<Call>>;
