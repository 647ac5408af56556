/** A person is asked whether an application may in: what the address says, and where they are sent back to. */
import { randomBytes } from 'node:crypto';
import type { OauthApp, OauthStore } from '#domain/identity/oauth.ts';
import { CODE_SECONDS } from '#domain/identity/oauth.ts';
import { hashToken } from '#http/auth.ts';

/** The longest query of an authorize address, and the longest `state`, in characters. */
export const MAX_QUERY = 8192;
const MAX_STATE = 2048;

/** Why there is no consent page and no redirect: the application, or the address it names, is not registered. */
export type AuthorizeFault = 'malformed' | 'app_unknown' | 'redirect_unknown';

/** What is asked for. */
export type Authorization = {
  readonly app: OauthApp;
  readonly redirectUri: string;
  /** As it came; null where there was none. */
  readonly state: string | null;
  /** What is wrong beyond that, in the words of the protocol: it is said to the application. */
  readonly error: string | null;
};

/**
 * Reads the query of an authorize address. Intercom's may leave out `redirect_uri` and `response_type`: then it is the
 * first address of the application. An application of another workspace is unknown.
 */
export async function readAuthorization(
  store: Pick<OauthStore, 'byClientId'>,
  workspaceId: number,
  query: string,
): Promise<Authorization | AuthorizeFault> {
  if (query.length > MAX_QUERY) return 'malformed';
  const fields = new URLSearchParams(query);
  const clientIds = fields.getAll('client_id');
  const [clientId] = clientIds;
  const redirects = fields.getAll('redirect_uri');
  const state = fields.get('state');
  if (clientId === undefined || clientIds.length > 1 || redirects.length > 1) return 'malformed';
  if (state !== null && state.length > MAX_STATE) return 'malformed';
  const found = await store.byClientId(clientId);
  if (found === null || found.app.workspaceId !== workspaceId) return 'app_unknown';
  const { app } = found;
  const isIntercom = app.vendor === 'intercom';
  const redirectUri = redirects[0] ?? (isIntercom ? app.redirectUris[0] : undefined);
  if (redirectUri === undefined || !app.redirectUris.includes(redirectUri)) return 'redirect_unknown';
  const type = fields.get('response_type') ?? (isIntercom ? 'code' : null);
  const error = type === null ? 'invalid_request' : type === 'code' ? null : 'unsupported_response_type';
  return { app, redirectUri, state, error };
}

/** The address that the person is sent back to. */
export function addressBack(
  { redirectUri, state }: Pick<Authorization, 'redirectUri' | 'state'>,
  outcome: { readonly code: string } | { readonly error: string },
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...outcome, ...(state === null ? {} : { state }) }))
    url.searchParams.append(name, value);
  return url.href;
}

/** The person has allowed it: stores a code, and answers the address that hands it over. */
export async function allow(
  store: Pick<OauthStore, 'addCode'>,
  authorization: Authorization,
  agentId: number,
  now: Date,
): Promise<string> {
  const code = randomBytes(32).toString('hex');
  await store.addCode({
    hash: hashToken(code),
    appId: authorization.app.id,
    agentId,
    redirectUri: authorization.redirectUri,
    expiresAt: new Date(now.getTime() + CODE_SECONDS * 1000),
  });
  return addressBack(authorization, { code });
}
