/**
 * Reads this vendor's requests. Presence and form are judged here, in the documented order; what exists is the engine's
 * to say.
 */
import type { RecordingPermission } from '#domain/call/call.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { readInstant } from '#http/instant.ts';
import { fieldsOf, isBlank } from '../kit.ts';
import { OPERATION, PERMISSION } from './status.ts';

/** The request, or the sentence that refuses it. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const no = (message: string) => ({ ok: false, message }) as const;
const yes = <T>(value: T) => ({ ok: true, value }) as const;

/** The three forms of POST /calls. */
export type NewCall =
  | { readonly operation: 'outbound'; readonly call: Outbound }
  | { readonly operation: 'incoming'; readonly call: Queued & { readonly menuId: number } }
  | {
      readonly operation: 'scheduled';
      readonly call: Queued & { readonly parentId: number | null; readonly scheduledAt: Date };
    };

export type Outbound = {
  readonly agentEmail: string;
  readonly ticketId: string | null;
  readonly number: E164 | null;
  /** As it was sent, for the echo of a 202. */
  readonly numberAsSent: string | null;
  readonly ownNumber: string | null;
  readonly lang: string;
};

export type Queued = {
  readonly menuId: number | null;
  readonly ticketId: string | null;
  readonly number: E164;
  readonly ownNumber: string | null;
  readonly lang: string;
  readonly recordingPermission: RecordingPermission;
};

type Fields = Readonly<Record<string, unknown>>;

/** Reads the body of POST /calls. */
export function readNewCall(body: unknown): Read<NewCall> {
  const fields = fieldsOf(body);
  const operation = typeof fields['call_type'] === 'string' ? OPERATION[fields['call_type']] : undefined;
  // Seed 004 prints `Invalid call type` for a queue's call that carries an agent and nothing of a queue.
  const isMisnamed =
    operation !== 'outbound' && !isBlank(fields['agent_email']) && !QUEUE_FIELDS.some((name) => name in fields);
  if (operation === undefined || isMisnamed) return no('Invalid call type');
  if (operation === 'outbound') return mapped(readOutbound(fields), (call) => ({ operation, call }));
  if (operation === 'incoming') return mapped(readIncoming(fields), (call) => ({ operation, call }));
  return mapped(readScheduled(fields), (call) => ({ operation, call }));
}

const QUEUE_FIELDS = ['menu_id', 'call_id', 'scheduled_at'] as const;

function mapped<A, B>(read: Read<A>, change: (value: A) => B): Read<B> {
  return read.ok ? yes(change(read.value)) : read;
}

function readOutbound(fields: Fields): Read<Outbound> {
  const agentEmail = text(fields['agent_email']);
  if (agentEmail === null) return no('Agent email required');
  const ticketId = ticket(fields['ticket_id']);
  if (ticketId === null && isBlank(fields['end_user_number'])) return no('ticket_id or end_user_number required');
  const number = phone(fields['end_user_number']);
  if (ticketId === null && number === null) return no('end_user_number is not well-formed');
  const common = { agentEmail, ticketId, number, numberAsSent: text(fields['end_user_number']) };
  return yes({ ...common, ownNumber: text(fields['outbound_number']), lang: language(fields['lang']) });
}

function readIncoming(fields: Fields): Read<Queued & { menuId: number }> {
  const menuId = readMenuId(fields['menu_id']);
  if (!menuId.ok) return menuId;
  const queued = readQueued(fields);
  return queued.ok ? yes({ ...queued.value, menuId: menuId.value }) : queued;
}

function readScheduled(fields: Fields): Read<Queued & { parentId: number | null; scheduledAt: Date }> {
  const hasParent = !isBlank(fields['call_id']);
  const menuId = hasParent && isBlank(fields['menu_id']) ? yes(null) : readMenuId(fields['menu_id']);
  if (!menuId.ok) return menuId;
  const parentId = hasParent ? integer(fields['call_id']) : null;
  if (hasParent && parentId === null) return no('call_id is not well formed');
  const queued = readQueued(fields);
  if (!queued.ok) return queued;
  if (isBlank(fields['scheduled_at'])) return no('scheduled_at is required');
  const time = fields['scheduled_at'];
  const scheduledAt = typeof time === 'string' ? readInstant(time, 'body') : null;
  if (scheduledAt === null) return no('scheduled_at is not well formed');
  return yes({ ...queued.value, menuId: menuId.value, parentId, scheduledAt });
}

function readMenuId(value: unknown): Read<number> {
  if (isBlank(value)) return no('menu_id is required');
  const menuId = integer(value);
  return menuId === null ? no('menu_id is not well formed') : yes(menuId);
}

function readQueued(fields: Fields): Read<Omit<Queued, 'menuId'>> {
  if (isBlank(fields['end_user_number'])) return no('end_user_number is required');
  const number = phone(fields['end_user_number']);
  if (number === null) return no('end_user_number is not well formed');
  const permission = fields['recording_permission'];
  return yes({
    ticketId: ticket(fields['ticket_id']),
    number,
    ownNumber: text(fields['outbound_number']),
    lang: language(fields['lang']),
    recordingPermission: (typeof permission === 'string' ? PERMISSION[permission] : undefined) ?? 'not_asked',
  });
}

/** The flags to change. `repeat_customers` is the seed's other spelling of `repeat_customer`. */
export function readCustomerFlag(
  body: unknown,
): Read<Partial<Record<'verifiedCustomer' | 'badActor' | 'repeatCustomer', boolean>>> {
  const flags: Partial<Record<'verifiedCustomer' | 'badActor' | 'repeatCustomer', boolean>> = {};
  for (const [name, value] of Object.entries(fieldsOf(body))) {
    const flag = FLAG[name];
    if (flag === undefined) continue;
    if (typeof value !== 'boolean') return no(`${name} is not well formed`);
    flags[flag] = value;
  }
  return yes(flags);
}

const FLAG: Readonly<Record<string, 'verifiedCustomer' | 'badActor' | 'repeatCustomer'>> = {
  verified_customer: 'verifiedCustomer',
  bad_actor: 'badActor',
  repeat_customer: 'repeatCustomer',
  repeat_customers: 'repeatCustomer',
};

const MAX_TEXT = 320;

/** A text that is not blank and of at most 320 characters, trimmed; anything else counts as absent. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && !isBlank(value) && value.length <= MAX_TEXT ? value.trim() : null;
}

/** A ticket's id may come as a number. */
function ticket(value: unknown): string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value);
}

function phone(value: unknown): E164 | null {
  return typeof value === 'string' ? readPhoneNumber(value) : null;
}

function language(value: unknown): string {
  return isBlank(value)
    ? 'en'
    : typeof value === 'string'
      ? value.slice(0, MAX_TEXT)
      : JSON.stringify(value).slice(0, MAX_TEXT);
}

/** A positive integer, as a number or as a text of digits. */
function integer(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}
