/** The sign-in provider as the rest of the server needs it: who administers it, and who comes in by it. */
import type {
  Claims,
  Entry,
  EntryRefusal,
  Provider,
  ProviderEntry,
  ProviderFault,
  ProviderRefusal,
} from '../identity/provider.ts';
import type { SignedIn } from '../identity/session.ts';

/** A provider that people are sent to, with its client's secret decrypted; null where the key is lost. */
export type OpenProvider = ProviderEntry & { readonly workspaceId: number; readonly clientSecret: string | null };

/** A button on the sign-in page. */
export type ProviderButton = { readonly workspace: string; readonly name: string };

/** Providers and who has come in by them, as they are kept. */
export type ProviderStore = {
  find(workspaceId: number): Promise<ProviderEntry | null>;
  /** `secret`: undefined leaves it as it is. */
  put(workspaceId: number, provider: Provider, secret: string | undefined, now: Date): Promise<ProviderEntry>;
  remove(workspaceId: number): Promise<boolean>;
  /** The one of the workspace with that subdomain, or of that id. */
  open(workspace: string | number): Promise<OpenProvider | null>;
  /** Those of all workspaces; `limit` at most. */
  buttons(limit: number): Promise<readonly ProviderButton[]>;
  /**
   * Whom the provider means: who came in by it before, else the person with that address, else a new person where the
   * provider's rules make one. What is found out is kept.
   */
  enter(workspaceId: number, provider: Provider, claims: Claims, now: Date): Promise<SignedIn | EntryRefusal>;
};

/** What a test of the provider found, in a sentence. */
export type ProviderTest = { readonly isOk: boolean; readonly sentence: string };

/** Someone is sent to the provider with this address, and keeps `attempt` in their browser. */
export type Begun =
  | { readonly ok: true; readonly url: string; readonly attempt: string }
  | { readonly ok: false; readonly refusal: ProviderRefusal; readonly name: string | null };

/** Where APIs and pages ask. Every answer comes after its commit. */
export type ProviderDesk = Pick<ProviderStore, 'find' | 'remove' | 'buttons'> & {
  put(workspaceId: number, provider: Provider, secret: string | undefined): Promise<ProviderEntry | ProviderFault>;
  /** Asks the provider as it is saved; null where there is none. */
  test(workspaceId: number): Promise<ProviderTest | null>;
  /** `next`: the page that they want to see. */
  begin(workspace: string, next: string | null): Promise<Begun>;
  /**
   * `query`: what the provider sent them back with; `attempt`: what their browser kept; `address`: their network
   * address, for the audit log.
   */
  finish(query: string, attempt: string | null, address: string): Promise<Entry>;
};
