/** The figures of the voice agent, for supervisors and administrators at the console: `/app/voice-report.json`. */
import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { VoiceReportView } from './voice-protocol.ts';
import { REPORT_HOURS } from './voice-protocol.ts';

export type VoiceReportApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'live'>;
  readonly clock: Pick<Clock, 'now'>;
};

/** Act -> who may. */
const MAY = { read: ['supervisor', 'admin'] } as const satisfies Record<'read', readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only supervisors and administrators see these figures.'],
  hours_unknown: [422, `hours must be ${REPORT_HOURS.join(', or ')}.`],
} as const;

const HOUR_MS = 3_600_000;

/** Adds the route: of the last `hours`, this one included. */
export function addVoiceReportApi(server: FastifyInstance, parts: VoiceReportApiParts): void {
  const { engine, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  serve('read', 'GET', '/app/voice-report.json', async ({ workspaceId }, { query }) => {
    const hours = REPORT_HOURS.find((each) => String(each) === fieldsOf(query)['hours']);
    if (hours === undefined) return 'hours_unknown';
    const to = clock.now();
    const from = new Date(Math.floor(to.getTime() / HOUR_MS) * HOUR_MS - (hours - 1) * HOUR_MS);
    return engine.live.voiceReport(workspaceId, from, to) satisfies Promise<VoiceReportView>;
  });
}
