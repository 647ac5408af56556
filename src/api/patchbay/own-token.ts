/** The token that asks: which it is, and what it may do. */
import type { Route, TokenKind } from '#http/surface.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';
import { OwnToken } from './schema.ts';
import { writeTokenBounds } from './write.ts';

/** What each kind of token may ask of this surface. */
const MAY = Object.entries(TOKEN_RIGHTS.patchbay) satisfies [string, readonly TokenKind[]][];

/** The route. */
export function ownTokenRoute(desk: Desk): Route {
  return operation(desk, {
    method: 'GET',
    path: '/v1/token',
    operationId: 'showToken',
    summary: 'Get the token that asks',
    tag: 'Tokens',
    answers: { 200: OwnToken },
    handle: async ({ principal, requestId }) => {
      const { workspaceId, tokenId, kind } = principal;
      const line = (await desk.tokens.list(workspaceId)).find(({ id }) => id === tokenId);
      if (line === undefined) return desk.problems('unauthorized', requestId);
      const operations = MAY.flatMap(([name, kinds]) => (kinds.some((each) => each === kind) ? [name] : []));
      return {
        status: 200,
        body: { id: tokenId, name: line.name, kind, workspace_id: workspaceId, ...writeTokenBounds(line), operations },
      };
    },
  });
}
