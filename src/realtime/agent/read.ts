/** Reads what a page says: exactly the commands of protocol.ts, and nothing besides. */
import { MAX_MESSAGE_LENGTH, MAX_NOTE_LENGTH, MAX_TYPED_NUMBER_LENGTH } from '#domain/call/lengths.ts';
import { MAX_LABEL_LENGTH, MAX_TAGS } from '#domain/directory/wrap-up-rules.ts';
import { readInstant } from '#http/instant.ts';
import type { Is } from '#api/frame-shape.ts';
import { isFlag, isId, isSdp, oneOf, orNull } from '#api/frame-shape.ts';
import type { FromPage, PageCommand } from './protocol.ts';

/** The command, or the id to refuse it under (0 where none could be read). */
export type ReadCommand =
  | { readonly ok: true; readonly id: number; readonly command: PageCommand }
  | { readonly ok: false; readonly id: number };

type Fields = Readonly<Record<string, unknown>>;

/** A text that has this many units also without the white space around it. */
const trimmed =
  (least: number, most: number): Is =>
  (value) =>
    typeof value === 'string' && value.trim().length >= least && value.length <= most;
/** An object with exactly these fields; `partial`: with some of them, at least one. */
const shape =
  (fields: Readonly<Record<string, Is>>, partial = false): Is =>
  (value) => {
    if (!isObject(value)) return false;
    const names = Object.keys(value);
    if (partial ? names.length === 0 : names.length !== Object.keys(fields).length) return false;
    return names.every((name) => Object.hasOwn(fields, name) && fields[name]?.(value[name]) === true);
  };

/** As it was pasted, with anything around it. */
const isNumber = trimmed(2, MAX_TYPED_NUMBER_LENGTH);
const callId = { callId: isId };
const target: Is = (value) =>
  [{ agentId: isId }, { menuId: isId }, { number: isNumber }].some((fields) => shape(fields)(value));

/** The fields of each command besides `id` and `type`. */
const COMMANDS = {
  hello: { since: orNull((value) => value === 0 || isId(value)) },
  sound_offer: { sdp: isSdp },
  status: { status: oneOf('available', 'unavailable', 'break') },
  own_status: { name: trimmed(1, MAX_LABEL_LENGTH) },
  answer: callId,
  decline: callId,
  hang_up: callId,
  hold: callId,
  resume: callId,
  mute: { isMuted: isFlag },
  digits: { ...callId, digits: (value) => typeof value === 'string' && /^[\d*#A-D]{1,32}$/.test(value) },
  transfer: { ...callId, to: target, mode: oneOf('cold', 'warm') },
  pause_recording: { ...callId, isPaused: isFlag },
  note: { ...callId, text: trimmed(1, MAX_NOTE_LENGTH) },
  flag: { ...callId, flags: shape({ verifiedCustomer: isFlag, badActor: isFlag, repeatCustomer: isFlag }, true) },
  wrap_up_done: {},
  outcome: {
    ...callId,
    change: shape(
      {
        disposition: orNull(trimmed(1, MAX_LABEL_LENGTH)),
        tags: (value) => Array.isArray(value) && value.length <= MAX_TAGS && value.every(trimmed(1, MAX_LABEL_LENGTH)),
      },
      true,
    ),
  },
  reschedule: {
    ...callId,
    at: orNull((value) => typeof value === 'string' && readInstant(value, 'body') !== null),
    menuId: orNull(isId),
  },
  call_now: callId,
  cancel_scheduled: callId,
  dismiss_missed: callId,
  dial: { number: isNumber, ownNumber: orNull(isNumber), lang: trimmed(2, 16) },
  choose: { choiceId: isId, ownNumber: isNumber, contactNumber: orNull(isNumber) },
  words: callId,
  assist: callId,
  listen_voicemail: callId,
  message: { conversationId: isId, text: trimmed(1, MAX_MESSAGE_LENGTH) },
} as const satisfies { readonly [T in PageCommand['type']]: Readonly<Record<string, Is>> };

/** Reads one frame. */
export function readCommand(value: unknown): ReadCommand {
  if (!isObject(value)) return { ok: false, id: 0 };
  const id = isId(value['id']) ? (value as FromPage).id : 0;
  const { id: _id, type, ...fields } = value;
  if (id === 0 || typeof type !== 'string' || !Object.hasOwn(COMMANDS, type)) return { ok: false, id };
  // The table is total over the commands, and the fields have just been held against it.
  if (!shape(COMMANDS[type as PageCommand['type']])(fields)) return { ok: false, id };
  return { ok: true, id, command: { type, ...fields } as PageCommand };
}

function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
