/** The log of what happens, to calls and besides, which webhooks and event streams follow by its sequence. */
import type { Call } from '../call/call.ts';
import type { Agent } from '../directory/agent.ts';
import type { Contact } from '../directory/contact.ts';
import type { Message } from './live-stores.ts';
import type { StoredEvent } from './stores.ts';

/** An event of a call of any workspace, as the log has it. */
export type CallEvent = StoredEvent & {
  readonly workspaceId: number;
  /** Null: a call that was refused before there was one. */
  readonly callId: number | null;
};

/** What happens besides calls: to contacts and agents, and what they write to each other. */
export const SUBJECT_EVENTS = [
  'agent.signed_in',
  'agent.signed_out',
  'agent.status_changed',
  'contact.created',
  'contact.updated',
  'contact.merged',
  'contact.deleted',
  'message.sent',
] as const;
export type SubjectEventType = (typeof SUBJECT_EVENTS)[number];

/** How long these events are kept. Days. */
export const SUBJECT_EVENT_DAYS = 30;
/** How many of a workspace's newest are kept. */
export const MAX_SUBJECT_EVENTS = 100_000;

/** One of them. It names no one: who tells it reads its {@link Subject}. */
export type SubjectEvent = Omit<StoredEvent, 'type'> & {
  readonly type: SubjectEventType;
  readonly workspaceId: number;
  readonly callId: null;
  readonly contactId: number | null;
  readonly agentId: number | null;
};
export type LoggedEvent = CallEvent | SubjectEvent;

/** Whether the event is of no call, but of a contact, an agent or a message. */
export function isSubjectEvent(event: LoggedEvent): event is SubjectEvent {
  return 'contactId' in event;
}

/** What such an event is about, as it stands when the event is told. */
export type Subject =
  /** With the status of the moment of the event, where it is about that. */
  | { readonly kind: 'agent'; readonly agent: Agent; readonly isOnline: boolean }
  | { readonly kind: 'contact'; readonly contact: Contact; readonly mergedFrom: ContactName | null }
  | { readonly kind: 'deleted_contact'; readonly contact: ContactName }
  | { readonly kind: 'message'; readonly message: Message; readonly contactId: number | null };

/** Which contact it is, or was; it says nothing about them. */
export type ContactName = Pick<Contact, 'id' | 'uid'>;

/** A stretch of a workspace's log: sequences below `before` and above `after`; of one call, or of everything. */
export type Stretch = { readonly before: number; readonly after: number; readonly callId: number | null };

/** The log of everything that happened, to calls and besides, read in the order of its one sequence. */
export type EventLog = {
  /** The highest sequence that can be seen; 0 when nothing has happened yet. */
  last(): Promise<number>;
  /** Events beyond `seq`, as far as they can be seen: one that was numbered lower may still be under way. */
  after(seq: number, limit: number): Promise<readonly LoggedEvent[]>;
  /** Of one workspace, up to `until`. */
  between(workspaceId: number, after: number, until: number, limit: number): Promise<readonly LoggedEvent[]>;
  /** Of one workspace, the newest first. */
  newest(workspaceId: number, stretch: Stretch, limit: number): Promise<readonly LoggedEvent[]>;
  /** A number that every transaction which has begun to write is below. */
  mark(): Promise<number>;
  /** Whether every transaction below the mark has ended. */
  isPast(mark: number): Promise<boolean>;
  calls(ids: readonly number[]): Promise<ReadonlyMap<number, Call>>;
  /** What the events are about, by their sequence; what is gone, and a contact that was merged since, is left out. */
  subjects(events: readonly SubjectEvent[]): Promise<ReadonlyMap<number, Subject>>;
  /** Forgets events besides calls that are older than `before`, and all but a workspace's newest `most`. */
  forget(before: Date, most: number): Promise<number>;
};
