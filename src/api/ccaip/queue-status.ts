/**
 * What a voice AI asks before it passes a caller on: how long queues take, who is there, and when a call-back would be
 * possible. Source: CCAI Platform, "The queue status endpoint".
 */
import { Type } from 'typebox';
import type { Call } from '#domain/call/call.ts';
import type { WeeklyHours } from '#domain/directory/hours.ts';
import { DAYS, isOpen } from '#domain/directory/hours.ts';
import type { Menu } from '#domain/directory/menu.ts';
import { MENU_KINDS, menuPath } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { readInstant } from '#http/instant.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { isBlank } from '../kit.ts';
import type { CcaipParts } from './parts.ts';
import type { ListAsk } from './read-list.ts';
import { listAskOf, readIds } from './read-list.ts';
import type { Read } from './read.ts';
import { text } from './read.ts';
import { failure } from './refusals.ts';
import { errors } from './schema.ts';

/** Source: the same, as is the rest of these. */
const MAX_QUEUES = 10;
const HOURS = { least: 1, most: 24, usual: 4 };
const SLOT_MS = 15 * 60_000;
/** A start that a client took from its own clock is not past. Milliseconds. */
const PAST_MS = 60_000;
/** Scheduled calls that are looked at; more in the window are not counted. Ours. */
const MAX_SCHEDULED = 1000;

type Asked = {
  readonly menuIds: readonly number[];
  readonly kind: string;
  readonly lang: string;
  readonly from: Date;
  readonly until: Date;
};

const no = (message: string) => ({ ok: false, message }) as const;
const missing = (name: string) => no(`param is missing or the value is empty: ${name}`);

function readAsked(ask: ListAsk, now: Date): Read<Asked> {
  const { query } = ask;
  const lang = text(query['lang']);
  if (lang === null) return missing('lang');
  const ids = readIds(ask, 'menu_id[]');
  if (!ids.ok) return ids;
  if (ids.value === null) return missing('menu_id');
  if (ids.value.length > MAX_QUEUES) return no(`At most ${MAX_QUEUES} menu_id are permitted`);
  const kind = query['menu_type'] ?? '';
  if (isBlank(kind)) return missing('menu_type');
  if (!MENU_KINDS.some((each) => each === kind)) return no('menu_type is not well formed');
  const hours = Number(isBlank(query['callback_period_hours']) ? HOURS.usual : query['callback_period_hours']);
  if (!Number.isInteger(hours) || hours < HOURS.least || hours > HOURS.most)
    return no('callback_period_hours is not well formed');
  const asked = query['callback_start_from'] ?? '';
  const start = isBlank(asked) ? now : readInstant(asked, 'query');
  if (start === null) return no('callback_start_from is not well formed');
  if (start.getTime() < now.getTime() - PAST_MS) return no('callback_start_from must not be in the past');
  const from = new Date(Math.ceil(start.getTime() / SLOT_MS) * SLOT_MS);
  const until = new Date(from.getTime() + hours * 3_600_000);
  return { ok: true, value: { menuIds: [...new Set(ids.value)], kind, lang, from, until } };
}

/** The route. */
export function queueStatusRoute({ engine, clock }: Pick<CcaipParts, 'engine' | 'clock'>): Route {
  const show = async (ask: ApiRequest): Promise<ApiResponse> => {
    const asked = readAsked(listAskOf(ask), clock.now());
    if (!asked.ok) return failure(400, asked.message);
    const { menuIds, kind, lang, from } = asked.value;
    const { workspaceId } = ask.principal;
    const directory = await engine.directory.load(workspaceId);
    const menus = menuIds.map((id) => directory.menus.get(id));
    const unknown = menus.findIndex((menu) => menu === undefined || menu.deleted || menu.kind !== kind);
    if (unknown >= 0) return failure(404, `menu_id ${menuIds[unknown]} is not found`);
    const scheduled = await engine.calls.scheduled(workspaceId, { at: from, id: 0 }, MAX_SCHEDULED);
    const queues = menus.flatMap((menu) => {
      if (menu === undefined) return [];
      const state = engine.live.queues.stateOf(menu, directory);
      return [
        {
          menu_id: menu.id,
          menu_type: menu.kind,
          lang,
          materialized_path: menuPath(directory.menus, menu).name.replaceAll(' > ', '/'),
          current_queue_ewt: state.estimatedWait ?? 0,
          scheduled_callback_ewt: 0,
          ...agentCounts(menu, directory, state.available),
          callback_periods: periodsOf(menu, directory, asked.value, scheduled),
          ...writeHours(menu.hours),
        },
      ];
    });
    return { status: 200, body: { queues } };
  };

  return {
    method: 'GET',
    path: '/apps/api/v1/queues/status',
    operationId: 'showQueueStatus',
    summary: 'Get how queues stand, and when they can call back',
    description:
      'A call-back is refused to no one for want of a slot: `max_slots` is how many agents the queue has. Waits are in seconds; ' +
      '0 also where no one works, so look at `logged_in_agents`.',
    schema: {
      querystring: Type.Object({
        lang: Type.String(),
        'menu_id[]': Type.Array(Type.Integer(), { minItems: 1, maxItems: MAX_QUEUES }),
        menu_type: Type.Enum([...MENU_KINDS]),
        callback_period_hours: Type.Optional(
          Type.Integer({ minimum: HOURS.least, maximum: HOURS.most, default: HOURS.usual }),
        ),
        callback_start_from: Type.Optional(Type.String({ description: 'ISO 8601, not past.' })),
      }),
      response: { 200: Type.Object({ queues: Type.Array(QueueStatus) }), ...errors(400) },
    },
    handle: show,
  };
}

const count = Type.Integer({ minimum: 0 });
const range = { from: Type.String(), to: Type.String() };

/** How a queue stands. */
export const QueueStatus = Type.Object({
  menu_id: Type.Integer(),
  menu_type: Type.Enum([...MENU_KINDS]),
  lang: Type.String(),
  materialized_path: Type.String(),
  current_queue_ewt: count,
  scheduled_callback_ewt: count,
  logged_in_agents: count,
  available_agents: count,
  breakthrough_agents: count,
  callback_periods: Type.Array(
    Type.Object({
      date: Type.String({ pattern: '^\\d{8}$' }),
      start_time: Type.String({ pattern: '^\\d\\d:\\d\\d$', description: 'Where the queue is.' }),
      end_time: Type.String({ pattern: '^\\d\\d:\\d\\d$' }),
      scheduled_calls: count,
      max_slots: count,
    }),
    { description: 'A quarter of an hour each, while the queue is open.' },
  ),
  time_zone: Type.Union([Type.String(), Type.Null()]),
  hours_of_operation: Type.Union([
    Type.Array(Type.Object({ day: Type.Enum([...DAYS]), ...range })),
    Type.Null({ description: 'Always open.' }),
  ]),
  holidays: Type.Array(Type.Object({ date: Type.String(), name: Type.String(), open: Type.Array(Type.Object(range)) })),
});

/** Who serves the queue, and who of them is there. */
export function agentCounts({ groups }: Menu, { agents }: Directory, available: number) {
  const ids = new Set(groups.flatMap(({ agentIds }) => agentIds));
  const loggedIn = [...ids].filter((id) => (agents.get(id)?.status ?? 'unavailable') !== 'unavailable');
  return { logged_in_agents: loggedIn.length, available_agents: available, breakthrough_agents: 0 };
}

/** The quarters of an hour in which the queue is open, with the calls that are scheduled for them. */
function periodsOf(
  menu: Menu,
  { workspace }: Directory,
  { from, until }: Asked,
  scheduled: readonly Call[],
): readonly object[] {
  const clock = wallClock(menu.hours?.timeZone ?? workspace.timeZone);
  const agents = new Set(menu.groups.flatMap(({ agentIds }) => agentIds)).size;
  const slotOf = (at: number): number => Math.floor(at / SLOT_MS);
  const taken = Map.groupBy(
    scheduled.filter(({ menuId, scheduledAt }) => menuId === menu.id && scheduledAt !== null),
    ({ scheduledAt }) => slotOf(scheduledAt?.getTime() ?? 0),
  );
  const periods: object[] = [];
  for (let at = from.getTime(); at < until.getTime(); at += SLOT_MS) {
    if (!isOpen(menu.hours, new Date(at))) continue;
    const start = clock(at);
    periods.push({
      date: start.date,
      start_time: start.time,
      end_time: clock(at + SLOT_MS).time,
      scheduled_calls: taken.get(slotOf(at))?.length ?? 0,
      max_slots: agents,
    });
  }
  return periods;
}

/** Dates and times as people in the zone read them. */
function wallClock(timeZone: string): (at: number) => { readonly date: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return (at) => {
    const [date = '', time = ''] = format.format(at).split(' ');
    return { date: date.replaceAll('-', ''), time };
  };
}

/** When the queue is open by its week, and the days that differ. */
function writeHours(hours: WeeklyHours | null) {
  const written = ({ from, to }: { readonly from: number; readonly to: number }) => ({
    from: writeMinute(from),
    to: writeMinute(to),
  });
  return {
    time_zone: hours?.timeZone ?? null,
    hours_of_operation:
      hours === null ? null : DAYS.flatMap((day) => (hours.open[day] ?? []).map((each) => ({ day, ...written(each) }))),
    holidays: (hours?.holidays ?? []).map(({ date, name, open }) => ({ date, name, open: open.map(written) })),
  };
}

function writeMinute(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
