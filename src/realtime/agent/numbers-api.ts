/** Numbers, for administrators at the console: `/app/numbers.json`. Stored as `/v1` does. */
import type { FastifyInstance } from 'fastify';
import type { Administered, Administration } from '#domain/directory/administration.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Destination } from '#domain/directory/destination.ts';
import { DESTINATION_IDS, DESTINATION_KINDS } from '#domain/directory/destination.ts';
import { menuPath } from '#domain/directory/menu.ts';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import { lineOf, MAX_NUMBERS, readPastedNumber, spellNumber } from '#domain/directory/phone-number.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { Role } from '#domain/identity/session.ts';
import type { TrunkStore } from '#domain/ports/trunk-book.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import type { NumberEdit, NumbersView, NumberView } from './lines-protocol.ts';
import type { FieldErrors, PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type NumbersApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'createNumber' | 'changeNumber' | 'deleteNumber'>;
  readonly trunks: Pick<TrunkStore, 'list'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  unknown: [404, 'There is no such number.'],
  not_a_default: [409, 'The Fin line is no queue: its number cannot be what queues dial from.'],
} as const;

/** Why a number is refused -> at which field, in which words. */
const REFUSED: Readonly<Record<string, FieldErrors[number]>> = {
  taken: { pointer: '/number', detail: 'is a number of a workspace already' },
  phone_numbers_full: { pointer: '/number', detail: `is one more than the ${MAX_NUMBERS} that a workspace may have` },
  trunk_unknown: { pointer: '/trunkId', detail: 'is no trunk of the workspace' },
  destination_unknown: { pointer: '/destination', detail: 'is no menu, queue or agent of the workspace' },
  default_line_wrong: { pointer: '/destination', detail: 'must be people: queues dial from this number' },
};

/** The longest text of a number. */
const MAX_TEXT = 100;

/** Adds the routes. */
export function addNumbersApi(server: FastifyInstance, parts: NumbersApiParts): void {
  const { engine, administration, trunks } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/numbers.json', async ({ workspaceId }) => {
    const [directory, all] = await Promise.all([engine.directory.load(workspaceId), trunks.list(workspaceId)]);
    return {
      numbers: directory.numbers.map(viewOf),
      ...choicesIn(directory),
      trunks: all.map(({ id, name }) => ({ id, name })),
    } satisfies NumbersView;
  });

  serve('change', 'POST', '/app/numbers.json', async ({ workspaceId }, { body }) => {
    const { number: text } = fieldsOf(body);
    const directory = await engine.directory.load(workspaceId);
    const isText = typeof text === 'string' && text.length <= MAX_TEXT;
    const number = isText ? readPastedNumber(text, homeRegion(directory)) : null;
    if (number === null)
      return { errors: [{ pointer: '/number', detail: 'is no phone number; begin with + and the country' }] };
    const { errors, edit } = readEdit(body);
    const { destination, trunkId = null } = edit;
    if (destination === undefined || errors.length > 0) return { errors: [...errors, WRONG_DESTINATION].slice(0, 1) };
    const display = spellNumber(number).international;
    // A workspace's first number is what its queues dial from.
    const isDefault = lineOf({ destination }) === 'queue' && !directory.numbers.some((each) => each.isDefault);
    return answer(await administration.createNumber(workspaceId, { number, display, isDefault, destination, trunkId }));
  });

  serve('change', 'PATCH', '/app/numbers/:id.json', async ({ workspaceId }, { body }, id) => {
    const { numbers } = await engine.directory.load(workspaceId);
    const found = numbers.find((each) => each.id === id);
    if (found === undefined) return 'unknown';
    const { errors, edit } = readEdit(body);
    if (errors.length > 0) return { errors };
    if (edit.isDefault === true && lineOf(found) === 'fin') return 'not_a_default';
    return answer(await administration.changeNumber(workspaceId, found.id, edit));
  });

  serve('change', 'DELETE', '/app/numbers/:id.json', async ({ workspaceId }, _request, id) => {
    return (await administration.deleteNumber(workspaceId, id)) ? { id } : 'unknown';
  });
}

const WRONG_DESTINATION = { pointer: '/destination', detail: 'must be a menu, a queue, an agent or Fin' };

/** What is asked, and what is wrong with it. */
function readEdit(body: unknown): { readonly errors: FieldErrors; readonly edit: NumberEdit } {
  const { destination: asked, trunkId, isDefault } = fieldsOf(body);
  const destination = asked === undefined ? undefined : readDestination(asked);
  const isTrunk = trunkId === undefined || trunkId === null || Number.isSafeInteger(trunkId);
  const errors = [
    ...(destination === null ? [WRONG_DESTINATION] : []),
    ...(isTrunk ? [] : [{ pointer: '/trunkId', detail: 'must be the id of a trunk' }]),
    ...(isDefault === undefined || typeof isDefault === 'boolean'
      ? []
      : [{ pointer: '/isDefault', detail: 'must be true or false' }]),
  ];
  const edit = {
    ...(destination === undefined || destination === null ? {} : { destination }),
    ...(trunkId === undefined ? {} : { trunkId: typeof trunkId === 'number' ? trunkId : null }),
    ...(typeof isDefault === 'boolean' ? { isDefault } : {}),
  };
  return { errors, edit };
}

function readDestination(asked: unknown): Destination | null {
  const { kind, id = null } = fieldsOf(asked);
  const found = DESTINATION_KINDS.find((each) => each === kind);
  if (found === undefined || !(id === null || (typeof id === 'number' && Number.isSafeInteger(id)))) return null;
  const needed = DESTINATION_IDS[found];
  if ((needed === 'must' && id === null) || (needed === 'never' && id !== null)) return null;
  return { kind: found, id };
}

function choicesIn({ menus, agents }: Directory): Pick<NumbersView, 'menus' | 'agents'> {
  const ivr = [...menus.values()].filter(({ kind, deleted }) => kind === 'ivr_menu' && !deleted);
  return {
    menus: ivr.map((menu) => ({ id: menu.id, name: menuPath(menus, menu).name, isQueue: menu.groups.length > 0 })),
    agents: [...agents.values()].map((agent) => ({ id: agent.id, name: fullName(agent) || agent.email })),
  };
}

function answer(came: Administered<PhoneNumber>): NumberView | { errors: FieldErrors } | 'unknown' {
  if (came.ok) return viewOf(came.value);
  const refused = REFUSED[came.refusal.code];
  return refused === undefined ? 'unknown' : { errors: [refused] };
}

function viewOf({ id, display, isDefault, destination, trunkId }: PhoneNumber): NumberView {
  return { id, number: display, destination, trunkId, isDefault };
}
