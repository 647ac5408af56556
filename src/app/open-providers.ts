/** Sign-in by a provider, asked at addresses that may be reached. */
import type { ProviderDesk } from '#domain/ports/provider.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { createProviders } from '#openid/providers.ts';
import { createProviderStore } from '#storage/sign-in-providers.ts';
import type { Config } from '#config/config.ts';
import type { Stores } from './open-stores.ts';
import { reachOf } from './reach.ts';
import type { Reporter } from './reporter.ts';

export type ProviderOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly reporter: Reporter;
  publicUrl(): string;
};

/** What a browser keeps meanwhile opens as nothing else. */
const ATTEMPT = 'sign_in_attempt';

/** Makes it. `changed` hears of workspaces whose agents are others now. */
export function openProviders(
  { config, clock, stores, reporter, publicUrl }: ProviderOpening,
  changed: (workspaceId: number) => void,
): ProviderDesk {
  const { box, database } = stores;
  return createProviders({
    store: createProviderStore(database, box, changed),
    reach: reachOf(config),
    mayUseHttp: config.maySignInReachPrivate,
    clock,
    publicUrl,
    attempts: {
      seal: async (text) => (await box.seal(text, ATTEMPT)).toString('base64url'),
      open: async (sealed) => box.open(Buffer.from(sealed, 'base64url'), ATTEMPT),
    },
    troubled: (workspaceId, refusal) =>
      reporter.loggers.process.warn({ workspaceId, refusal }, 'sign_in.provider_failed'),
  });
}
