/** API tokens, for administrators at the console: `/app/tokens.json` and what is below it. */
import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { hashToken, newToken } from '#http/auth.ts';
import { fieldsOf } from '#api/kit.ts';
import type { TokenKeeper, TokenLine } from '#api/token-keeper.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { MadeToken, TokensView, TokenView, TokenWish } from './tokens-protocol.ts';
import { OVERLAP_HOURS, PAGE_KINDS } from './tokens-protocol.ts';

export type TokensApiParts = PageRouteParts & {
  readonly tokens: TokenKeeper;
  readonly clock: Clock;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators make and revoke tokens.'],
  unknown: [404, 'There is no such token, or it works no longer.'],
  malformed: [400, 'This request cannot be read.'],
  name_missing: [422, 'Name the token after what will use it: 1 to 200 characters.'],
  not_replaceable: [409, 'This token is given by a setting, or has been replaced already.'],
} as const;
type Fault = keyof typeof FAULTS;

const MAX_NAME = 200;
const MAX_DAYS = 3650;
const HOUR_MS = 3_600_000;

/** Adds the routes. */
export function addTokensApi(server: FastifyInstance, parts: TokensApiParts): void {
  const { tokens, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const later = (milliseconds: number): Date => new Date(clock.now().getTime() + milliseconds);

  serve('read', 'GET', '/app/tokens.json', async ({ workspaceId }) => {
    const lines = await tokens.list(workspaceId);
    return { tokens: lines.map(viewOf) } satisfies TokensView;
  });

  serve('change', 'POST', '/app/tokens.json', async ({ workspaceId }, { body }) => {
    const wish = readWish(body);
    if (typeof wish === 'string') return wish;
    const token = newToken();
    const expiresAt = wish.days === null ? null : later(wish.days * 24 * HOUR_MS);
    const bounds = { expiresAt, contactId: null };
    const id = await tokens.create(workspaceId, wish.name, wish.kind, hashToken(token), bounds);
    return { id, name: wish.name, token } satisfies MadeToken;
  });

  serve('change', 'POST', '/app/tokens/:id/rotate.json', async ({ workspaceId }, { body }, id) => {
    const hours = OVERLAP_HOURS.find((each) => each === fieldsOf(body)['hours']);
    if (hours === undefined) return 'malformed';
    const token = newToken();
    const rotated = await tokens.rotate(workspaceId, id, hashToken(token), later(hours * HOUR_MS));
    if (typeof rotated === 'string') return rotated;
    return { id: rotated.id, name: rotated.name, token } satisfies MadeToken;
  });

  serve('change', 'DELETE', '/app/tokens/:id.json', async ({ workspaceId }, _request, id) =>
    (await tokens.revoke(workspaceId, id)) ? {} : 'unknown',
  );
}

function readWish(body: unknown): TokenWish | Fault {
  const { name, kind, days = null } = fieldsOf(body);
  const known = PAGE_KINDS.find((each) => each === kind);
  if (known === undefined || typeof name !== 'string') return 'malformed';
  if (name.trim() === '' || name.length > MAX_NAME) return 'name_missing';
  if (days === null) return { name: name.trim(), kind: known, days: null };
  const isDays = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MAX_DAYS;
  return isDays ? { name: name.trim(), kind: known, days } : 'malformed';
}

function viewOf(line: TokenLine): TokenView {
  const { id, name, kind, createdAt, lastUsedAt, expiresAt, madeBy, isBySetting, isReplaced } = line;
  return {
    id,
    name,
    kind,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    madeBy,
    isBySetting,
    isReplaced,
  };
}
