/** Which kinds of tokens may do what; every operation of this surface is open to some of them only. */
import { HttpFault } from '#http/fault.ts';
import type { Route, TokenKind } from '#http/surface.ts';
import { Failure } from './schema.ts';

/** Who reports calls and changes what is known of them. */
export const WRITERS = ['staff', 'app', 'directory'] as const;
/** Who reads calls. A client's token reads all calls of the business: Patchbay does not know whose token it is. */
export const READERS = ['staff', 'directory', 'client'] as const;
/** Who reads settings. */
export const STAFF = ['staff'] as const;
/** The vendor's "admin tokens", a kind that Patchbay does not have: the business's own staff, and the directory above it. */
export const ADMINS = ['staff', 'directory'] as const;

/** The route for these kinds of tokens; others are forbidden. */
export function open(kinds: readonly TokenKind[], tag: string, route: Omit<Route, 'tag'>): Route {
  return {
    ...route,
    path: `/v3/communication${route.path}`,
    tag,
    description: `Available for ${kinds.join(', ')} tokens.${route.description === undefined ? '' : ` ${route.description}`}`,
    handle: async (ask) => {
      if (!kinds.includes(ask.principal.kind)) throw new HttpFault('forbidden');
      return route.handle(ask);
    },
  };
}

/** What an operation may refuse, besides what every one refuses. */
export function errors(...more: readonly number[]): Record<number, typeof Failure> {
  return Object.fromEntries([401, 403, 429, ...more].map((status) => [status, Failure]));
}
