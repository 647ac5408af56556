/**
 * What the console and the server say to each other about people, under `/app/people.json`. Plain types, also for the
 * page.
 */
import type { Person } from '#domain/identity/people.ts';

/** A person, with ISO times. */
export type PersonView = Omit<Person, 'lastSeenAt' | 'uid'> & { readonly lastSeenAt: string | null };

/** All of the workspace. */
export type PeopleView = { readonly people: readonly PersonView[] };

/** A link, to be handed on; it is shown this once. `isMailed`: it is on its way to the person by mail as well. */
export type LinkView = { readonly url: string; readonly expiresAt: string; readonly isMailed: boolean };

/** What an invitation asks for: `POST /app/people.json`. */
export type Invite = Pick<Person, 'email' | 'firstName' | 'lastName' | 'role'>;

/** What may be changed: `PATCH /app/people/{id}.json`. */
export type PersonEdit = Partial<Pick<Person, 'role' | 'assist'>> & { readonly isLocked?: boolean };
