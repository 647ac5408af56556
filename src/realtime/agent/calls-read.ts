/** Reads what the console asks of the list of calls. */
import { readPastedNumber } from '#domain/directory/phone-number.ts';
import { readInstantOrDay } from '#http/instant.ts';
import type { CallCondition, CallSearch, FoundCalls } from '#domain/ports/stores.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import { MAX_LABEL_LENGTH } from '#domain/directory/wrap-up-rules.ts';
import type { Call } from '#domain/call/call.ts';
import type { SchedulePlace } from '#domain/call/scheduled.ts';
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type { CallState } from '#domain/call/state.ts';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import { readId } from '#api/kit.ts';
import type { ShownCalls } from './calls-protocol.ts';
import { SHOWN_CALLS } from './calls-protocol.ts';

/** A search one longer than the page, so that it shows whether more follows. */
export type AskedCalls = { readonly search: CallSearch; readonly limit: number };

/** What a list is asked with. */
type Query = Readonly<Record<string, string | undefined>>;

const LIMIT = 50;
const MAX_LIMIT = 100;

const STATES: Readonly<Record<Exclude<ShownCalls, 'all'>, readonly CallState[]>> = {
  live: CALL_STATES.filter((state) => isLive(state) && state !== 'scheduled'),
  answered: ['finished', 'action_only_finished'],
  missed: ['failed', 'recovered'],
  voicemail: ['voicemail_received', 'voicemail_read'],
  scheduled: ['scheduled'],
};

/** States whose calls every agent sees. */
const EVERYBODYS: readonly CallState[] = ['voicemail_received', 'voicemail_read', 'scheduled'];

/**
 * What is looked for among contacts; null for all, undefined for what cannot be looked for: a single letter, or a text
 * without end.
 */
export function readFind(query: Query): string | null | undefined {
  const text = query['find']?.trim() ?? '';
  if (text === '') return null;
  if (text.length < FIND_LENGTHS.min || text.length > FIND_LENGTHS.max) return undefined;
  return readPastedNumber(text) ?? text;
}

/** Null when the question makes no sense. `among`: what was found of them; null where nothing was looked for. */
export function readCallsQuery(me: SignedIn, query: Query, among: FoundCalls | null): AskedCalls | null {
  const conditions = [direction(query['direction']), time('gte', query['from']), time('lt', query['to'])];
  const ids = [id('agentId', query['agent']), id('contactId', query['contact']), id('menuId', query['menu'])];
  const shown = show(query['show']);
  const labels = [label('disposition', query['disposition']), label('tag', query['tag']), missing(query['missing'])];
  const place = readPlace(query['after']);
  const limit = query['limit'] === undefined ? LIMIT : readId(query['limit']);
  if (place === null || shown === null || limit === null || limit > MAX_LIMIT) return null;
  const where: (readonly CallCondition[])[] = [...visible(me, shown), place.condition];
  for (const condition of [...conditions, ...ids, ...labels]) {
    if (condition === null) return null;
    where.push(condition);
  }
  return {
    limit,
    search: {
      ...(among === null ? {} : { among }),
      where: where.filter((some) => some.length > 0),
      sort: [{ field: 'createdAt', descending: true }],
      limit: limit + 1,
      offset: place.skip,
    },
  };
}

/** Where the next page begins: after all of the same moment that were shown already. */
export function writePlace(shown: readonly { readonly createdAt: Date }[], before: string | undefined): string | null {
  const last = shown.at(-1)?.createdAt.getTime();
  if (last === undefined) return null;
  const same = shown.filter((call) => call.createdAt.getTime() === last).length;
  const place = readPlace(before);
  const skipped = place?.at === last ? place.skip : 0;
  return `${last}-${same + skipped}`;
}

/** Where the list of scheduled calls continues; null at its beginning, undefined for what is no place. */
export function readSchedulePlace(text: string | undefined): SchedulePlace | null | undefined {
  if (text === undefined) return null;
  const [, at, last] = /^(\d{1,14})-(\d{1,15})$/.exec(text) ?? [];
  return at === undefined || last === undefined ? undefined : { at: new Date(Number(at)), id: Number(last) };
}

/** The place after the call. */
export function writeSchedulePlace(call: Pick<Call, 'id' | 'scheduledAt'> | undefined): string | null {
  return call === undefined ? null : `${call.scheduledAt?.getTime() ?? 0}-${call.id}`;
}

type Some = readonly CallCondition[] | null;

/**
 * The states that are shown, of an agent's own calls and those that are everyone's. Others see all. States that are
 * everyone's, or none of them, leave one condition: it is found by one index.
 */
function visible({ role, agentId }: SignedIn, shown: readonly CallCondition[]): (readonly CallCondition[])[] {
  if (role !== 'agent') return [shown];
  const own = { field: 'agentId', operator: 'eq', value: agentId } as const;
  const isCommon = ({ value }: CallCondition): boolean => EVERYBODYS.some((state) => state === value);
  if (shown.length > 0 && shown.every(isCommon)) return [shown];
  if (shown.length > 0 && !shown.some(isCommon)) return [[own], shown];
  const common = EVERYBODYS.map((state) => ({ field: 'state', operator: 'eq', value: state }) as const);
  return [[own, ...common], shown];
}

function show(text: string | undefined): Some {
  const shown = SHOWN_CALLS.find((each) => each === (text ?? 'all'));
  if (shown === undefined) return null;
  return shown === 'all' ? [] : STATES[shown].map((state) => ({ field: 'state', operator: 'eq', value: state }));
}

function direction(text: string | undefined): Some {
  if (text === undefined) return [];
  return text === 'inbound' || text === 'outbound' ? [{ field: 'direction', operator: 'eq', value: text }] : null;
}

function id(field: 'agentId' | 'contactId' | 'menuId', text: string | undefined): Some {
  if (text === undefined) return [];
  const value = readId(text);
  return value === null ? null : [{ field, operator: 'eq', value }];
}

/** A disposition or a tag, whether or not the workspace still offers it. */
function label(field: 'disposition' | 'tag', text: string | undefined): Some {
  if (text === undefined) return [];
  return text === '' || text.length > MAX_LABEL_LENGTH ? null : [{ field, operator: 'eq', value: text }];
}

/** Calls that were not filled in. */
function missing(text: string | undefined): Some {
  if (text === undefined) return [];
  return text === 'true' ? [{ field: 'notFilledIn', operator: 'ne', value: null }] : null;
}

function time(operator: 'gte' | 'lt', text: string | undefined): Some {
  if (text === undefined) return [];
  const value = readInstantOrDay(text, 'query');
  return value === null ? null : [{ field: 'createdAt', operator, value }];
}

function readPlace(
  text: string | undefined,
): { readonly at: number | null; readonly skip: number; readonly condition: readonly CallCondition[] } | null {
  if (text === undefined) return { at: null, skip: 0, condition: [] };
  const found = /^(\d{1,14})-(\d{1,6})$/.exec(text);
  if (found === null) return null;
  const at = Number(found[1]);
  return { at, skip: Number(found[2]), condition: [{ field: 'createdAt', operator: 'lte', value: new Date(at) }] };
}
