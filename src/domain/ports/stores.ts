/**
 * What the engine needs of the outside, in the words of the domain. Implemented by storage; written here, where it is
 * used.
 */
import type { Contact } from '../directory/contact.ts';
import type { E164 } from '../directory/phone-number.ts';
import type { Ticket } from '../directory/ticket.ts';
import type { Directory } from '../directory/workspace.ts';
import type { Call, CallDraft } from '../call/call.ts';
import type { CallEvent } from '../call/event.ts';
import type { ExternalCall, ExternalStatus } from '../call/external-call.ts';
import type { Busy, Reservation } from '../call/reservation.ts';
import type { SchedulePlace } from '../call/scheduled.ts';
import type { Redirect, TextMessage } from '../call/redirect.ts';
import type { CallState } from '../call/state.ts';
import type { Transcript, Turn } from '../call/transcript.ts';
import type { ContactBook } from './contact-book.ts';
import type { TalkBook } from './talk-book.ts';

/** What time it is, and a call later on. Timers never keep a process alive. */
export type Clock = {
  now(): Date;
  /**
   * Milliseconds since some moment, by which what is kept in memory ages: it never goes back and never jumps, as `now`
   * may.
   */
  elapsed(): number;
  /** Calls `run` once after the delay (ms); the answer cancels it. */
  after(milliseconds: number, run: () => Promise<void>): () => void;
};

/** A stored event. `seq` rises over all workspaces. */
export type StoredEvent = { readonly seq: number; readonly type: string; readonly data: object; readonly at: Date };

/** Which calls a list shows. Absent is no limit; both times are included. */
export type CallFilter = {
  readonly ids?: readonly number[];
  readonly updatedFrom?: Date;
  readonly updatedTo?: Date;
  readonly states?: readonly CallState[];
  readonly conversationIds?: readonly number[];
  readonly contactNumber?: E164;
};

/** The order of a list; calls that are alike in it follow by their ids, the same way. */
export type CallSort = { readonly field: 'id' | 'createdAt' | 'updatedAt'; readonly descending: boolean };

/** A page of a list, and how many calls the whole list has. */
export type CallPage = { readonly calls: readonly Call[]; readonly total: number };

/**
 * A condition of a search over calls, already judged by the dialect that asks: `field` is one of the searchable ones.
 */
export type CallCondition = {
  readonly field: SearchField;
  readonly operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';
  readonly value: string | number | Date | null;
};

/** Fields that calls can be searched and sorted by. */
export const SEARCH_FIELDS = [
  'uid',
  'createdAt',
  'updatedAt',
  'state',
  'origin',
  'direction',
  'contactNumber',
  'ownNumber',
  'agentId',
  'contactId',
  /** Who called whom, in E.164, whatever the direction. */
  'fromNumber',
  'toNumber',
  /** Whole seconds of talk; 0 until known. */
  'talkSeconds',
  'transcriptStatus',
  'reportStatus',
  'reportExternalUuid',
  'reportSourceId',
  'reportStaffUid',
  'reportClientUid',
  'disposition',
  /** One of its tags; only `eq` is asked. */
  'tag',
  'menuId',
  /** Whether something that its wrap-up had to have is missing: `ne` null. */
  'notFilledIn',
] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];

/** A search: of every list in `where` at least one condition holds; sorted as asked, then newest first. */
/** Calls of any of the contacts, or any of the calls: what a text was found in. */
export type FoundCalls = { readonly contactIds: readonly number[]; readonly callIds: readonly number[] };

export type CallSearch = {
  /** Only calls among these; absent: among all. */
  readonly among?: FoundCalls;
  readonly where: readonly (readonly CallCondition[])[];
  readonly sort: readonly { readonly field: SearchField; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
};

export type CallStore = {
  /**
   * Stores the call and reserves its agent in one commit. Null when the request key or the external uuid is taken; busy
   * when its agent has as many calls as they take.
   */
  create(draft: CallDraft): Promise<Call | Busy | null>;
  /**
   * Stores the call that `step` made, and in the same commit reserves and frees agents. Null when another process
   * changed it first; busy, with nothing stored, when an agent whom it takes has as many calls as they take. Default:
   * no agent is concerned.
   */
  change(call: Call, event: CallEvent, reservation?: Reservation | null): Promise<Call | Busy | null>;
  /**
   * Makes the reservations say what the calls say, after a change by hand for instance; answers the agents that were
   * put right.
   */
  settleReservations(): Promise<readonly number[]>;
  byId(workspaceId: number, id: number): Promise<Call | null>;
  byUid(workspaceId: number, uid: string): Promise<Call | null>;
  byRequestKey(workspaceId: number, key: string): Promise<Call | null>;
  byRecording(uid: string): Promise<Call | null>;
  /** Whatever the workspace: for the engine's own errands. */
  anyById(id: number): Promise<Call | null>;
  /** All calls in progress, without those scheduled for later. */
  live(): Promise<readonly Call[]>;
  /** Live calls whose deadline has passed by so much that no one seems to keep it. */
  overdue(before: Date, limit: number): Promise<readonly Call[]>;
  /** Scheduled calls beyond the place, the next one first. */
  scheduled(workspaceId: number, beyond: SchedulePlace | null, limit: number): Promise<readonly Call[]>;
  /** Failed calls whose call-back has finished, and who do not know it yet. */
  unrecovered(): Promise<readonly number[]>;
  /** A page of all calls, newest first. */
  page(workspaceId: number, limit: number, offset: number): Promise<CallPage>;
  /** A page of what the filter leaves, with its count. */
  filtered(workspaceId: number, filter: CallFilter, sort: CallSort, limit: number, offset: number): Promise<CallPage>;
  byConversations(workspaceId: number, conversationIds: readonly number[]): Promise<readonly Call[]>;
  search(workspaceId: number, search: CallSearch): Promise<readonly Call[]>;
  /**
   * Calls by state, or by reported status where there is a report, created in [from, to); of one contact, or of all.
   */
  countByStatus(
    workspaceId: number,
    from: Date | null,
    to: Date | null,
    contactId?: number | null,
  ): Promise<readonly StatusCount[]>;
  /** Seconds of talk of all calls created in [from, to), calls in progress not counted. */
  talkSecondsIn(workspaceId: number, from: Date, to: Date): Promise<number>;
  /**
   * Calls before the one with the id `before`, newest first; of all, or of those that were found, for which every
   * condition holds.
   */
  before(
    workspaceId: number,
    before: number | null,
    limit: number,
    among?: FoundCalls | null,
    where?: readonly CallCondition[],
  ): Promise<readonly Call[]>;
  events(workspaceId: number, callId: number): Promise<readonly StoredEvent[]>;
};

export type StatusCount = {
  readonly state: CallState;
  readonly fin: boolean;
  readonly reportStatus: string | null;
  readonly count: number;
};

/**
 * A transcript with its own uid. `live`: it was heard during the call, whole or with more to come; null: it is
 * done.
 */
export type KeptTranscript = Transcript & { readonly uid: string; readonly live: 'open' | 'whole' | null };

export type TranscriptStore = {
  /** Replaces what was there. */
  put(workspaceId: number, transcript: Transcript): Promise<void>;
  /**
   * Keeps what an engine heard in the recording, instead of what was heard during the call. False, with nothing
   * kept: the call waits for no transcript any more, because its recording is gone for instance.
   */
  putHeard(workspaceId: number, transcript: Transcript): Promise<boolean>;
  /**
   * Keeps what was heard so far, instead of what was heard before. `isWhole`: the recording is over, and all of it was
   * heard. False, with nothing kept: the call is not recorded any more, or has its transcript.
   */
  putLive(workspaceId: number, transcript: Transcript, isWhole: boolean): Promise<boolean>;
  /** What was heard during the call is its transcript. False: the call waits for none any more. */
  keepLive(workspaceId: number, callId: number): Promise<boolean>;
  /** Calls of any workspace whose recording is stored and whose words an engine is still to hear, the oldest first. */
  awaited(limit: number): Promise<readonly number[]>;
  remove(workspaceId: number, callId: number): Promise<void>;
  /** The one that there is, of a call in progress as well. */
  byCall(workspaceId: number, callId: number): Promise<KeptTranscript | null>;
  byCalls(workspaceId: number, callIds: readonly number[]): Promise<ReadonlyMap<number, readonly Turn[]>>;
  /** Calls in which all of the words were said, whatever their case and in any language; the newest. */
  withWords(workspaceId: number, text: string, limit: number): Promise<readonly number[]>;
};

export type DirectoryStore = {
  /** The workspace as it stands, from memory when it has not changed. */
  load(workspaceId: number): Promise<Directory>;
  /** One that was merged is found as the contact it was merged into, by whichever of its names. */
  contact(workspaceId: number, id: number): Promise<Contact | null>;
  contactByUid(workspaceId: number, uid: string): Promise<Contact | null>;
  contactByPhone(workspaceId: number, phone: E164): Promise<Contact | null>;
  /** The ticket with its contact. */
  ticket(workspaceId: number, id: string): Promise<{ readonly ticket: Ticket; readonly contact: Contact } | null>;
};

export type ExternalCallStore = {
  /** Null when the id is taken for that source; the same request key again is the first one's. */
  register(draft: Omit<ExternalCall, 'id'>, requestKey: string | null): Promise<ExternalCall | null>;
  /** The calls that have ended while their reference still says that they are in progress. */
  unresolved(): Promise<readonly number[]>;
  byId(workspaceId: number, id: number): Promise<ExternalCall | null>;
  byExternalId(workspaceId: number, externalId: string): Promise<ExternalCall | null>;
  byCall(callId: number): Promise<ExternalCall | null>;
  /** Of those announced for the caller, the one whose call came last. */
  newestMatched(workspaceId: number, caller: E164): Promise<ExternalCall | null>;
  byConversation(workspaceId: number, conversationId: number): Promise<readonly ExternalCall[]>;
  /**
   * Gives the newest unmatched one between `since` and the call's arrival to the call, if there is one and it has none;
   * atomic.
   */
  match(call: Call, since: Date): Promise<ExternalCall | null>;
  resolve(id: number, status: ExternalStatus, outcome: Pick<ExternalCall, 'summary' | 'intents'>): Promise<void>;
};

export type RedirectStore = {
  /**
   * In one transaction: the contact found or made and its attributes merged, a conversation opened, the link and its
   * message stored. A second one with the same request key is the first one, with one more link that opens it. Of links
   * only the hashes are kept. Null, with nothing stored: the contact would have too many attributes.
   */
  create(
    draft: RedirectDraft,
  ): Promise<{ readonly redirect: Redirect; readonly message: TextMessage; readonly isNew: boolean } | null>;
  /** Null for a secret that opens nothing. */
  byToken(token: string): Promise<Redirect | null>;
  /**
   * Takes a message that waits to be sent, once: it counts as failed until it is settled, so that one whose sending was
   * cut off is never sent again. False: it was taken before.
   */
  takeMessage(messageId: number): Promise<boolean>;
  messageSettled(messageId: number, status: 'sent' | 'failed'): Promise<void>;
  /** What the provider made of it; null: it took it. */
  messageAnswered(messageId: number, provider: string, error: string | null): Promise<void>;
  /** Text messages with an id below `before`, newest first. */
  messages(workspaceId: number, before: number | null, limit: number): Promise<readonly TextMessage[]>;
};

export type RedirectDraft = {
  readonly workspaceId: number;
  /** The link's secret: 128 random bits as a UUID. */
  readonly token: string;
  readonly phone: E164;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly from: E164 | null;
  /** As it is kept: without the secret. */
  readonly body: string;
  readonly requestKey: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** All stores. */
export type Store = {
  readonly calls: CallStore;
  readonly transcripts: TranscriptStore;
  readonly directory: DirectoryStore;
  readonly externalCalls: ExternalCallStore;
  readonly redirects: RedirectStore;
  readonly contacts: ContactBook;
  readonly talks: TalkBook;
};
