/** Calls that are scheduled: the list of them, and what can be done with one before it comes due. */
import { Type } from 'typebox';
import type { Call } from '#domain/call/call.ts';
import type { SchedulePlace } from '#domain/call/scheduled.ts';
import { SCHEDULE_WARNINGS, warningsOf } from '#domain/call/scheduled.ts';
import { zonesOf } from '#domain/directory/number-zone.ts';
import { readInstant } from '#http/instant.ts';
import type { Route } from '#http/surface.ts';
import { actorOf } from '../actor.ts';
import { readId } from '../kit.ts';
import { CallObject } from './call-schema.ts';
import { callWriter } from './calls.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { answered, operation } from './operation.ts';
import { id, time } from '../shapes.ts';

const ScheduledCall = Type.Object(
  {
    call: CallObject,
    warnings: Type.Array(Type.Enum([...SCHEDULE_WARNINGS]), {
      description:
        '`menu_deleted`, `redirected`, `after_hours`: its queue will not take it at that time, as things stand. `same_contact`: the contact ' +
        'has another call within the hour, on the same page of the list.',
    }),
    contact_time_zones: Type.Array(Type.String({ examples: ['Europe/Berlin'] }), {
      description:
        "IANA names of the country of the contact's number: one where it has one time at that instant, the first and the last where it has " +
        'several, none where the number does not tell.',
    }),
  },
  { title: 'ScheduledCall' },
);

const Rescheduling = Type.Object(
  { scheduled_at: Type.Optional(time), menu_id: Type.Optional(id) },
  { additionalProperties: false, minProperties: 1, title: 'Rescheduling' },
);

/** The routes of scheduled calls. */
export function scheduledCallRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  const write = callWriter(desk);
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/scheduled_calls',
      operationId: 'listScheduledCalls',
      summary: 'List scheduled calls, the next one first',
      tag: 'Calls',
      query: PAGE_QUERY,
      answers: { 200: pageOf(ScheduledCall) },
      handle: async (ask) => {
        const { menus } = await engine.directory.load(ask.workspaceId);
        let around: readonly Call[] = [];
        return page(desk, ask, {
          readKey: readPlace,
          keyOf: writePlace,
          read: async (beyond, limit) => {
            around = await engine.calls.scheduled(ask.workspaceId, beyond === null ? null : placeIn(beyond), limit);
            return around;
          },
          write: (call: Call) => ({
            call: write(call),
            warnings: warningsOf(call, menus, around),
            contact_time_zones:
              call.contactNumber === null || call.scheduledAt === null
                ? []
                : zonesOf(call.contactNumber, call.scheduledAt),
          }),
        });
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/calls/:id/reschedule',
      operationId: 'rescheduleCall',
      summary: 'Move a scheduled call',
      description: 'To another time, to another queue, or both. The queue is judged at that time.',
      tag: 'Call commands',
      body: Rescheduling,
      answers: { 200: CallObject },
      handle: async (ask) => {
        const { scheduled_at: text, menu_id: menuId } = ask.body;
        const at = text === undefined ? undefined : readInstant(text, 'body');
        if (at === null) {
          const errors = [{ pointer: '/scheduled_at', detail: 'is no time' }];
          return problems('body_invalid', ask.requestId, { errors });
        }
        const moved = await engine.rescheduleCall(actorOf(ask.principal), ask.id, {
          ...(at === undefined ? {} : { at }),
          ...(menuId === undefined ? {} : { menuId }),
        });
        return answered(desk, ask, moved, write);
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/calls/:id/call_now',
      operationId: 'callScheduledNow',
      summary: 'Call a scheduled contact now',
      description: 'Its queue takes the call at once; the contact is called as soon as an agent has it.',
      tag: 'Call commands',
      answers: { 200: CallObject },
      handle: async (ask) => answered(desk, ask, await engine.callScheduledNow(actorOf(ask.principal), ask.id), write),
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/calls/:id/cancel',
      operationId: 'cancelScheduledCall',
      summary: 'Cancel a scheduled call',
      tag: 'Call commands',
      answers: { 200: CallObject },
      handle: async (ask) =>
        answered(desk, ask, await engine.cancelScheduledCall(actorOf(ask.principal), ask.id), write),
    }),
  ];
}

function writePlace({ id: callId, scheduledAt }: Call): string {
  return `${scheduledAt?.getTime() ?? 0}-${callId}`;
}

function readPlace(text: string): string | null {
  const found = /^(\d{1,14})-(\d{1,16})$/.exec(text);
  return found === null || readId(found[2]) === null ? null : text;
}

/** The place in a text that `readPlace` has let through. */
function placeIn(text: string): SchedulePlace {
  const [at = 0, callId = 0] = text.split('-').map(Number);
  return { at: new Date(at), id: callId };
}
