/**
 * Reads what a list or a report asks for: page, sort, filters, period; and says in the engine's conditions which calls
 * those are.
 */
import type { CallCondition, CallSearch, SearchField } from '#domain/ports/stores.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import { isUid } from '#domain/directory/uid.ts';
import { readDay, readInstantOrDay } from '#http/instant.ts';
import type { ErrorItem } from './refusals.ts';
import type { Read } from './read.ts';
import { invalid, no, yes } from './read.ts';
import type { ReportedStatus, Status } from './status.ts';
import {
  DIRECTIONS,
  FIN_STATUS,
  OUR_DIRECTION,
  plain,
  REPORTED_STATUSES,
  STATUS,
  STATUSES,
  TRANSCRIPT_STATUS,
} from './status.ts';

type Query = Readonly<Record<string, string>>;
type Some = readonly CallCondition[];
type Value = string | number | Date;

const OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const;
type Operator = (typeof OPERATORS)[number];

/** One filter of the list, judged. */
export type Filter = { readonly field: FilterField; readonly operator: Operator; readonly value: Value };

/** What a list asks for. */
export type List = {
  readonly filters: readonly Filter[];
  readonly sort: CallSearch['sort'];
  readonly limit: number;
  readonly offset: number;
};

type Kind =
  | 'time'
  | 'number'
  | 'text'
  | 'number_in_e164'
  | 'uid'
  | 'staff'
  | 'client'
  | 'status'
  | 'direction'
  | 'transcript';

/**
 * The entity's fields that calls can be filtered by. Those with a field of the search behind them can be sorted by,
 * too.
 */
const FIELDS = {
  uid: { kind: 'uid', searched: 'uid' },
  created_at: { kind: 'time', searched: 'createdAt' },
  updated_at: { kind: 'time', searched: 'updatedAt' },
  duration: { kind: 'number', searched: 'talkSeconds' },
  from_number: { kind: 'number_in_e164', searched: 'fromNumber' },
  to_number: { kind: 'number_in_e164', searched: 'toNumber' },
  source_id: { kind: 'text', searched: 'reportSourceId' },
  external_uuid: { kind: 'text', searched: 'reportExternalUuid' },
  direction: { kind: 'direction', searched: 'direction' },
  transcript_status: { kind: 'transcript', searched: 'transcriptStatus' },
  status: { kind: 'status', searched: null },
  staff_uid: { kind: 'staff', searched: null },
  client_uid: { kind: 'client', searched: null },
} as const satisfies Record<string, { readonly kind: Kind; readonly searched: SearchField | null }>;

/** One of them. */
type FilterField = keyof typeof FIELDS;

const ORDERED: ReadonlySet<Kind> = new Set(['time', 'number', 'text', 'number_in_e164']);

/** How a value of each kind is read from text; undefined when it is none. */
const READ_VALUE = {
  time: (text) => readInstantOrDay(text, 'query') ?? undefined,
  number: (text) => (/^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined),
  text: (text) => text,
  number_in_e164: (text) => text.replace(/^ (?=\d)/, '+'), // A `+` that was sent raw has come as a space.
  uid: (text) => (isUid(text) ? text : undefined),
  staff: (text) => text,
  client: (text) => text,
  status: (text) => REPORTED_STATUSES.find((word) => word === text),
  direction: (text) =>
    DIRECTIONS.map((word) => [word, OUR_DIRECTION[word]] as const).find(([word]) => word === text)?.[1],
  transcript: (text) => Object.entries(TRANSCRIPT_STATUS).find(([, word]) => word === text)?.[0],
} as const satisfies Record<Kind, (text: string) => Value | undefined>;

const MAX_PAGE = 100;
const DEFAULT_PAGE = 25;
const LAST_PAGE = 10_000;

/** Reads a list's query: `page`, `per_page`, `sort=field:asc,field:desc`, `filter[field]=x`, `filter[field][gt]=x`. */
export function readList(query: Query): Read<List> {
  const page = readCount(query, 'page', 1, LAST_PAGE);
  const perPage = readCount(query, 'per_page', DEFAULT_PAGE, MAX_PAGE);
  const sort = readSort(query['sort']);
  const filters = Object.entries(query)
    .filter(([name, value]) => name.startsWith('filter[') || (name === 'filter' && value !== ''))
    .map(([name, value]) => readFilter(name, value));
  const errors = [page, perPage, sort, ...filters].flatMap((each) => (each.ok ? [] : each.errors));
  if (!page.ok || !perPage.ok || !sort.ok || errors.length > 0) return no(...errors);
  return yes({
    filters: filters.flatMap((each) => (each.ok ? [each.value] : [])),
    sort: sort.value,
    limit: perPage.value,
    offset: (page.value - 1) * perPage.value,
  });
}

function readCount(query: Query, name: string, absent: number, most: number): Read<number> {
  const text = query[name];
  if (text === undefined || text === '') return yes(absent);
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= most ? yes(count) : no(invalid(name, `an integer from 1 to ${most}`));
}

function readSort(text: string | undefined): Read<CallSearch['sort']> {
  const parts = (text === undefined || text === '' ? 'updated_at:desc' : text).split(',');
  const sort = parts.flatMap((part) => {
    const [, name = '', way = 'asc'] = /^([a-z_]+)(?::(asc|desc))?$/.exec(part) ?? [];
    const field = isField(name) ? FIELDS[name].searched : null;
    return field === null ? [] : [{ field, descending: way === 'desc' }];
  });
  const isClear = sort.length === parts.length && new Set(sort.map(({ field }) => field)).size === sort.length;
  if (isClear) return yes(sort);
  const sortable = Object.entries(FIELDS).flatMap(([name, { searched }]) => (searched === null ? [] : [name]));
  return no(invalid('sort', `a list like created_at:asc,updated_at:desc of different fields: ${sortable.join(', ')}`));
}

function isField(name: string): name is FilterField {
  return Object.hasOwn(FIELDS, name);
}

/** Only the names of a filter's own form are repeated in the error. */
function readFilter(name: string, text: string): Read<Filter> {
  const [whole, field = '', asked = 'eq'] = /^filter\[(\w{1,64})\](?:\[(\w{1,64})\])?$/.exec(name) ?? [];
  if (whole === undefined) return no(invalid('filter', 'written filter[field]=value or filter[field][operator]=value'));
  if (!isField(field)) return no(invalid(`filter[${field}]`, `by one of ${Object.keys(FIELDS).join(', ')}`));
  const { kind } = FIELDS[field];
  const operators: readonly Operator[] = ORDERED.has(kind) ? OPERATORS : ['eq', 'ne'];
  const operator = operators.find((each) => each === asked);
  if (operator === undefined) return no(invalid(whole, `with one of the operators ${operators.join(', ')}`));
  const value = text === '' ? undefined : READ_VALUE[kind](text);
  return value === undefined
    ? no(invalid(whole, `given a value that ${field} can have`))
    : yes({ field, operator, value });
}

/** Who the uids in filters are, by our ids. An unknown one is nobody: 0. */
export type IdOf = { staff(uid: string): number; client(uid: string): number };

/** The conditions of all filters together. */
export function whereOf(filters: readonly Filter[], idOf: IdOf): Some[] {
  return filters.flatMap((filter) => conditionsOf(filter, idOf));
}

const REPORTED: CallCondition = { field: 'origin', operator: 'eq', value: 'reported' };
const OURS: CallCondition = { field: 'origin', operator: 'ne', value: 'reported' };
const FIN: CallCondition = { field: 'origin', operator: 'eq', value: 'fin' };
const PEOPLES: CallCondition = { field: 'origin', operator: 'ne', value: 'fin' };

function conditionsOf({ field, operator, value }: Filter, idOf: IdOf): Some[] {
  const { kind, searched } = FIELDS[field];
  if (kind === 'status') return statusConditions(value as ReportedStatus, operator === 'ne');
  if (kind === 'staff')
    return personConditions('reportStaffUid', 'agentId', value, idOf.staff(String(value)), operator);
  if (kind === 'client')
    return personConditions('reportClientUid', 'contactId', value, idOf.client(String(value)), operator);
  return [comparing(searched, operator, value)];
}

/** Who has nothing there has something else there than was asked for. */
function comparing(field: SearchField, operator: Operator, value: Value): Some {
  const condition = { field, operator, value };
  return operator === 'ne' ? [condition, { field, operator: 'eq', value: null }] : [condition];
}

/** Reported calls are judged by what was reported, ours by what is. */
function byOrigin(reported: Some, ours: readonly Some[]): Some[] {
  return [[OURS, ...reported], ...ours.map((some) => [REPORTED, ...some])];
}

function personConditions(
  reported: SearchField,
  ours: SearchField,
  uid: Value,
  id: number,
  operator: Operator,
): Some[] {
  return byOrigin(comparing(reported, operator, uid), [comparing(ours, operator, id)]);
}

/**
 * A status under either of its names. Of ours it is the states that have the word, which for the voice agent's calls
 * are others.
 */
function statusConditions(asked: ReportedStatus, isNegated: boolean): Some[] {
  const words = REPORTED_STATUSES.filter((word) => (plain(word) === plain(asked)) !== isNegated);
  const having = (table: Readonly<Record<string, Status>>): CallCondition[] =>
    CALL_STATES.filter((state) => words.some((word) => word === table[state])).map((state) => ({
      field: 'state',
      operator: 'eq',
      value: state,
    }));
  return byOrigin(
    words.map((word) => ({ field: 'reportStatus', operator: 'eq', value: word })),
    [
      [PEOPLES, ...having(FIN_STATUS)],
      [FIN, ...having(STATUS)],
    ],
  );
}

/** What a report asks for. Days are UTC's; `until` is the instant after the last one. */
export type Period = {
  readonly from: Date | null;
  readonly until: Date | null;
  readonly status: ReportedStatus | null;
};

const DAY_MS = 86_400_000;

/** Reads a report's query: `start_date` and `end_date`, both included, and `status`. */
export function readPeriod(query: Query): Read<Period> {
  const [start, end] = (['start_date', 'end_date'] as const).map((name) => askedDay(query[name]));
  const status = query['status'] === undefined || query['status'] === '' ? null : READ_VALUE.status(query['status']);
  const isBackwards = start instanceof Date && end instanceof Date && start > end;
  const errors: ErrorItem[] = [
    ...(start === undefined ? [invalid('start_date', 'a date like 2026-01-31')] : []),
    ...(end === undefined ? [invalid('end_date', 'a date like 2026-01-31')] : []),
    ...(isBackwards ? [invalid('end_date', 'start_date or later')] : []),
    ...(status === undefined ? [invalid('status', `one of ${REPORTED_STATUSES.join(', ')}`)] : []),
  ];
  if (start === undefined || end === undefined || status === undefined || errors.length > 0) return no(...errors);
  return yes({ from: start, until: end === null ? null : new Date(end.getTime() + DAY_MS), status });
}

/** How many calls have each status; of a status alone only its own count, under the name that it was asked by. */
export function countsOf(
  counts: readonly { readonly status: Status; readonly count: number }[],
  asked: ReportedStatus | null,
): { readonly status: string; readonly count: number }[] {
  const sum = (status: Status): number =>
    counts.filter((each) => each.status === status).reduce((total, { count }) => total + count, 0);
  return asked === null
    ? STATUSES.map((status) => ({ status, count: sum(status) }))
    : [{ status: asked, count: sum(plain(asked)) }];
}

/** A day as the instant that it begins, null when there is none, undefined when it is no day. */
function askedDay(text: string | undefined): Date | null | undefined {
  if (text === undefined || text === '') return null;
  return readDay(text) ?? undefined;
}
