/** What the console and the server say to each other about the sign-in provider. Plain types, also for the page. */
import type { DefaultRole, UnknownPeople } from '#domain/identity/provider.ts';

/** The provider, without its client's secret. */
export type ProviderView = {
  readonly issuer: string;
  readonly client_id: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly unknown_people: UnknownPeople;
  readonly default_role: DefaultRole;
  readonly password_open: boolean;
  readonly updated_at: string;
};

/** The provider, null where there is none, and where it has to send people back to. */
export type ProviderSettingsView = { readonly provider: ProviderView | null; readonly callback: string };

/** The provider as it is to be. Without a secret the one before stays. */
export type ProviderForm = Omit<ProviderView, 'updated_at'> & { readonly client_secret?: string };

/** What a test came to. */
export type ProviderTestView = { readonly ok: boolean; readonly sentence: string };
