/** The calls that an agent missed, as their page lists them. */
import { Type } from 'typebox';
import type { MissedCall } from '#domain/call/missed.ts';
import { MAX_MISSED_CALLS, MISSED_REASONS } from '#domain/call/missed.ts';
import { namedAgent } from '#domain/identity/actor.ts';
import type { Route } from '#http/surface.ts';
import { readId } from '../kit.ts';
import type { List } from './lists.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { DELETED, deleted, operation } from './operation.ts';
import { id, orNull, time } from '../shapes.ts';
import { writeTime } from './write.ts';

const MissedCallObject = Type.Object(
  {
    call_id: id,
    missed_at: time,
    reason: Type.Enum([...MISSED_REASONS], {
      description:
        '`not_answered`: it rang for the whole time, which also makes their status `missed_call`. `caller_left`: the caller hung up ' +
        'while it rang.',
    }),
    contact_id: orNull(id),
    contact_name: orNull(Type.String()),
    contact_number: orNull(Type.String({ examples: ['+14155550148'] })),
    direction: Type.Enum(['inbound', 'outbound']),
    menu_id: orNull(id),
    answered_since: Type.Boolean({ description: 'Whether another agent has taken it since.' }),
  },
  { title: 'MissedCall' },
);

/** The routes of missed calls. */
export function missedCallRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/agents/:id/missed_calls',
      operationId: 'listMissedCalls',
      summary: 'List the calls that an agent missed',
      description: `The last ${MAX_MISSED_CALLS} that were not dismissed, the newest call first.`,
      tag: 'Agents',
      query: PAGE_QUERY,
      answers: { 200: pageOf(MissedCallObject) },
      handle: async (ask) => {
        if (!(await engine.directory.load(ask.workspaceId)).agents.has(ask.id))
          return problems('not_found', ask.requestId);
        return page(desk, ask, newestFirst(await engine.live.missedCalls(ask.workspaceId, ask.id)));
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/agents/:id/missed_calls/:call_id',
      operationId: 'dismissMissedCall',
      summary: 'Dismiss a missed call',
      tag: 'Agents',
      answers: DELETED,
      handle: async (ask) => {
        const callId = readId(ask.params['call_id']);
        const wasListed =
          callId !== null && (await engine.dismissMissedCall(namedAgent(ask.workspaceId, ask.id), callId));
        return deleted(desk, ask, wasListed);
      },
    }),
  ];
}

function newestFirst(missed: readonly MissedCall[]): List<number, MissedCall> {
  return {
    readKey: readId,
    keyOf: ({ callId }) => callId,
    read: async (beyond, limit) =>
      missed
        .filter(({ callId }) => beyond === null || callId < beyond)
        .toSorted((a, b) => b.callId - a.callId)
        .slice(0, limit),
    write: writeMissed,
  };
}

function writeMissed({ callId, at, reason, contact, number, direction, menuId, wasAnswered }: MissedCall): object {
  return {
    call_id: callId,
    missed_at: writeTime(at),
    reason,
    contact_id: contact?.id ?? null,
    contact_name: contact?.name ?? null,
    contact_number: number,
    direction,
    menu_id: menuId,
    answered_since: wasAnswered,
  };
}
