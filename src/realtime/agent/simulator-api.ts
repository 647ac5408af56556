/** The simulator, for administrators and developers at the console: calls as `POST /v1/simulator/calls` takes them. */
import type { FastifyInstance } from 'fastify';
import type { Menu } from '#domain/directory/menu.ts';
import { menuPath } from '#domain/directory/menu.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes, Made } from './page-routes.ts';
import type { MagicNumberView, SimulatedCallView, SimulatorView } from './simulator-protocol.ts';
import { SIMULATED_CALLERS, SIMULATED_PREFIX } from './simulator-protocol.ts';

export type SimulatorApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory' | 'takeCall'>;
  readonly simulator: {
    /** Names of the carriers whose calls it plays; the first one takes new calls. */
    readonly carriers: readonly [string, ...string[]];
    /** Which menu the caller of the call will choose. */
    presetMenu(callId: number, menuId: number): void;
    /** What the person at a number does, by its last four digits. */
    readonly magicNumbers: readonly { readonly digits: string; readonly behaviour: string; readonly says: string }[];
  };
};

/** Act -> who may. */
const MAY = {
  read: ['admin', 'developer'],
  call: ['admin', 'developer'],
} as const satisfies Record<'read' | 'call', readonly Role[]>;

const FAULTS = {
  unknown: [404, 'There is no such menu.'],
  malformed: [400, 'A menu and a caller, please.'],
  number_unknown: [409, 'The workspace has no number to call. Add one under Numbers.'],
  fin_number_unknown: [409, 'No number of the workspace leads to Fin. Set one under Numbers.'],
  refused: [409, 'The call cannot be taken as things stand.'],
} as const;

/** Adds the route. */
export function addSimulatorApi(server: FastifyInstance, parts: SimulatorApiParts): void {
  const { engine, simulator } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/simulator.json', async ({ workspaceId, agentId }) => {
    const { menus } = await engine.directory.load(workspaceId);
    const open = [...menus.values()].filter(isOpen);
    const own = open.find(({ groups }) => groups.some(({ agentIds }) => agentIds.includes(agentId)));
    return {
      menus: open.map((menu) => ({ id: menu.id, path: menuPath(menus, menu).name })),
      ownMenuId: own?.id ?? null,
      magicNumbers: simulator.magicNumbers.map(({ digits, behaviour, says }) => ({
        digits,
        says,
        way: wayOf(behaviour),
      })),
    } satisfies SimulatorView;
  });

  serve('call', 'POST', '/app/simulator/calls.json', async ({ workspaceId }, { body }) => {
    const { menuId } = fieldsOf(body);
    const digits = readDigits(fieldsOf(body));
    if (typeof menuId !== 'number' || digits === null) return 'malformed';
    const directory = await engine.directory.load(workspaceId);
    const isFin = wayOf(simulator.magicNumbers.find((each) => each.digits === digits)?.behaviour ?? '') === 'fin';
    if (!isFin && directory.menus.get(menuId)?.deleted !== false) return 'unknown';
    const line = isFin
      ? directory.numbers.find(({ destination }) => destination.kind === 'fin')
      : defaultNumber(directory);
    const to = line?.number;
    if (to === undefined) return isFin ? 'fin_number_unknown' : 'number_unknown';
    const from = readPhoneNumber(SIMULATED_PREFIX + digits);
    const [carrier] = simulator.carriers;
    const call = { workspaceId, from, to, origin: 'phone', carrier, lang: 'en', requestKey: null } as const;
    const taken = await engine.takeCall(call);
    if (!taken.ok) return 'refused';
    if (!isFin) simulator.presetMenu(taken.value.id, menuId);
    return new Made({ id: taken.value.id } satisfies SimulatedCallView);
  });
}

/** Menus that callers from telephones may choose. */
function isOpen({ kind, hidden, deleted, redirected }: Menu): boolean {
  return kind === 'ivr_menu' && !hidden && !deleted && !redirected;
}

/** Behaviours that show when someone calls in; of the rest `text_fails` needs a text message, others to be dialed. */
const CALLING_IN: readonly string[] = ['drops', 'abandons', 'leaves_voicemail'];

function wayOf(behaviour: string): MagicNumberView['way'] {
  if (behaviour === '' || behaviour === 'text_fails') return null;
  if (behaviour.startsWith('fin_')) return 'fin';
  return CALLING_IN.includes(behaviour) ? 'in' : 'out';
}

/** The last four digits of who calls, by themselves or by what they do; null where they are neither. */
function readDigits({ digits, caller }: Readonly<Record<string, unknown>>): string | null {
  if (typeof digits === 'string') return /^\d{4}$/.test(digits) ? digits : null;
  return Object.entries(SIMULATED_CALLERS).find(([name]) => name === caller)?.[1].digits ?? null;
}
