/**
 * People: the agents of a workspace who sign in at its pages, with what they may do there. An agent whom the simulator
 * plays is no person, and a person is not played.
 */
import type { Agent } from '../directory/agent.ts';
import type { WrittenLanguage } from '../directory/language.ts';
import type { Administered } from '../directory/administration.ts';
import type { Role, SignedIn } from './session.ts';

/** Of a first name and of a last name; characters. */
export const MAX_NAME = 200;

/**
 * How long a link works, in hours: a new colleague may be away for a week; anyone who lost a password waits for it.
 * `forgotten` is the one that people ask for themselves, by mail.
 */
export const LINK_HOURS = { invitation: 7 * 24, reset: 24, forgotten: 1 } as const;
export type LinkKind = keyof typeof LINK_HOURS;

/**
 * `active` signs in with a password; `invited` has a link to choose the first one; `locked` cannot sign in until they
 * are unlocked; `without_sign_in` was made through an API, or let the invitation expire.
 */
export const PERSON_STATES = ['active', 'invited', 'locked', 'without_sign_in'] as const;
export type PersonState = (typeof PERSON_STATES)[number];

/** A person. `id` is that of the agent they are. */
export type Person = {
  readonly id: number;
  readonly uid: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
  readonly state: PersonState;
  /** In which they read the console; null is the one that their browser prefers. */
  readonly language: WrittenLanguage | null;
  /** The last use of a session that has not been cleared away yet; null when there is none. */
  readonly lastSeenAt: Date | null;
  /** Whether one-time codes are asked for when they sign in. */
  readonly hasCodes: boolean;
  /** How many passkeys they have. */
  readonly passkeys: number;
} & Pick<Agent, 'assist' | 'wantsAssist'>;

/** Someone who is invited. */
export type Invitation = Pick<Person, 'email' | 'firstName' | 'lastName' | 'role'>;

/** A link as it is stored. */
export type LinkDraft = { readonly hash: Buffer; readonly createdAt: Date; readonly expiresAt: Date };

/** What the page behind a link says. */
export type OpenLink = {
  readonly kind: LinkKind;
  readonly workspace: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
};

/** Someone who may be mailed a link to choose a new password. */
export type Forgetful = { readonly workspaceId: number; readonly id: number } & Pick<Person, 'email' | 'firstName'>;

/** Someone who has come in by a link, with what the link was for. */
export type Arrived = SignedIn & { readonly kind: LinkKind } & Pick<Person, 'email' | 'firstName'>;

/** What someone fills in behind a link. */
export type Arrival = { readonly firstName: string; readonly lastName: string; readonly passwordHash: string };

/** The people of workspaces, as they are kept. `now` tells which links still work. */
export type PeopleStore = {
  /** By rising ids. */
  list(workspaceId: number, now: Date): Promise<readonly Person[]>;
  find(workspaceId: number, id: number, now: Date): Promise<Person | null>;
  /**
   * Refused: an email address that a person or a simulated agent has. Another agent without a sign-in becomes the
   * person.
   */
  invite(workspaceId: number, invitation: Invitation, link: LinkDraft): Promise<Administered<Person>>;
  /**
   * A new link for someone who is there: an invitation again, or a reset for anyone who has a password. Null: not
   * there, or locked.
   */
  renewLink(workspaceId: number, id: number, linkFor: (kind: LinkKind) => LinkDraft): Promise<LinkDraft | null>;
  /**
   * Changes role or lock, and ends their sessions. Refused: to take the workspace's last administrator away, who is
   * active and not locked.
   */
  change(
    workspaceId: number,
    id: number,
    change: { readonly role?: Role; readonly isLocked?: boolean },
    now: Date,
  ): Promise<Administered<Person>>;
  /** Null when the link does not exist, was used or has expired. */
  openLink(hash: Buffer, now: Date): Promise<OpenLink | null>;
  /** Uses the link and any other of theirs up, sets the password and ends the person's sessions. Null as above. */
  arrive(hash: Buffer, arrival: Arrival, now: Date): Promise<Arrived | null>;
  /**
   * Those with the address who have a password, are not locked, and whose workspace can mail; of each workspace one, of
   * few workspaces.
   */
  forgetful(email: string): Promise<readonly Forgetful[]>;
  /** Stores a link that the person asked for themselves, in place of one before; any other link of theirs stays. */
  forgot(workspaceId: number, id: number, link: LinkDraft): Promise<void>;
};
