/** Which call a request was about, whichever API it came through. */
import type { ApiResponse, Route } from '#http/surface.ts';
import { fieldsOf, readId } from './kit.ts';

/** By its id, or by its uid as vcita has it; null: about none, or about many. */
export type CallRef = { readonly id: number | null; readonly uid: string | null };

const NONE: CallRef = { id: null, uid: null };
const UID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Patterns of addresses that name a call: by `:id`, by `:call_id`, by `:uid`. */
const BY_ID = /\/calls\/:id(?:\/|$)/;
const BY_UID = /\/voice_calls\/:uid(?:\/|$)/;
/** Operations that make one, and answer with it. */
const MAKES = /\/(?:calls|outbound_calls|voice_calls)$/;

/** The call of the address, or the one that was made. */
export function callOf(
  route: Pick<Route, 'method' | 'path'> | null,
  params: Readonly<Record<string, string>>,
  answer: ApiResponse | null,
): CallRef {
  if (route === null) return NONE;
  if (BY_ID.test(route.path)) return { id: readId(params['id']), uid: null };
  if (BY_UID.test(route.path)) return { id: null, uid: readUid(params['uid']) };
  if (params['call_id'] !== undefined) return { id: readId(params['call_id']), uid: null };
  if (route.method !== 'POST' || !MAKES.test(route.path) || answer === null || answer.status >= 300) return NONE;
  const body = fieldsOf(answer.body);
  if (typeof body['id'] === 'number') return { id: body['id'], uid: null };
  return { id: null, uid: readUid(fieldsOf(body['data'])['uid']) };
}

function readUid(value: unknown): string | null {
  return typeof value === 'string' && UID.test(value) ? value : null;
}
