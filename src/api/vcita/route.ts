/** What all operations of this surface have in common. */
import type { Route } from '#http/surface.ts';
import { Failure } from './schema.ts';

/** The route below the vendor's prefix, under a heading of the documents. */
export function route(tag: string, spec: Omit<Route, 'tag'>): Route {
  return { ...spec, path: `/v3/communication${spec.path}`, tag };
}

/** What an operation may refuse, besides what every one refuses. */
export function errors(...more: readonly number[]): Record<number, typeof Failure> {
  return Object.fromEntries([401, 403, 429, ...more].map((status) => [status, Failure]));
}
