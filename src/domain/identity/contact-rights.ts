/** The table of who may do what to a contact at our pages. What programs may is the table of token rights. */
import type { Role, SignedIn } from './session.ts';
import { ROLES } from './session.ts';

const EDITORS = ['agent', 'supervisor', 'admin'] as const satisfies readonly Role[];
const OVERSEERS = ['supervisor', 'admin'] as const satisfies readonly Role[];

/** Act -> the roles that may. */
export const CONTACT_RIGHTS = {
  /** The contact, and that there were calls and messages. What was said in a call is the right to read the call. */
  read: ROLES,
  edit: EDITORS,
  merge: OVERSEERS,
  block: OVERSEERS,
  /** All that is kept of them in one file: what is asked for by them is handed out by an administrator. */
  export: ['admin'],
  /** Also to put them on legal hold, which refuses it. */
  forget: ['admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** What can be done to a contact. */
export type ContactAct = keyof typeof CONTACT_RIGHTS;

/** Whether the one who is signed in may do it to contacts of their workspace. */
export function mayDoToContact(act: ContactAct, { role }: Pick<SignedIn, 'role'>): boolean {
  const may: readonly Role[] = CONTACT_RIGHTS[act];
  return may.includes(role);
}
