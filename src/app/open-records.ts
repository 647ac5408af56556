/** Who changed, listened and exported, and what is exported. */
import { currentAuthor } from '#background/author.ts';
import type { ArticleStore } from '#domain/directory/article.ts';
import type { AuditStore } from '#domain/identity/audit.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { Archives } from '#api/archives.ts';
import { createArchives } from '#api/patchbay/archives/archives.ts';
import { createAppearances } from '#storage/appearance.ts';
import { createArchiveReader } from '#storage/archive-reader.ts';
import { createAudit } from '#storage/audit.ts';
import type { Config } from '#config/config.ts';
import { soundReader } from './adapters/recorded-sound.ts';
import type { Identity } from './open-identity.ts';
import type { Stores } from './open-stores.ts';

/** The audit log, and archives. */
export type Records = { readonly audit: AuditStore; readonly archives: Archives };

type RecordsOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Pick<Stores, 'database' | 'prompts' | 'trunks'>;
  readonly calls: { readonly engine: EngineDoor };
  readonly voiceAgent: { readonly articles: ArticleStore };
};

/** Opens them. */
export function openRecords(
  { config, clock, stores, calls, voiceAgent }: RecordsOpening,
  identity: Pick<Identity, 'people' | 'administration'>,
): Records {
  const { database, prompts, trunks } = stores;
  const audit = createAudit(database);
  const archives = createArchives({
    engine: calls.engine,
    clock,
    reader: createArchiveReader(database),
    people: identity.people,
    trunks: trunks.store,
    articles: voiceAgent.articles,
    appearances: createAppearances(database),
    retention: identity.administration.retention,
    promptSound: prompts.audio,
    soundOf: soundReader(config),
    asker: () => currentAuthor() ?? { agentId: null, tokenId: null, address: null },
    noted: audit.noted,
  });
  return { audit, archives };
}
