/** Conversations as programs read and handle them. Implemented by storage; every operation stays in its workspace. */
import type { Contact } from '../directory/contact.ts';
import type { SearchPlace, SearchSlice, SearchTree } from './contact-search.ts';

/** Whether anything is still to be done. */
export type ConversationState = 'open' | 'closed' | 'snoozed';

/** A conversation without what is in it. */
export type ConversationHead = {
  readonly id: number;
  readonly createdAt: Date;
  /** Of its calls or of what was done to it, the latest. */
  readonly updatedAt: Date;
  /** What was said last; open while a call of it is in progress, whatever was said. */
  readonly state: ConversationState;
  readonly snoozedUntil: Date | null;
  /** Whom it was given to, else who had its last call. */
  readonly assigneeId: number | null;
  readonly contact: Pick<Contact, 'uid' | 'identifier' | 'role' | 'name' | 'email'> | null;
  /** Null: it has no call; it continues one in the Messenger. */
  readonly direction: 'inbound' | 'outbound' | null;
  /** Whether the voice agent had a call of it. */
  readonly hasVoiceAgent: boolean;
};

/** Something in a conversation besides its calls. `agentId`: who did it; null: the contact, or the server. */
export type ConversationPart = {
  readonly kind: 'note' | 'message' | 'assigned' | ConversationAct['kind'];
  readonly id: number;
  readonly at: Date;
  readonly agentId: number | null;
  readonly text: string | null;
  readonly assigneeId: number | null;
};

/** What is done to a conversation. */
export type ConversationAct =
  | { readonly kind: 'close' | 'open' }
  | { readonly kind: 'snoozed'; readonly until: Date }
  /** Null: to no one. */
  | { readonly kind: 'assignment'; readonly assigneeId: number | null };

/** How many acts of a conversation are kept. */
export const MAX_CONVERSATION_ACTS = 500;

/** The fields of a conversation that can be searched; `nothing` never has a value. */
export type ConversationField =
  | ('id' | 'contactUid' | 'createdAt' | 'updatedAt' | 'sourceType' | 'state' | 'open')
  | ('assigneeId' | 'nothing');

/** One that was found, with its place in the list. */
export type FoundConversation = { readonly head: ConversationHead } & SearchPlace;

/** What is read of conversations, and done to them. */
export type ConversationBook = {
  /** By when they began. */
  search(
    workspaceId: number,
    tree: SearchTree<ConversationField>,
    slice: Omit<SearchSlice, 'by'>,
  ): Promise<readonly FoundConversation[]>;
  /** How many those are, up to `MAX_COUNTED`. */
  count(workspaceId: number, tree: SearchTree<ConversationField>): Promise<number>;
  byId(workspaceId: number, id: number): Promise<ConversationHead | null>;
  /** The latest `limit`, the first one first: notes, messages, who took its calls, and acts. */
  parts(workspaceId: number, id: number, limit: number): Promise<readonly ConversationPart[]>;
  /** Does it in the name of the agent. False: there is no such conversation, or it has `MAX_CONVERSATION_ACTS`. */
  act(workspaceId: number, id: number, agentId: number, act: ConversationAct, at: Date): Promise<boolean>;
};
