/** Simulated calls, for administrators and developers at the console: as `POST /v1/simulator/calls` takes them. */
import type { FastifyInstance } from 'fastify';
import { defaultNumber } from '#domain/directory/workspace.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes, Made } from './page-routes.ts';
import type { SimulatedCallView } from './simulator-protocol.ts';
import { SIMULATED_CALLERS } from './simulator-protocol.ts';

export type SimulatorApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory' | 'takeCall'>;
  readonly simulator: {
    /** Names of the carriers whose calls it plays; the first one takes new calls. */
    readonly carriers: readonly [string, ...string[]];
    /** Which menu the caller of the call will choose. */
    presetMenu(callId: number, menuId: number): void;
  };
};

/** Act -> who may. */
const MAY = { call: ['admin', 'developer'] } as const satisfies Record<'call', readonly Role[]>;

const FAULTS = {
  unknown: [404, 'There is no such menu.'],
  malformed: [400, 'A menu and a caller, please.'],
  number_unknown: [409, 'The workspace has no number to call. Add one under Numbers.'],
  refused: [409, 'The call cannot be taken as things stand.'],
} as const;

/** Adds the route. */
export function addSimulatorApi(server: FastifyInstance, parts: SimulatorApiParts): void {
  const { engine, simulator } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('call', 'POST', '/app/simulator/calls.json', async ({ workspaceId }, { body }) => {
    const { menuId, caller: asked } = fieldsOf(body);
    const caller = Object.entries(SIMULATED_CALLERS).find(([name]) => name === asked)?.[1];
    if (typeof menuId !== 'number' || caller === undefined) return 'malformed';
    const directory = await engine.directory.load(workspaceId);
    if (directory.menus.get(menuId)?.deleted !== false) return 'unknown';
    const to = defaultNumber(directory)?.number;
    if (to === undefined) return 'number_unknown';
    const from = readPhoneNumber(`+1415555${caller.digits}`);
    const [carrier] = simulator.carriers;
    const call = { workspaceId, from, to, origin: 'phone', carrier, lang: 'en', requestKey: null } as const;
    const taken = await engine.takeCall(call);
    if (!taken.ok) return 'refused';
    simulator.presetMenu(taken.value.id, menuId);
    return new Made({ id: taken.value.id } satisfies SimulatedCallView);
  });
}
