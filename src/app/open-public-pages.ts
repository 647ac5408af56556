/** The pages that no one signs in to, put together. */
import type { FastifyInstance } from 'fastify';
import { authored } from '#background/author.ts';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { PeopleStore } from '#domain/identity/people.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import { arriveBy } from '#api/sign-in-link.ts';
import { openSession } from '#realtime/agent/sign-in.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Mailing } from '#mail/mail.ts';
import { createAppearances } from '#storage/appearance.ts';
import type { Config } from '#config/config.ts';
import type { Calls } from './open-engine.ts';
import type { Stores } from './open-stores.ts';
import { iceServersOf } from './adapters/ice-servers.ts';
import { addPublicPages } from './routes/public-routes.ts';

/** Someone with a link, who is known only once it has been used. */
const BY_LINK = {
  door: 'link',
  workspaceId: null,
  agentId: null,
  tokenId: null,
  address: null,
  isRecorded: true,
} as const;

type PublicOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly calls: Pick<Calls, 'engine'>;
  readonly mailing: Pick<Mailing, 'desk'>;
  publicUrl(): string;
};

type PublicParts = {
  readonly people: PeopleStore;
  readonly factors: Pick<FactorStore, 'nextStep'>;
  readonly providers: ProviderDesk;
  findWorkspace(slug: string): Promise<{ readonly id: number } | null>;
  isEmpty(): Promise<boolean>;
  ended(hash: Buffer): void;
};

/** The pages that no one signs in to: callers', links', and the set-up of an empty server. */
export async function openPublicPages(
  server: FastifyInstance,
  { config, clock, stores, calls, mailing, publicUrl }: PublicOpening,
  { people, factors, providers, findWorkspace, isEmpty, ended }: PublicParts,
): Promise<void> {
  const iceServers = iceServersOf(config);
  await addPublicPages(server, {
    engine: calls.engine,
    iceServers,
    findWorkspace,
    publicUrl,
    appearances: createAppearances(stores.database),
    openLink: async (hash) => people.openLink(hash, clock.now()),
    arrive: async (hash, arrival) =>
      authored(BY_LINK, async () => arriveBy({ people, mail: mailing.desk, clock, publicUrl }, hash, arrival)),
    setupSecret: stores.setupSecret,
    isEmpty,
    found: async (founding) => authored(BY_LINK, async () => stores.founding.found(founding)),
    providers,
    enter: async (reply, person) => {
      const step = await factors.nextStep(person);
      // A link proves what a password proves, and no more.
      if (step === 'second_factor') return '/app/sign-in';
      const parts = { store: stores.sessions, clock, publicUrl };
      (await openSession(parts, reply, person, step === 'add_factor')).forEach(ended);
      return '/app/desk';
    },
    // The provider has judged factors.
    enterByProvider: async (reply, person) => {
      (await openSession({ store: stores.sessions, clock, publicUrl }, reply, person, false)).forEach(ended);
    },
  });
}
