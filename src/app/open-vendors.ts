/** Puts the surfaces of vendors together whose operations read more than the engine knows. */
import type { DialectParts } from '#api/dialect.ts';
import { sameHash } from '#http/auth.ts';
import type { Surface } from '#http/surface.ts';
import type { Config } from '#config/config.ts';
import type { Identity } from './open-identity.ts';
import type { Stores } from './open-stores.ts';
import { ccaip } from '#api/ccaip/routes.ts';
import { vcita } from '#api/vcita/routes.ts';
import type { VcitaParts } from '#api/vcita/parts.ts';
import { createClientBook } from '#storage/client-pages.ts';
import { createEndUserBook } from '#storage/end-users.ts';
import { createVoiceCallSettings } from '#storage/voice-call-settings.ts';
import type { WebhookDesk } from '#domain/ports/webhooks.ts';

/** vcita's surface. */
export function openVcita(
  parts: DialectParts & Pick<VcitaParts, 'administration'>,
  { database, tokens, agentLog }: Pick<Stores, 'database' | 'tokens' | 'agentLog'>,
  webhooks: WebhookDesk,
): Surface {
  const found = { ...tokens, find: async (hash: Buffer) => tokens.find(hash, sameHash) };
  const clients = createClientBook(database);
  return vcita({ ...parts, agentLog, tokens: found, clients }, createVoiceCallSettings(database), webhooks);
}

/** CCAI Platform's surface. */
export function openCcaip(
  parts: DialectParts,
  { database, directory, agentLog }: Pick<Stores, 'database' | 'directory' | 'agentLog'>,
  { endSessions }: Pick<Identity['profiles'], 'endSessions'>,
  { ccaipRequestsPerSecond }: Pick<Config, 'ccaipRequestsPerSecond'>,
): Surface {
  return ccaip(
    {
      ...parts,
      agentLog,
      endUsers: createEndUserBook(database),
      endSessions: async (workspaceId, agentId) => endSessions(workspaceId, agentId, { except: null }),
    },
    async (subdomain) => directory.workspaceBySubdomain(subdomain),
    { limit: ccaipRequestsPerSecond, windowSeconds: 1 },
  );
}
