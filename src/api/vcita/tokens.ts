/** Tokens that directories and businesses make for their programs. Source: vcita, "Legacy v1 Tokens". */
import { Type } from 'typebox';
import type { TokenKind } from '#http/surface.ts';
import { hashToken, newToken } from '#http/auth.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { fieldsOf } from '../kit.ts';
import { legacySuccess, legacyShape, legacyFailure } from './legacy.ts';
import { OTHER_BUSINESS } from './refusals.ts';
import { errors } from './route.ts';
import type { VcitaParts } from './parts.ts';
import { WebhookFailure } from './schema.ts';

const MAX_ID = 255;
const OWNERS = ['business_id', 'app_id', 'directory_id'] as const;

/** The routes. */
export function tokenRoutes({ engine, tokens }: Pick<VcitaParts, 'engine' | 'tokens'>): Route[] {
  const create = async ({ body, principal }: ApiRequest): Promise<ApiResponse> => {
    const fields = fieldsOf(body);
    const owner = OWNERS.find((name) => typeof fields[name] === 'string' && fields[name] !== '');
    const id = owner === undefined ? '' : String(fields[owner]);
    if (owner === undefined || id.length > MAX_ID)
      return legacyFailure(422, 'business_id, app_id or directory_id is required');
    const { workspace } = await engine.directory.load(principal.workspaceId);
    if (owner === 'business_id' && id !== workspace.uid) return OTHER_BUSINESS;
    const token = newToken();
    const bounds = { expiresAt: null, contactId: null };
    const name = owner === 'business_id' ? 'vcita' : `vcita ${id}`.slice(0, 200);
    await tokens.create(principal.workspaceId, name, kindFor(owner, principal.kind), hashToken(token), bounds);
    return { ...legacySuccess({ token }, 201), replayBody: { data: { token: null }, status: 'OK' } };
  };

  const list = async ({ principal }: ApiRequest): Promise<ApiResponse> => {
    const lines = await tokens.list(principal.workspaceId);
    return legacySuccess({
      tokens: lines.map(({ id, name, kind, createdAt, lastUsedAt }) => ({
        id,
        name,
        type: kind,
        created_at: createdAt.toISOString(),
        last_used_at: lastUsedAt?.toISOString() ?? null,
      })),
    });
  };

  const revoke = async ({ body, principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> => {
    const { token } = fieldsOf(body);
    if (typeof token !== 'string' || token === '') return legacyFailure(422, 'token is required');
    const found = await tokens.find(hashToken(token));
    const isOurs = found !== null && found.workspaceId === workspaceId;
    const isRevoked = isOurs && (await tokens.revoke(workspaceId, found.tokenId));
    return { status: 201, body: { status: 'OK', data: { revoked_tokens: isRevoked ? [token] : [] } } };
  };

  const failures = { ...errors(), 422: WebhookFailure };
  const tag = 'Tokens';
  return [
    {
      method: 'POST',
      path: '/platform/v1/tokens',
      operationId: 'createToken',
      isAudited: true,
      summary: 'Make a token',
      description: 'It may do what the token may that makes it; one for an app is of the kind `app`. It is shown once.',
      tag,
      schema: { body: NewToken, response: { 201: legacyShape(Type.Object({ token: Type.String() })), ...failures } },
      handle: create,
    },
    {
      method: 'GET',
      path: '/platform/v1/tokens',
      operationId: 'listTokens',
      summary: 'List tokens',
      description: 'What they are called, and not what they are: a token is shown once.',
      tag,
      schema: { response: { 200: legacyShape(Type.Object({ tokens: Type.Array(Line) })), ...errors() } },
      handle: list,
    },
    {
      method: 'POST',
      path: '/platform/v1/tokens/revoke',
      operationId: 'revokeToken',
      isAudited: true,
      summary: 'Revoke a token',
      description: 'One that does not work, or is another business’s, is not among the `revoked_tokens`.',
      tag,
      schema: { body: Type.Object({ token: Type.String() }), response: { 201: Revoked, ...failures } },
      handle: revoke,
    },
  ];
}

const NewToken = Type.Object({
  business_id: Type.Optional(Type.String({ description: 'The business of the token that asks.' })),
  app_id: Type.Optional(Type.String({ maxLength: MAX_ID })),
  directory_id: Type.Optional(Type.String({ maxLength: MAX_ID })),
});
const Line = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  type: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
  last_used_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});
const Revoked = Type.Object({
  status: Type.Literal('OK'),
  data: Type.Object({ revoked_tokens: Type.Array(Type.String()) }),
});

/** No token makes one that may do more. */
function kindFor(owner: (typeof OWNERS)[number], asker: TokenKind): TokenKind {
  if (owner === 'app_id') return 'app';
  return owner === 'directory_id' ? 'directory' : asker;
}
