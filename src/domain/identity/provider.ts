/** The sign-in provider of a workspace (OpenID Connect): which one, and who may come in by it. */
import type { Role, SignedIn } from './session.ts';

/** What becomes of someone whom the workspace does not know: turned away, or made a person with the default role. */
export const UNKNOWN_PEOPLE = ['refused', 'made'] as const;
export type UnknownPeople = (typeof UNKNOWN_PEOPLE)[number];

/** Roles that someone may be made with. An administrator is made by an administrator alone. */
export const DEFAULT_ROLES = ['agent', 'supervisor', 'developer'] as const satisfies readonly Role[];
export type DefaultRole = (typeof DEFAULT_ROLES)[number];

/** Characters of an issuer, a client's id, its secret and the button's name; domains of one provider. */
export const MAX_ISSUER = 500;
export const MAX_CLIENT_ID = 300;
export const MAX_CLIENT_SECRET = 500;
export const MAX_PROVIDER_NAME = 60;
export const MAX_DOMAINS = 50;

/** How long someone may take at the provider. Seconds. */
export const ATTEMPT_SECONDS = 600;

/** A provider as it was set. */
export type Provider = {
  /** Where it is found, and what its tokens must say they are from. Source: OpenID Connect Discovery 1.0, section 3. */
  readonly issuer: string;
  readonly clientId: string;
  /** What the button says after "Sign in with". */
  readonly name: string;
  /** E-mail domains that people may come in with for the first time, in lower case. Empty: any. */
  readonly domains: readonly string[];
  readonly unknownPeople: UnknownPeople;
  readonly defaultRole: DefaultRole;
  /** Whether people other than administrators may sign in with a password as well. */
  readonly isPasswordOpen: boolean;
};

/** As administrators see it: its secret is never shown. */
export type ProviderEntry = Provider & { readonly updatedAt: Date };

/** What is wrong with a field of it. */
export type ProviderFault = { readonly field: keyof Provider | 'clientSecret'; readonly detail: string };

const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/;

/**
 * What is wrong with the provider as it would be; null when nothing is. `secret`: undefined leaves the one that
 * `before` has. Another issuer or client gets no secret that was entered for the one before. `mayUseHttp`: an operator
 * allows plain HTTP.
 */
export function providerFault(
  wanted: Provider,
  secret: string | undefined,
  before: Provider | null,
  mayUseHttp: boolean,
): ProviderFault | null {
  const issuer = issuerFault(wanted.issuer, mayUseHttp);
  if (issuer !== null) return { field: 'issuer', detail: issuer };
  if (!wanted.domains.every((each) => DOMAIN.test(each)))
    return { field: 'domains', detail: 'must be names such as example.com' };
  if (wanted.unknownPeople === 'made' && wanted.domains.length === 0)
    return { field: 'domains', detail: 'must name one at least, where anyone unknown is made a person' };
  if (secret !== undefined) return null;
  if (before === null) return { field: 'clientSecret', detail: 'is required' };
  return before.issuer === wanted.issuer && before.clientId === wanted.clientId
    ? null
    : { field: 'clientSecret', detail: 'must be entered again for another issuer or client' };
}

function issuerFault(issuer: string, mayUseHttp: boolean): string | null {
  const parts = /^(https?):\/\/([^/?#@\s]+)(\/[^?#\s]*)?$/i.exec(issuer);
  if (parts === null) return 'must be an address such as https://id.example.com, without a query';
  return parts[1]?.toLowerCase() === 'https' || mayUseHttp ? null : 'must begin with https://';
}

/** What the provider says of someone. Source: OpenID Connect Core 1.0, section 5.1. */
export type Claims = {
  readonly issuer: string;
  /** Who they are there, for good. */
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
};

/** Why someone does not come in, though the provider knows them. */
export const ENTRY_REFUSALS = [
  'email_missing',
  'email_unverified',
  'domain_refused',
  'person_unknown',
  'person_locked',
  'account_other',
] as const;
export type EntryRefusal = (typeof ENTRY_REFUSALS)[number];

/** Why the provider could not tell who someone is. */
export const PROVIDER_REFUSALS = [
  /** The workspace has no provider. */
  'provider_unknown',
  /** It cannot be reached, or does not answer as a provider does. */
  'provider_unreachable',
  /** It says that it is another one. */
  'issuer_differs',
  /** It does not take the client's id, its secret or our address. */
  'client_refused',
  /** The client's secret was encrypted with a key that this server does not have. */
  'key_lost',
  /** It has sent someone back without letting them in. */
  'provider_refused',
  /** What came back belongs to nothing that this browser began. */
  'attempt_unknown',
  /** It was begun too long ago. */
  'attempt_expired',
  /** What came back is not what was asked for, or is not signed by the provider. */
  'answer_invalid',
] as const;
export type ProviderRefusal = (typeof PROVIDER_REFUSALS)[number];

/** Someone who comes in, or why not. `name`: what the provider is called, where it is known. */
export type Entry =
  | { readonly ok: true; readonly me: SignedIn; readonly next: string | null }
  | { readonly ok: false; readonly refusal: EntryRefusal | ProviderRefusal; readonly name: string | null };

/**
 * Whether someone may come in for the first time with this address: verified, and of an allowed domain. Null when they
 * may.
 */
export function firstEntryRefusal(
  { email, isEmailVerified }: Pick<Claims, 'email' | 'isEmailVerified'>,
  domains: readonly string[],
): EntryRefusal | null {
  if (email === null) return 'email_missing';
  if (!isEmailVerified) return 'email_unverified';
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domains.length === 0 || domains.includes(domain) ? null : 'domain_refused';
}
