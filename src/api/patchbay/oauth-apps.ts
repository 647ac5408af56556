/** Applications that are connected with a button: those whose addresses a person may be sent back to with a code. */
import { Type } from 'typebox';
import type { OauthApp } from '#domain/identity/oauth.ts';
import {
  MAX_OAUTH_NAME,
  MAX_REDIRECT_URI,
  MAX_REDIRECT_URIS,
  OAUTH_KINDS,
  OAUTH_VENDORS,
  redirectUriFault,
} from '#domain/identity/oauth.ts';
import type { Route } from '#http/surface.ts';
import { newCredentials } from '../oauth/credentials.ts';
import { body, id, orNull, text, time } from '../shapes.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { deleted, DELETED, operation } from './operation.ts';
import { writeTime } from './write.ts';

const tag = 'Tokens';

const fields = {
  name: Type.String({ minLength: 1, maxLength: MAX_OAUTH_NAME, examples: ['Support dashboard'] }),
  vendor: Type.Enum([...OAUTH_VENDORS], { description: 'Whose way of connecting it speaks.' }),
  kind: Type.Enum([...OAUTH_KINDS], { description: 'Of the tokens that it gets.' }),
  redirect_uris: Type.Array(Type.String({ maxLength: MAX_REDIRECT_URI, examples: ['https://example.com/back'] }), {
    minItems: 1,
    maxItems: MAX_REDIRECT_URIS,
    uniqueItems: true,
    description: 'Where people may be sent back to, character by character: `https://`, or `http://localhost`.',
  }),
};
const OauthAppObject = Type.Object({ id, ...fields, client_id: text, created_at: time }, { title: 'OauthApp' });
const NewOauthApp = body(
  { ...fields, kind: Type.Optional(Type.Enum([...OAUTH_KINDS], { default: 'read_only' })) },
  'NewOauthApp',
);
const CreatedOauthApp = Type.Object(
  {
    ...OauthAppObject.properties,
    client_secret: orNull(Type.String({ description: 'Shown this once.' })),
  },
  { title: 'CreatedOauthApp' },
);

function writeApp({ id: appId, name, vendor, kind, redirectUris, clientId, createdAt }: OauthApp): object {
  return {
    id: appId,
    name,
    vendor,
    kind,
    redirect_uris: redirectUris,
    client_id: clientId,
    created_at: writeTime(createdAt),
  };
}

/** The routes. */
export function oauthAppRoutes(desk: Desk): Route[] {
  const { oauth, clock, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/oauth_apps',
      operationId: 'listOauthApps',
      summary: 'List OAuth applications',
      tag,
      query: PAGE_QUERY,
      answers: { 200: pageOf(OauthAppObject) },
      handle: async (ask) => page(desk, ask, listed(await oauth.list(ask.workspaceId), writeApp)),
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/oauth_apps',
      operationId: 'createOauthApp',
      summary: 'Register an OAuth application',
      description:
        'An administrator then allows it in at `/oauth` (`intercom`) or `/app/oauth/authorize` (`vcita`), and it exchanges its code at ' +
        '`/auth/eagle/token` or `/oauth/token`. What it gets is a token like any other, which is listed and revoked as they are.',
      tag,
      body: NewOauthApp,
      answers: { 201: CreatedOauthApp },
      refusals: [409],
      handle: async ({ workspaceId, requestId, body: asked }) => {
        const errors = asked.redirect_uris.flatMap((uri, place) => {
          const detail = redirectUriFault(uri);
          return detail === null ? [] : [{ pointer: `/redirect_uris/${place}`, detail }];
        });
        if (errors.length > 0) return problems('body_invalid', requestId, { errors });
        const { name, vendor, kind = 'read_only', redirect_uris: redirectUris } = asked;
        const { clientId, secret, secretHash } = newCredentials();
        const draft = { name, vendor, kind, redirectUris };
        const app = await oauth.create(workspaceId, draft, { clientId, secretHash }, clock.now());
        if (app === null) return problems('oauth_apps_full', requestId);
        const made = writeApp(app);
        return {
          status: 201,
          body: { ...made, client_secret: secret },
          replayBody: { ...made, client_secret: null },
        };
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/oauth_apps/:id',
      operationId: 'deleteOauthApp',
      summary: 'Remove an OAuth application',
      description: 'The tokens that it got are revoked with it.',
      tag,
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await oauth.remove(ask.workspaceId, ask.id, clock.now())),
    }),
  ];
}
