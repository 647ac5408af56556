/**
 * A call as each API answers it: the very routes of the surfaces are asked, so that what is shown is what a client
 * gets.
 */
import { randomUUID } from 'node:crypto';
import type { Call } from '#domain/call/call.ts';
import { HttpFault } from '#http/fault.ts';
import type { ApiResponse, ApiRequest, Route, Surface } from '#http/surface.ts';

/** One API's answer. `text`: its body as indented JSON. */
export type View = {
  readonly title: string;
  readonly request: string;
  readonly status: number;
  readonly text: string;
};

/** Asks all of them. */
export type ShowViews = (call: Call) => Promise<Readonly<Record<string, View>>>;

/** Where each surface shows one call. */
const SHOWN_AT: Readonly<
  Record<string, { readonly title: string; readonly path: RegExp; readonly key: 'id' | 'uid' }>
> = {
  ccaip: { title: 'CCAI Platform', path: /^\/apps\/api\/v1\/calls\/:id$/, key: 'id' },
  intercom: { title: 'Intercom', path: /^\/calls\/:id$/, key: 'id' },
  vcita: { title: 'vcita', path: /\/voice_calls\/:uid$/, key: 'uid' },
  patchbay: { title: 'Patchbay', path: /^\/v1\/calls\/:id$/, key: 'id' },
};

/** Finds the routes once. */
export function createViews(surfaces: readonly Surface[]): ShowViews {
  const shown = Object.entries(SHOWN_AT).flatMap(([name, { title, path, key }]) => {
    const surface = surfaces.find((each) => each.name === name);
    const route = surface?.routes.find((each) => each.method === 'GET' && path.test(each.path));
    return surface === undefined || route === undefined ? [] : [{ name, title, key, surface, route }];
  });
  return async (call) => {
    const views = shown.map(async ({ name, title, key, surface, route }): Promise<readonly [string, View]> => {
      const value = String(call[key]);
      const url = route.path.replace(`:${key}`, value);
      const { status, body } = await answerOf(surface, route, askFor(call, key, value, url));
      return [name, { title, request: `GET ${url}`, status, text: JSON.stringify(body ?? null, null, 2) }];
    });
    return Object.fromEntries(await Promise.all(views));
  };
}

/** As if someone asked with a token of the workspace's own staff. */
function askFor({ workspaceId }: Call, key: string, value: string, url: string): ApiRequest {
  return {
    requestId: randomUUID(),
    principal: { workspaceId, tokenId: 0, kind: 'staff', contactId: null },
    params: { [key]: value },
    query: {},
    body: {},
    headers: {},
    url,
    requestKey: null,
  };
}

async function answerOf(surface: Surface, route: Route, ask: ApiRequest): Promise<ApiResponse> {
  try {
    return await route.handle(ask);
  } catch (error) {
    if (error instanceof HttpFault) return surface.fault(error.fault, ask.requestId);
    throw error;
  }
}
