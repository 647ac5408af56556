/** Reads what a caller's page says: exactly the messages of protocol.ts, and nothing besides. */
import { MAX_FEEDBACK_LENGTH, MAX_NAME_LENGTH, MAX_TYPED_NUMBER_LENGTH } from '#domain/call/lengths.ts';
import type { Is } from '#api/frame-shape.ts';
import { isFlag, isId, isSdp, orNull, text } from '#api/frame-shape.ts';
import type { FromPage } from './protocol.ts';

/** The fields of each message besides `type`. */
const MESSAGES = {
  call: { sdp: isSdp, lang: text(2, 16), name: orNull(text(0, MAX_NAME_LENGTH)) },
  return: { callId: isId, secret: text(1, 100), sdp: orNull(isSdp) },
  choose: { menuId: isId },
  digit: { digit: (value) => typeof value === 'string' && /^[\d*#]$/.test(value) },
  consent: { mayRecord: isFlag },
  call_back: { number: text(0, MAX_TYPED_NUMBER_LENGTH) },
  confirm_call_back: {},
  hang_up: {},
  rate: {
    rating: (value) => typeof value === 'number' && [1, 2, 3, 4, 5].includes(value),
    feedback: orNull(text(0, MAX_FEEDBACK_LENGTH)),
  },
} as const satisfies { readonly [T in FromPage['type']]: Readonly<Record<string, Is>> };

/** Reads one frame; null when it is malformed. */
export function readMessage(value: unknown): FromPage | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { type, ...fields } = value as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || !Object.hasOwn(MESSAGES, type)) return null;
  const wanted: Readonly<Record<string, Is>> = MESSAGES[type as FromPage['type']];
  const names = Object.keys(fields);
  const fits = names.every((name) => Object.hasOwn(wanted, name) && wanted[name]?.(fields[name]) === true);
  // The table is total over the messages, and the fields have just been held against it.
  return fits && names.length === Object.keys(wanted).length ? (value as FromPage) : null;
}
