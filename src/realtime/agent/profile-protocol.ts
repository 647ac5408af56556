/**
 * What the console and the server say to each other about the person who is signed in, under `/app/profile`. Plain
 * types, also for the page.
 */
import type { Person } from '#domain/identity/people.ts';

/** A place where they are signed in, with ISO times. `isThis`: the one that asks. */
export type SessionView = {
  readonly id: number;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** What the browser called itself; null when it did not say. */
  readonly userAgent: string | null;
  readonly isThis: boolean;
};

/** `GET /app/profile.json`. Sessions: the last used first. */
export type ProfileView = OwnName &
  OwnLanguage &
  Pick<Person, 'email' | 'role' | 'assist' | 'wantsAssist'> & { readonly sessions: readonly SessionView[] };

/** What colleagues and callers see: `PATCH /app/profile.json`. One of the two at least. */
export type OwnName = Pick<Person, 'firstName' | 'lastName'>;

/** `PATCH /app/profile/language.json`: in which they read the console; null is the one that their browser prefers. */
export type OwnLanguage = Pick<Person, 'language'>;

/** `PATCH /app/profile/assist.json`: whether they want the desk to assist them in calls. */
export type OwnAssist = Pick<Person, 'wantsAssist'>;

/** `POST /app/profile/password.json`. */
export type PasswordChange = { readonly present: string; readonly next: string };

/** How many sessions ended. */
export type EndedView = { readonly ended: number };
