/** The workspace's phone numbers. */
import type { Destination, DestinationKind } from '#domain/directory/destination.ts';
import { DESTINATION_IDS, FIN_LINE, FIRST_MENUS } from '#domain/directory/destination.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Route } from '#http/surface.ts';
import { wrongPhones } from './contacts.ts';
import type { Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import { NewNumber, NumberChange, NumberObject } from './numbers-schema.ts';
import { writeNumber } from './write.ts';

/** The routes of numbers. */
export function numberRoutes(desk: Desk): Route[] {
  const { engine, administration } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/numbers',
      operationId: 'listNumbers',
      summary: 'List numbers',
      tag: 'Numbers',
      query: PAGE_QUERY,
      answers: { 200: pageOf(NumberObject) },
      handle: async (ask) => {
        const { numbers } = await engine.directory.load(ask.workspaceId);
        return page(desk, ask, listed(numbers, writeNumber));
      },
    }),
    createRoute(desk),
    updateRoute(desk),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/numbers/:id',
      operationId: 'deleteNumber',
      summary: 'Release a number',
      tag: 'Numbers',
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await administration.deleteNumber(ask.workspaceId, ask.id)),
    }),
  ];
}

function createRoute(desk: Desk): Route {
  const { administration } = desk;
  return operation(desk, {
    method: 'POST',
    path: '/v1/numbers',
    operationId: 'createNumber',
    summary: 'Add a number',
    description: 'It is shown as it is entered. A new default takes the place of the old one.',
    tag: 'Numbers',
    body: NewNumber,
    answers: { 201: NumberObject },
    handle: async (ask) => {
      const { line, destination: asked, is_default: isDefault = false, trunk_id: trunkId = null } = ask.body;
      const display = ask.body.number.trim();
      const number = readPhoneNumber(display);
      if (number === null) return wrongPhones(desk, ask.requestId, ['/number']);
      const destination = asked === undefined ? (line === 'fin' ? FIN_LINE : FIRST_MENUS) : readDestination(asked);
      if (destination === null) return wrongDestination(desk, ask.requestId);
      if (line !== undefined && (line === 'fin') !== (destination.kind === 'fin'))
        return wrongField(desk, ask.requestId, '/line', 'does not go with the destination');
      const draft = { number, display, isDefault, trunkId, destination };
      return administered(desk, ask, await administration.createNumber(ask.workspaceId, draft), writeNumber, 201);
    },
  });
}

function updateRoute(desk: Desk): Route {
  const { administration } = desk;
  return operation(desk, {
    method: 'PATCH',
    path: '/v1/numbers/:id',
    operationId: 'updateNumber',
    summary: 'Update a number',
    description: 'Sets where its calls go, its trunk, and whether it is the default. What is not named stays.',
    tag: 'Numbers',
    body: NumberChange,
    answers: { 200: NumberObject },
    refusals: [409],
    handle: async (ask) => {
      const { is_default: isDefault, trunk_id: trunkId, destination: asked } = ask.body;
      const destination = asked === undefined ? undefined : readDestination(asked);
      if (destination === null) return wrongDestination(desk, ask.requestId);
      const change = {
        ...(isDefault === undefined ? {} : { isDefault }),
        ...(trunkId === undefined ? {} : { trunkId }),
        ...(destination === undefined ? {} : { destination }),
      };
      return administered(desk, ask, await administration.changeNumber(ask.workspaceId, ask.id, change), writeNumber);
    },
  });
}

/** Null: one that needs an id has none, or one that has none is given one. */
function readDestination({ kind, id = null }: { kind: DestinationKind; id?: number | null }): Destination | null {
  const needed = DESTINATION_IDS[kind];
  if ((needed === 'must' && id === null) || (needed === 'never' && id !== null)) return null;
  return { kind, id };
}

function wrongDestination(desk: Desk, requestId: string): ReturnType<typeof wrongField> {
  const detail = 'is the id of a menu or of an agent: `queue` and `agent` need one, `fin` has none';
  return wrongField(desk, requestId, '/destination/id', detail);
}

function wrongField({ problems }: Desk, requestId: string, pointer: string, detail: string) {
  return problems('body_invalid', requestId, { errors: [{ pointer, detail }] });
}
