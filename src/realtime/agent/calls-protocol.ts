/**
 * What the console reads about calls over plain HTTP: `/app/calls.json`, `/app/calls/{id}.json`, `/app/today.json`.
 * Plain types, also for the page.
 */
import type { ScheduleWarning } from '#domain/call/scheduled.ts';
import type { TracedMessage } from '#domain/call/trace.ts';
import type { CallView } from './protocol.ts';

/** A call in the list. Seconds. */
export type CallRow = CallView & {
  readonly agentName: string | null;
  /** From the queue to the agent, or to the end; null where no one waited. */
  readonly waitSeconds: number | null;
  readonly talkSeconds: number | null;
  readonly holdSeconds: number;
  /** 1 to 5. */
  readonly rating: number | null;
};

/** A page of the list, the newest first. `next` is asked for as `after`; null at the end. */
export type CallsPage = { readonly calls: readonly CallRow[]; readonly next: string | null };

/** Calls of one file: `GET /app/calls.csv`, with what the list is asked with. */
export const MAX_CSV_CALLS = 100_000;

/** What the list can be asked to show. */
export const SHOWN_CALLS = ['all', 'live', 'answered', 'missed', 'voicemail', 'scheduled'] as const;
export type ShownCalls = (typeof SHOWN_CALLS)[number];

/** Something that happened to the call. */
export type EventView = { readonly seq: number; readonly type: string; readonly at: string; readonly data: object };

/** Who said what. Seconds from the beginning of the recording. */
export type TurnView = {
  readonly speaker: 'agent' | 'user' | 'virtual_agent';
  /** The agent's name; null for the others, and where it was not kept which agent speaks. */
  readonly name: string | null;
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The words, counted from 0, that the engine may have misheard; absent: none. */
  readonly unsure?: readonly number[];
};

/** The words, or how far writing them down has come. `engine`: what heard them; null where none had to listen. */
export type TranscriptView = {
  readonly status: string;
  readonly engine: string | null;
  readonly turns: readonly TurnView[];
};

/** The loudest of each of equal stretches, 0 to 1; `right` is null where the sound has one channel. */
export type Peaks = { readonly left: readonly number[]; readonly right: readonly number[] | null };

export type RecordingView = {
  readonly kind: 'call' | 'voicemail';
  readonly status: 'pending' | 'stored' | 'failed' | 'deleted';
  readonly seconds: number | null;
  /** Signed, for an hour; null when there is nothing to play. */
  readonly url: string | null;
  readonly peaks: Peaks | null;
  /** Where it was paused. */
  readonly gaps: readonly { readonly from: number; readonly to: number | null }[];
};

export type ParticipantView = {
  readonly kind: string;
  readonly status: string;
  readonly name: string | null;
  readonly connectedAt: string | null;
  readonly endedAt: string | null;
};

/** The call as one vendor's API answers it. */
export type VendorView = {
  readonly title: string;
  /** As it would be asked: `GET /calls/12`. */
  readonly request: string;
  readonly status: number;
  /** The body as JSON, indented. Text, because a browser would round its long numbers. */
  readonly text: string;
};

/** Everything about one call. */
export type CallDetail = {
  readonly call: CallRow & {
    readonly uid: string;
    readonly conversationId: number;
    readonly ticketId: string | null;
    readonly summary: string | null;
  };
  readonly participants: readonly ParticipantView[];
  readonly events: readonly EventView[];
  readonly transcript: TranscriptView | null;
  readonly recording: RecordingView | null;
  /** Since when it is on legal hold; null where it is not. */
  readonly legalHoldAt: string | null;
  /** By the surface's name: `ccaip`, `intercom`, `vcita`, `patchbay`. */
  readonly views: Readonly<Record<string, VendorView>>;
};

/** One SIP message of a telephone, as it is kept. */
export type SipMessageView = Omit<TracedMessage, 'at'> & { readonly at: string };

/** A telephone's messages. `trunkName`: null where the trunk has been removed; `omitted`: earlier ones. */
export type SipLegView = {
  readonly end: 'far_end' | 'third_party';
  readonly trunkName: string | null;
  readonly messages: readonly SipMessageView[];
  readonly omitted: number;
};

/** How one end sounded. `name`: the agent's; null for the others. Whole percent and milliseconds. */
export type EndSoundView = {
  readonly end: 'far_end' | 'third_party' | 'agent';
  readonly name: string | null;
  readonly from: string;
  /** Null while it is in progress. */
  readonly until: string | null;
  readonly heardIn: string | null;
  readonly saidIn: string | null;
  /** A tenth is the finest; null where nothing came. */
  readonly lossPercent: number | null;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** 1 to 4.5; null where nothing came. */
  readonly mos: number | null;
};

/** `GET /app/calls/{id}/sip.json`, for supervisors and administrators. */
export type CallTraceView = { readonly legs: readonly SipLegView[]; readonly sound: readonly EndSoundView[] };

/**
 * A call that is scheduled. `zones`: see `zonesOf`; `isCallBack`: the contact asked to be called, or an agent promised
 * it.
 */
export type ScheduledRow = {
  readonly call: CallRow;
  readonly warnings: readonly ScheduleWarning[];
  readonly zones: readonly string[];
  readonly isCallBack: boolean;
};

/**
 * A page of them, the next to come due first: `GET /app/scheduled.json`. `next` is asked for as `after`; null at the
 * end.
 */
export type ScheduledPage = { readonly calls: readonly ScheduledRow[]; readonly next: string | null };

/** How many calls came to what end since midnight (UTC). */
export type Today = {
  readonly answered: number;
  readonly missed: number;
  readonly voicemail: number;
  readonly elsewhere: number;
};
