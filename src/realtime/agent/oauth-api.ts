/**
 * Applications that are connected with a button, for administrators at the console: registered and removed
 * (`/app/oauth-apps.json`), and allowed in (`/app/authorize.json`).
 */
import type { FastifyInstance } from 'fastify';
import type { OauthApp, OauthDraft, OauthStore } from '#domain/identity/oauth.ts';
import { MAX_OAUTH_NAME, MAX_REDIRECT_URIS, redirectUriFault } from '#domain/identity/oauth.ts';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { fieldsOf } from '#api/kit.ts';
import { addressBack, allow, readAuthorization } from '#api/oauth/authorize.ts';
import { readAsk } from '#api/oauth/ask.ts';
import { newCredentials } from '#api/oauth/credentials.ts';
import type { ConsentAnswer, ConsentView, MadeOauthApp, OauthAppsView, OauthAppView } from './oauth-protocol.ts';
import { APP_KINDS, APP_VENDORS } from './oauth-protocol.ts';
import type { FieldErrors, PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type OauthApiParts = PageRouteParts & { readonly oauth: OauthStore; readonly clock: Clock };

type Act = 'read' | 'change' | 'look' | 'allow';

/** Act -> who may. Everyone may look what an application asks for, and is told when it is not for them to allow. */
const MAY = {
  read: ['admin'],
  change: ['admin'],
  look: ROLES,
  allow: ['admin'],
} as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators connect applications.'],
  unknown: [404, 'There is no such application.'],
  malformed: [400, 'This request cannot be read.'],
  apps_full: [409, 'There are as many applications as there may be: remove one first.'],
  refused: [409, 'This application asks for something else by now: begin again there.'],
} as const;

/** Adds the routes. */
export function addOauthApi(server: FastifyInstance, parts: OauthApiParts): void {
  const { oauth, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/oauth-apps.json', async ({ workspaceId }) => {
    const apps = await oauth.list(workspaceId);
    return { apps: apps.map(viewOf) } satisfies OauthAppsView;
  });

  serve('change', 'POST', '/app/oauth-apps.json', async ({ workspaceId }, { body }) => {
    const wish = readWish(body);
    if (wish === null) return 'malformed';
    if ('errors' in wish) return wish;
    const { clientId, secret, secretHash } = newCredentials();
    const app = await oauth.create(workspaceId, wish, { clientId, secretHash }, clock.now());
    return app === null ? 'apps_full' : ({ name: app.name, clientId, secret } satisfies MadeOauthApp);
  });

  serve('change', 'DELETE', '/app/oauth-apps/:id.json', async ({ workspaceId }, _request, id) =>
    (await oauth.remove(workspaceId, id, clock.now())) ? {} : 'unknown',
  );

  serve('look', 'GET', '/app/authorize.json', async ({ workspaceId, role }, { query }) => {
    const authorization = await readAuthorization(oauth, workspaceId, readAsk(fieldsOf(query)['ask']));
    if (typeof authorization === 'string') return { problem: authorization } satisfies ConsentView;
    if (role !== 'admin') return { problem: 'not_yours' } satisfies ConsentView;
    const { app, redirectUri } = authorization;
    return { app: { name: app.name, kind: app.kind }, host: new URL(redirectUri).host } satisfies ConsentView;
  });

  serve('allow', 'POST', '/app/authorize.json', async ({ workspaceId, agentId }, { body }) => {
    const { ask, isAllowed } = fieldsOf(body);
    if (typeof isAllowed !== 'boolean') return 'malformed';
    const authorization = await readAuthorization(oauth, workspaceId, readAsk(ask));
    if (typeof authorization === 'string') return 'refused';
    const error = authorization.error ?? (isAllowed ? null : 'access_denied');
    const location =
      error === null ? await allow(oauth, authorization, agentId, clock.now()) : addressBack(authorization, { error });
    return { location } satisfies ConsentAnswer;
  });
}

/** Null where it is no wish at all. */
function readWish(body: unknown): OauthDraft | { readonly errors: FieldErrors } | null {
  const { vendor, name, kind, redirectUris } = fieldsOf(body);
  const [knownVendor, knownKind] = [
    APP_VENDORS.find((each) => each === vendor),
    APP_KINDS.find((each) => each === kind),
  ];
  if (knownVendor === undefined || knownKind === undefined || typeof name !== 'string') return null;
  if (!Array.isArray(redirectUris)) return null;
  const uris = redirectUris.filter((each) => typeof each === 'string');
  const wrong = uris.map(redirectUriFault).find((fault) => fault !== null);
  const isCount = uris.length >= 1 && uris.length <= MAX_REDIRECT_URIS && uris.length === redirectUris.length;
  const errors: FieldErrors = [
    ...(name.trim() === '' || name.length > MAX_OAUTH_NAME
      ? [{ pointer: '/name', detail: `has 1 to ${MAX_OAUTH_NAME} characters` }]
      : []),
    ...(isCount ? [] : [{ pointer: '/redirectUris', detail: `are 1 to ${MAX_REDIRECT_URIS} addresses` }]),
    ...(wrong === undefined ? [] : [{ pointer: '/redirectUris', detail: wrong }]),
  ];
  return errors.length > 0
    ? { errors }
    : { vendor: knownVendor, name: name.trim(), kind: knownKind, redirectUris: uris };
}

function viewOf({ id, vendor, name, clientId, kind, redirectUris, createdAt }: OauthApp): OauthAppView {
  return { id, vendor, name, clientId, kind, redirectUris, createdAt: createdAt.toISOString() };
}
