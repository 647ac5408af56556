/** Who the people are, how they come in, and what they administer: the stores of it, put together. */
import type { Administration } from '#domain/directory/administration.ts';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { PasskeyStore } from '#domain/identity/passkeys.ts';
import type { PeopleStore } from '#domain/identity/people.ts';
import type { ProfileStore } from '#domain/identity/profile.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import { createAdministration } from '#storage/administration.ts';
import { createFactors } from '#storage/factors.ts';
import { createPasskeys } from '#storage/passkeys.ts';
import { createPeople } from '#storage/people.ts';
import { createProfiles } from '#storage/profile.ts';
import type { ProviderOpening } from './open-providers.ts';
import { openProviders } from './open-providers.ts';

/** Who the people are, and what is theirs. */
export type Identity = {
  readonly people: PeopleStore;
  readonly profiles: ProfileStore;
  readonly factors: FactorStore;
  readonly passkeys: PasskeyStore;
  readonly providers: ProviderDesk;
  readonly administration: Administration;
};

/** Makes them; `changed` hears of workspaces whose agents are others now, `ended` of sessions by their hash. */
export function openIdentity(
  opening: ProviderOpening,
  changed: (workspaceId: number) => void,
  ended: (hash: Buffer) => void,
): Identity {
  const { database, box } = opening.stores;
  return {
    people: createPeople(database, changed, ended),
    profiles: createProfiles(database, changed, ended),
    factors: createFactors(database, box, ended),
    passkeys: createPasskeys(database),
    providers: openProviders(opening, changed),
    administration: createAdministration(database, changed, ended),
  };
}
