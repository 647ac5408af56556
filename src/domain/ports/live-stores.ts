/** What the live pages need of the outside: notes, messages, choices, presence. Implemented by storage. */
import type { Administered } from '../directory/administration.ts';
import type { Forgotten } from '../directory/forgetting.ts';
import type { Contact, ContactCard } from '../directory/contact.ts';
import type { E164 } from '../directory/phone-number.ts';
import type { MissedCall } from '../call/missed.ts';

/** What an agent wrote down about a call. */
export type CallNote = {
  readonly id: number;
  readonly callId: number;
  readonly agentId: number;
  readonly text: string;
  readonly at: Date;
};

/** Who wrote a message of a conversation. */
export const MESSAGE_AUTHORS = ['contact', 'agent'] as const;
export type MessageAuthor = (typeof MESSAGE_AUTHORS)[number];

/** One message of a Messenger conversation. `agentId` is null when the contact wrote it. */
export type Message = {
  readonly id: number;
  readonly conversationId: number;
  readonly by: MessageAuthor;
  readonly agentId: number | null;
  readonly text: string;
  readonly at: Date;
};

/** A conversation with its last messages, oldest first. */
export type Conversation = {
  readonly id: number;
  readonly contact: { readonly id: number; readonly name: string | null; readonly phone: E164 | null };
  readonly messages: readonly Message[];
  /** Whether the contact has written since an agent last answered. */
  readonly isUnread: boolean;
};

/** An outbound call that exists as soon as its agent has chosen the numbers. */
export type Choice = {
  readonly id: number;
  readonly workspaceId: number;
  readonly agentId: number;
  readonly origin: 'outbound_api' | 'outbound_desk';
  readonly ticketId: string | null;
  /** The number asked for; null when the contact behind the ticket has several. */
  readonly number: E164 | null;
  /** What can be dialed, at least one. */
  readonly contactNumbers: readonly E164[];
  readonly lang: string;
  readonly requestKey: string | null;
  readonly createdAt: Date;
};

/** An agent finishes what a call left to do. Kept in the database, so that a reload does not end it. */
export type WrapUp = {
  readonly workspaceId: number;
  readonly agentId: number;
  readonly callId: number;
  readonly since: Date;
  /** When it ends by itself; null: when its agent finishes. */
  readonly until: Date | null;
};

export type NoteStore = {
  add(workspaceId: number, note: Omit<CallNote, 'id'>): Promise<CallNote>;
  byCall(workspaceId: number, callId: number): Promise<readonly CallNote[]>;
  countOf(workspaceId: number, callId: number): Promise<number>;
};

export type MessageStore = {
  /**
   * Null when the workspace has no such conversation; `full` when it has `MAX_MESSAGES`. An agent's message also marks
   * all before it as read.
   */
  add(workspaceId: number, message: Omit<Message, 'id'>): Promise<Message | 'full' | null>;
  conversation(workspaceId: number, conversationId: number): Promise<Conversation | null>;
  /** Conversations in which someone has written, the latest first. */
  latest(workspaceId: number, limit: number): Promise<readonly Conversation[]>;
};

export type ChoiceStore = {
  /** A second one with the same request key is the first one. */
  add(choice: Omit<Choice, 'id'>): Promise<Choice>;
  byId(workspaceId: number, id: number): Promise<Choice | null>;
  /** Takes it away; false when someone has done so before. */
  remove(workspaceId: number, id: number): Promise<boolean>;
  since(workspaceId: number, at: Date): Promise<readonly Choice[]>;
};

export type PresenceStore = {
  setOnline(workspaceId: number, agentId: number, isOnline: boolean): Promise<void>;
  /** Who was online when the last process ended. */
  online(): Promise<readonly { readonly workspaceId: number; readonly agentId: number }[]>;
  beginWrapUp(wrapUp: WrapUp): Promise<void>;
  endWrapUp(agentId: number): Promise<void>;
  wrapUps(): Promise<readonly WrapUp[]>;
};

/** Calls that agents missed: `MAX_MISSED_CALLS` of each at most. */
export type MissedCallStore = {
  /** Lists the call for each of the agents, once, and drops what is too many of each. */
  add(
    missed: Pick<MissedCall, 'callId' | 'reason' | 'at'> & {
      readonly workspaceId: number;
      readonly agentIds: readonly number[];
    },
  ): Promise<void>;
  /** The latest first. */
  list(workspaceId: number, agentId: number): Promise<readonly MissedCall[]>;
  /** Null when the call is not listed for the agent. */
  find(workspaceId: number, agentId: number, callId: number): Promise<MissedCall | null>;
  /** Takes the call off the agent's list; false when it is not on it. */
  dismiss(workspaceId: number, agentId: number, callId: number): Promise<boolean>;
};

export type ContactStore = {
  /** Anyone who has the number; a new lead where no one does. */
  ofPhone(workspaceId: number, phone: E164): Promise<ContactCard>;
  /** A caller about whom nothing is known but perhaps a name. */
  addAnonymous(workspaceId: number, name: string | null): Promise<ContactCard>;
  /**
   * Merges a contact into another, in one transaction: calls, conversations, tickets, links, messages and client tokens
   * are the other's then; of what both have, the other keeps its own. The merged one keeps its id, its uid and its
   * number, and answers as the other. Answers the other, with the ids of calls in progress.
   */
  merge(
    workspaceId: number,
    contactId: number,
    intoId: number,
  ): Promise<Administered<{ readonly contact: Contact; readonly openCallIds: readonly number[] }>>;
  /**
   * Forgets the contact in one transaction: no row tells afterwards who they were or what they said. Their sound is
   * removed by `removeFiles`. Refused: a legal hold, on them or on a call of theirs; a call, recording or transcript
   * that continues.
   */
  forget(workspaceId: number, contactId: number): Promise<Administered<Forgotten>>;
  /** What would go. */
  wouldForget(workspaceId: number, contactId: number): Promise<Forgotten>;
  /** Keeps everything of the contact, whatever is asked, from the instant; null: no longer. */
  hold(workspaceId: number, contactId: number, at: Date | null): Promise<Administered<Contact>>;
  /** The same for one call; false when there is no such call. */
  holdCall(workspaceId: number, callId: number, at: Date | null): Promise<boolean>;
  /** Since when the call is on legal hold; null where it is not. */
  heldSince(workspaceId: number, callId: number): Promise<Date | null>;
  /** Blocks from the instant, or with null unblocks. One that is blocked stays so from before. */
  block(workspaceId: number, contactId: number, at: Date | null): Promise<Administered<Contact>>;
  /**
   * Writes down who the contact is; what is null stays. A number that another contact has stays theirs. Null when there
   * is no such contact.
   */
  identify(workspaceId: number, contactId: number, identity: Identity): Promise<ContactCard | null>;
};

/** What a customer's own system says of a person. */
export type Identity = {
  readonly identifier: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: E164 | null;
};

/** All stores of the live pages. */
export type LiveStore = {
  readonly notes: NoteStore;
  readonly messages: MessageStore;
  readonly choices: ChoiceStore;
  readonly presence: PresenceStore;
  readonly missed: MissedCallStore;
  readonly contacts: ContactStore;
};
