/**
 * What an administrator may do to a workspace, and what is refused. Implemented by storage; every operation stays
 * inside its workspace.
 */
import type { Agent } from './agent.ts';
import type { Contact } from './contact.ts';
import type { Language } from './language.ts';
import type { MenuFault } from './menu-tree.ts';
import type { Menu } from './menu.ts';
import type { PhoneNumber } from './phone-number.ts';
import type { RetentionStore } from './retention.ts';
import type { Skill } from './skill.ts';
import type { Ticket } from './ticket.ts';
import type { Workspace } from './workspace.ts';

/** Why an administrator's wish was refused; nothing has changed then. */
export type AdministrationRefusal =
  | { readonly code: 'unknown' }
  /** Another one in the workspace has it; of a subdomain or a phone number, another one anywhere. */
  | { readonly code: 'taken'; readonly field: UniqueField }
  | { readonly code: 'ticket_contact_unknown' }
  /** A contact with more attributes than `MAX_ATTRIBUTES`, or larger ones than `MAX_ATTRIBUTES_BYTES`. */
  | { readonly code: 'attributes_full' }
  /** The workspace would be left without an administrator who can sign in. */
  | { readonly code: 'last_admin' }
  | { readonly code: 'merge_into_itself' }
  /** Nothing of the contact is forgotten: for a legal hold, or for a call, a recording or a transcript in progress. */
  | { readonly code: 'on_legal_hold' | 'contact_in_call' }
  /** The contact would have more than `MAX_OTHER_PHONES`; the workspace would block more than `MAX_BLOCKED`. */
  | { readonly code: 'numbers_full' | 'blocked_full' }
  /** The simulator plays the agent with that email address, who therefore does not sign in. */
  | { readonly code: 'agent_simulated' }
  /** A person, who is not to be played by the simulator. */
  | { readonly code: 'agent_is_person' }
  | { readonly code: 'menu_deleted' }
  /** The workspace has as many trunks, or numbers, as it may. */
  | { readonly code: 'trunks_full' | 'phone_numbers_full' }
  /** The workspace has no such trunk, or nothing that a call to the number could go to. */
  | { readonly code: 'trunk_unknown' | 'destination_unknown' }
  /** The number that queues dial from is one that people answer. */
  | { readonly code: 'default_line_wrong' }
  /** The workspace would have more than `MAX_ARTICLES`. */
  | { readonly code: 'articles_full' }
  /** The workspace would have more than `MAX_SKILLS`. */
  | { readonly code: 'skills_full' }
  /** Menus want the skill; their names. */
  | { readonly code: 'skill_in_use'; readonly menus: readonly string[] }
  /** At this place of an agent's skills there is one that the workspace does not have, or that stands before. */
  | { readonly code: 'agent_skill_unknown' | 'agent_skill_twice'; readonly place: number }
  /** The demo is not removed while a call of its agents or contacts is in progress or scheduled. */
  | { readonly code: 'demo_in_call' }
  | MenuFault;

/** What is unique in a workspace, under its name on the wire. */
export type UniqueField = 'email' | 'phone' | 'identifier' | 'number' | 'subdomain' | 'is_default' | 'title' | 'name';

/** What a wish comes to. */
export type Administered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: AdministrationRefusal };

/** An agent as an administrator describes them; their status is their own. */
export type AgentDraft = Omit<Agent, 'id' | 'uid' | 'status' | 'statusName' | 'idleSince' | 'wantsAssist'>;
/** A contact as an administrator describes it. */
export type ContactDraft = Pick<
  Contact,
  'role' | 'name' | 'email' | 'phone' | 'otherPhones' | 'identifier' | 'outContactId' | 'attributes'
>;
/** Whose e-mail addresses a contact's differs from: as a user those of other users, or whatever it is, everyone's. */
export type EmailScope = 'users' | 'everyone';
/** A menu as an administrator describes it. */
export type MenuDraft = Omit<Menu, 'id' | 'deleted'>;
/** A menu and its place among its siblings, from 0. */
export type MenuPlace = Pick<Menu, 'id' | 'position'>;

/** So many menus are given other places at once. */
export const MAX_PLACED = 200;

/** Other levels of a skill, by agent; null takes it from them. An agent who is not named keeps theirs. */
export type SkillHolders = readonly { readonly agentId: number; readonly level: number | null }[];

/** A number of the workspace before it has an id. */
type NumberDraft = Omit<PhoneNumber, 'id'>;
/** What is not named stays as it is. */
type NumberChange = Partial<Pick<PhoneNumber, 'isDefault' | 'trunkId' | 'destination'>>;
/** A workspace that is wished for. */
type WorkspaceDraft = Pick<Workspace, 'subdomain' | 'name' | 'agentsChooseNumber'>;

/** A part of a list: at most `limit`, beyond the id where the last part ended. */
type Slice<Id> = { readonly beyond: Id | null; readonly limit: number };

/** The directory as its administrator sees it. What it changes is seen by the engine before the answer. */
export type Administration = {
  changeWorkspace(
    workspaceId: number,
    change: Partial<
      Pick<
        Workspace,
        | 'name'
        | 'timeZone'
        | 'agentsChooseNumber'
        | 'callBackCountries'
        | 'wrapUp'
        | 'ownStatuses'
        | 'transcripts'
        | 'secondFactor'
        | 'handOverMenuId'
      >
    >,
  ): Promise<Workspace>;
  /** Opens a workspace that speaks English and has one token, of the kind `staff`. Refused: a taken subdomain. */
  openWorkspace(draft: WorkspaceDraft, tokenHash: Uint8Array): Promise<Administered<Workspace>>;

  /** Whether something of the demo is there. */
  hasDemo(workspaceId: number): Promise<boolean>;
  /**
   * Removes what came with the demo, in one transaction: its contacts (as `forget` does), menus, numbers, languages,
   * agents and token. What someone has changed since is theirs and stays; calls stay as history. The agent `asker`
   * stays; another one who has acted stays locked out, since the audit log names them. Refused: `unknown` where there
   * is no demo, `demo_in_call`, `last_admin`.
   */
  removeDemo(workspaceId: number, asker: number | null): Promise<Administered<null>>;

  createAgent(workspaceId: number, draft: AgentDraft): Promise<Administered<Agent>>;
  changeAgent(workspaceId: number, id: number, change: Partial<AgentDraft>): Promise<Administered<Agent>>;

  /** Refused, also of two at once: a number, an identifier or, by `scope` (`users`), an address of another one. */
  createContact(workspaceId: number, draft: ContactDraft, scope?: EmailScope): Promise<Administered<Contact>>;
  /**
   * Attributes are merged one by one; one that is null is taken away. Refused as a new one is; what the contact has
   * already is not judged.
   */
  changeContact(
    workspaceId: number,
    id: number,
    change: Partial<ContactDraft>,
    scope?: EmailScope,
  ): Promise<Administered<Contact>>;

  /** In the order of their ids, which are text. */
  tickets(workspaceId: number, slice: Slice<string>): Promise<readonly Ticket[]>;
  putTicket(workspaceId: number, ticket: Ticket): Promise<Administered<{ readonly isNew: boolean }>>;
  deleteTicket(workspaceId: number, id: string): Promise<boolean>;

  createMenu(workspaceId: number, draft: MenuDraft): Promise<Administered<Menu>>;
  changeMenu(workspaceId: number, id: number, change: Partial<MenuDraft>): Promise<Administered<Menu>>;
  /**
   * Gives menus other places among their siblings, all of them at once; false when one is not there. At most
   * `MAX_PLACED`.
   */
  placeMenus(workspaceId: number, places: readonly MenuPlace[]): Promise<boolean>;
  /** Marks it: calls that went through it still name it. Calls that wait in it wait on. */
  deleteMenu(workspaceId: number, id: number): Promise<boolean>;

  /** Refused: a name that is taken, whatever its case, and one more than `MAX_SKILLS`. */
  createSkill(workspaceId: number, name: string): Promise<Administered<Skill>>;
  /** In one commit, the name and who has it. Refused: a name that is taken; an agent who is not there (`unknown`). */
  changeSkill(
    workspaceId: number,
    id: number,
    change: { readonly name?: string; readonly agents?: SkillHolders },
  ): Promise<Administered<Skill>>;
  /** Takes it from the agents who have it. Refused while a menu wants it: its calls would go to anyone. */
  deleteSkill(workspaceId: number, id: number): Promise<Administered<null>>;

  /**
   * A new default takes the place of the old one. Refused: one more than `MAX_NUMBERS`, a trunk or a destination that
   * the workspace does not have, and a default that the voice agent answers.
   */
  createNumber(workspaceId: number, draft: NumberDraft): Promise<Administered<PhoneNumber>>;
  changeNumber(workspaceId: number, id: number, change: NumberChange): Promise<Administered<PhoneNumber>>;
  deleteNumber(workspaceId: number, id: number): Promise<boolean>;

  putLanguage(workspaceId: number, language: Language): Promise<void>;

  /** How long what is personal is kept. */
  readonly retention: RetentionStore;
};
