/** Which surface an address belongs to, and which methods it takes. */
import type { FastifyInstance } from 'fastify';
import type { Surface } from './surface.ts';

/** The methods that routes have, in the order in which `Allow` lists them. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The longest part of a path that the router matches, in characters. */
export const MAX_PARAM = 512;

/** The path of an address as a client sent it, be it absolute (RFC 9112, section 3.2.2) or not. */
export function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] || '/';
}

/** The address without one slash at the end of its path: clients that add one mean the same place. */
export function withoutSlash(url: string): string {
  return url.replace(/^([^?#]*[^/?#])\/(?=$|[?#])/, '$1');
}

/**
 * The surface of the path, by its longest prefix; null where no surface claims it. Escapes count as what they stand
 * for.
 */
export function ownerOf(surfaces: readonly Surface[], url: string): Surface | null {
  const path = decoded(pathOf(url));
  const matches = surfaces.flatMap((surface) =>
    surface.prefixes.flatMap((prefix) =>
      path === prefix || path.startsWith(`${prefix}/`) ? [{ surface, prefix }] : [],
    ),
  );
  return matches.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]?.surface ?? null;
}

/** The surface in whose words the path is answered: its owner; the last surface takes the rest. */
export function surfaceOf(surfaces: readonly Surface[], url: string): Surface {
  const surface = ownerOf(surfaces, url) ?? surfaces.at(-1);
  if (surface === undefined) throw new Error('A server needs at least one surface.');
  return surface;
}

/** The methods that the address takes; none when there is nothing. */
export function methodsAt(app: FastifyInstance, url: string): string[] {
  const path = pathOf(url);
  if (path.split('/').some((part) => part.length > MAX_PARAM)) return [];
  return METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
}

/** Where an escape is broken, the path as it is: what comes before it still says whose it is. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
