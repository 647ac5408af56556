/** Engines elsewhere and what is sent to them, for administrators at the console: `/app/voice-engines.json`. */
import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import type { VoiceEngines } from '#domain/ports/voice-engines.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { VoiceEnginesView } from './engines-protocol.ts';

export type VoiceEnginesApiParts = PageRouteParts & { readonly voiceEngines: VoiceEngines };

/** Act -> who may. */
const MAY = { read: ['admin'] } as const satisfies Record<'read', readonly Role[]>;

const FAULTS = { not_yours: [403, 'Only administrators see where call data goes.'] } as const;

/** Adds the route. */
export function addVoiceEnginesApi(server: FastifyInstance, parts: VoiceEnginesApiParts): void {
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  serve('read', 'GET', '/app/voice-engines.json', async () => {
    return { engines: parts.voiceEngines.list() } satisfies VoiceEnginesView;
  });
}
