/** Trunks: the ways into the telephone network. */
import type { TrunkEntry } from '#domain/ports/trunk-book.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import type { TrunkAnswer } from '../trunks/keep.ts';
import { changeLimits, changeTrunk, createTrunk, testTrunk } from '../trunks/keep.ts';
import {
  NewTrunk,
  TrunkChange,
  TrunkLimitsChange,
  TrunkLimitsObject,
  TrunkList,
  TrunkObject,
  TrunkOrder,
  TrunkTest,
} from '../trunks/schema.ts';
import { mistakeOf, wishOf, writeLimits, writeTrunk } from '../trunks/wire.ts';
import type { Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';

const tag = 'Trunks';

/** The routes of trunks. */
export function trunkRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), ...changeRoutes(desk), orderRoute(desk), ...limitRoutes(desk), testRoute(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { trunks, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/trunks',
      operationId: 'listTrunks',
      summary: 'List trunks',
      description: 'In the order in which they are tried; all of them, since a workspace has few.',
      tag,
      answers: { 200: TrunkList },
      handle: async ({ workspaceId }) => listOf(await trunks.list(workspaceId)),
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/trunks/:id',
      operationId: 'showTrunk',
      summary: 'Get a trunk',
      tag,
      answers: { 200: TrunkObject },
      handle: async (ask) => {
        const trunk = await trunks.find(ask.workspaceId, ask.id);
        return trunk === null ? problems('not_found', ask.requestId) : { status: 200, body: writeTrunk(trunk) };
      },
    }),
  ];
}

function changeRoutes(desk: Desk): Route[] {
  const { trunks } = desk;
  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/trunks',
      operationId: 'createTrunk',
      summary: 'Add a trunk',
      description:
        'It is tried last. What is not named is as the provider of the preset documents it. With the first enabled trunk the ' +
        'workspace’s calls go out by telephone, and the simulator plays no far ends any more.',
      tag,
      body: NewTrunk,
      answers: { 201: TrunkObject },
      handle: async (ask) => {
        const { name, preset, ...rest } = ask.body;
        const made = await createTrunk(trunks, ask.workspaceId, { ...wishOf(rest), name, preset });
        return answer(desk, ask, made, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/trunks/:id',
      operationId: 'updateTrunk',
      summary: 'Change a trunk',
      description: 'What is not named stays, secrets included. Calls in progress continue.',
      tag,
      body: TrunkChange,
      answers: { 200: TrunkObject },
      refusals: [422],
      handle: async (ask) =>
        answer(desk, ask, await changeTrunk(trunks, ask.workspaceId, ask.id, wishOf(ask.body)), 200),
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/trunks/:id',
      operationId: 'deleteTrunk',
      summary: 'Remove a trunk',
      description: 'Its numbers stay, without a trunk.',
      tag,
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await trunks.remove(ask.workspaceId, ask.id)),
    }),
  ];
}

function orderRoute(desk: Desk): Route {
  const { trunks, problems } = desk;
  return operation(desk, {
    method: 'PUT',
    path: '/v1/trunks/order',
    operationId: 'orderTrunks',
    summary: 'Set the order of trunks',
    description: 'Calls go out by the first trunk that takes them.',
    tag,
    body: TrunkOrder,
    answers: { 200: TrunkList },
    handle: async ({ workspaceId, body, requestId }) => {
      if (await trunks.reorder(workspaceId, body.ids)) return listOf(await trunks.list(workspaceId));
      const errors = [{ pointer: '/ids', detail: 'must name every trunk of the workspace once' }];
      return problems('body_invalid', requestId, { errors });
    },
  });
}

/** The limits of all trunks together. */
function limitRoutes(desk: Desk): Route[] {
  const { trunks, problems } = desk;
  const path = '/v1/trunks/limits';
  return [
    operation(desk, {
      method: 'GET',
      path,
      operationId: 'showTrunkLimits',
      summary: 'Get the limits of all trunks together',
      tag,
      answers: { 200: TrunkLimitsObject },
      handle: async ({ workspaceId }) => ({ status: 200, body: writeLimits(await trunks.limits(workspaceId)) }),
    }),
    operation(desk, {
      method: 'PATCH',
      path,
      operationId: 'updateTrunkLimits',
      summary: 'Set the limits of all trunks together',
      description:
        'They hold besides those of each trunk, for calls that go out. `countries` is `call_back_countries` of the workspace: null allows ' +
        'the countries of its own numbers.',
      tag,
      body: TrunkLimitsChange,
      answers: { 200: TrunkLimitsObject },
      handle: async ({ workspaceId, body, requestId }) => {
        const changed = await changeLimits(trunks, workspaceId, body);
        return 'faults' in changed
          ? problems('body_invalid', requestId, { errors: changed.faults.map(mistakeOf) })
          : { status: 200, body: writeLimits(changed) };
      },
    }),
  ];
}

function testRoute(desk: Desk): Route {
  const { problems } = desk;
  return operation(desk, {
    method: 'POST',
    path: '/v1/trunks/:id/test',
    operationId: 'testTrunk',
    summary: 'Test a trunk',
    description:
      'Walks through DNS, connection, TLS, OPTIONS and REGISTER, and says of each step in a sentence what was found, or what ' +
      'is wrong. No call is made. Takes 20 seconds at most; the trunk need not be enabled.',
    tag,
    answers: { 200: TrunkTest },
    handle: async ({ workspaceId, id, requestId }) => {
      const came = await testTrunk(desk, workspaceId, id);
      return came === null ? problems('not_found', requestId) : { status: 200, body: came };
    },
  });
}

function listOf(trunks: readonly TrunkEntry[]): ApiResponse {
  return { status: 200, body: { data: trunks.map(writeTrunk) } };
}

function answer(desk: Desk, ask: { readonly requestId: string }, came: TrunkAnswer, status: number): ApiResponse {
  if (!('faults' in came)) return administered(desk, ask, came, writeTrunk, status);
  return desk.problems('body_invalid', ask.requestId, { errors: came.faults.map(mistakeOf) });
}
