/** What the media of a call asks of the carrier that has its far end. Each carrier with sound brings one of these. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { LegId } from '../media-server.ts';

/**
 * The far ends of one carrier: those who called, and those who are called. The media of a call reads off how it stands
 * what their legs hear; how a leg comes about and when it goes is the carrier's own business. Every question may be
 * asked again at any time, of any call of the carrier.
 */
export type FarEnds = {
  /**
   * Whether someone is really there: they hear what is played, no matter who talks with them, and the call is recorded
   * from here. False where the far end is played, for the people at our side who listen.
   */
  readonly isLive: boolean;
  /** The leg of the far end; undefined while it has none. */
  legOf(call: Call): LegId | undefined;
  /**
   * The leg of someone whom this carrier dialed into a call, whichever carrier has the call itself; undefined while
   * they have none. Absent: third parties of this carrier are played.
   */
  thirdLegOf?(call: Call): LegId | undefined;
  /**
   * What is heard of a far end that is dialed, before it answers: sound of its own, where it has a leg by then, else
   * that it rings. Undefined while nothing is. Absent: nothing ever is.
   */
  early?(call: Call): { readonly legId: LegId | null } | undefined;
  /**
   * Presses keys at a far end whose leg takes none in its sound; false where there is no other way. Absent: there never
   * is.
   */
  press?(call: Call, digits: string): boolean;
  /** The call may be connected soon: what takes time can be made ready. */
  prepare?(call: Call): Promise<unknown>;
  /**
   * The agent who leads the call has a leg that works. A carrier that has yet to reach its far end does so now, and
   * reports as it gets on; one whose far end waits reports that they are connected.
   */
  agentIsReady(call: Call): Promise<unknown>;
  /** In the connected call a person at a page listens. Before it resolves, an end that is only played begins to be. */
  isListenedTo?(call: Call): Promise<unknown>;
  /** The far end of one call is another's from now on, which is a call of this carrier as well. */
  passOn?(from: Call, to: Call): void;
  /** The call needs its far end no more: it has ended, or another carrier has it. */
  release(call: Call): Promise<unknown>;
};

/**
 * Who is played at our side of calls, whichever carrier has their far ends: simulated agents, and third parties who are
 * dialed.
 */
export type PlayedPeople = {
  /** The leg of what they say in the call, made when it is first asked for. */
  legOf(call: Call, who: 'agent' | 'third_party'): Promise<LegId>;
  /** Whether it is the leg of one of them in the call. */
  has(call: Call, legId: LegId): boolean;
  /** They are in the call no more. Without `who`, none of them. */
  release(call: Call, who?: 'agent' | 'third_party'): Promise<unknown>;
};

/** What carriers ask of the media of their calls. */
export type CallMedia = {
  /** The carrier of that name, or all whose names begin with it and a colon, have these far ends. */
  addFarEnds(carrier: string, farEnds: FarEnds): void;
  /** The leg of the call's far end came, went or was told anew: look again. */
  touch(callId: number): void;
  /** A key was pressed at the call's far end, as signalling says; the same press in its sound counts once. */
  pressed(callId: number, digit: string): void;
  /** Tells those who follow the calls that someone's sound has gone or is back. */
  moved(call: Call): void;
  /** The call as it stands, while it has media here. */
  callOf(callId: number): Call | undefined;
  /**
   * The far end left, as the event says: the call ends, unless it was leaving a message that is long enough to be one.
   * Resolves when it is stored, or cannot be now: then it is stored as soon as the database is back.
   */
  farEndLeft(call: Call, how: FarEndLeft): Promise<void>;
};

/** How a far end leaves. */
export type FarEndLeft = Extract<CallEvent, { type: 'hung_up' }>;
