/** How a list of logged requests is narrowed: the same words in our API and at the console. */
import type { RequestFilter } from '#domain/ports/request-log.ts';
import { isStorableText } from '#http/body.ts';
import { readId } from './kit.ts';

/** What a status is asked for by -> its first digit. */
export const STATUS_CLASSES = { '2xx': 2, '3xx': 3, '4xx': 4, '5xx': 5 } as const;

/** The methods that are asked for; a client may have sent others, which are listed without a filter. */
export const LOGGED_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const MAX_PATH = 100;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Asked = { readonly [Name in 'status' | Exclude<keyof RequestFilter, 'statusClass'>]: string | undefined };

/** The filter, or the name of the first part that makes no sense. */
export function readRequestFilter(
  asked: Asked,
):
  | { readonly wrong: null; readonly filter: RequestFilter }
  | { readonly wrong: keyof RequestFilter; readonly filter: null } {
  const known: Readonly<Record<string, number>> = STATUS_CLASSES;
  const filter = {
    statusClass: read(asked.status, (text) => (Object.hasOwn(known, text) ? (known[text] ?? null) : null)),
    method: read(asked.method, (text) => LOGGED_METHODS.find((each) => each === text) ?? null),
    path: read(asked.path, (text) =>
      text.length >= 1 && text.length <= MAX_PATH && isStorableText(text) ? text : null,
    ),
    tokenId: read(asked.tokenId, readId),
    callId: read(asked.callId, readId),
    requestId: read(asked.requestId, (text) => (UUID.test(text) ? text : null)),
  };
  const wrong = (Object.keys(filter) as (keyof RequestFilter)[]).find((name) => filter[name] === undefined);
  // None of them is undefined then.
  return wrong === undefined ? { wrong: null, filter: filter as RequestFilter } : { wrong, filter: null };
}

/** Null where nothing is said; undefined where it cannot be read. */
function read<T>(text: string | undefined, reader: (text: string) => T | null): T | null | undefined {
  return text === undefined ? null : (reader(text) ?? undefined);
}
