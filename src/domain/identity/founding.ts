/** The beginning of a server: its first workspace, and the administrator who owns it. */
import type { Arrival } from './people.ts';
import type { SignedIn } from './session.ts';

/**
 * What the first workspace is begun with. `timeZone`: a name of the IANA Time Zone Database. `subdomain`: lower-case
 * letters, digits and hyphens, 1 to 63, no hyphen first.
 */
export type Founding = {
  readonly workspace: { readonly name: string; readonly subdomain: string; readonly timeZone: string };
  readonly owner: Arrival & { readonly email: string };
  /** Whether it begins with the demo's agents, contacts, menus and numbers, to be removed in one act later. */
  readonly hasDemo: boolean;
};

export type FoundingStore = {
  /** Whether there is no workspace at all. */
  isEmpty(): Promise<boolean>;
  /** Makes the workspace, which speaks English, with its owner; null where one exists already, also of two at once. */
  found(founding: Founding): Promise<SignedIn | null>;
};

/** A subdomain made of the name; empty where the name has no letter or digit of the Latin alphabet. */
export function subdomainOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+/g, '')
    .slice(0, 63)
    .replaceAll(/-+$/g, '');
}
