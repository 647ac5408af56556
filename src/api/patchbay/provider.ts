/** The sign-in provider (OpenID Connect) of the workspace. */
import type { Route } from '#http/surface.ts';
import { ProviderObject, ProviderPut, ProviderTestObject } from '../provider/schema.ts';
import { providerMistakeOf, readProvider, writeProvider, writeProviderTest } from '../provider/wire.ts';
import type { Desk } from './operation.ts';
import { deleted, DELETED, operation } from './operation.ts';

const tag = 'Sign-in';
const path = '/v1/sign-in-provider';

/** The routes of the provider. */
export function providerRoutes(desk: Desk): Route[] {
  const { providers, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path,
      operationId: 'showSignInProvider',
      summary: 'Get the sign-in provider',
      tag,
      answers: { 200: ProviderObject },
      refusals: [404],
      handle: async ({ workspaceId, requestId }) => {
        const found = await providers.find(workspaceId);
        return found === null ? problems('not_found', requestId) : { status: 200, body: writeProvider(found) };
      },
    }),
    putRoute(desk),
    operation(desk, {
      method: 'DELETE',
      path,
      operationId: 'deleteSignInProvider',
      summary: 'Remove the sign-in provider',
      description: 'People sign in with a password then; who has none needs a link.',
      tag,
      answers: DELETED,
      refusals: [404],
      handle: async (ask) => deleted(desk, ask, await providers.remove(ask.workspaceId)),
    }),
    operation(desk, {
      method: 'POST',
      path: `${path}/test`,
      operationId: 'testSignInProvider',
      summary: 'Test the sign-in provider',
      description: 'As it is saved: whether it describes itself as the issuer, and takes the client.',
      tag,
      answers: { 200: ProviderTestObject },
      refusals: [404],
      handle: async ({ workspaceId, requestId }) => {
        const came = await providers.test(workspaceId);
        return came === null ? problems('not_found', requestId) : { status: 200, body: writeProviderTest(came) };
      },
    }),
  ];
}

function putRoute(desk: Desk): Route {
  const { providers, problems } = desk;
  return operation(desk, {
    method: 'PUT',
    path,
    operationId: 'putSignInProvider',
    summary: 'Set the sign-in provider',
    description:
      'The sign-in page gets a button for it. People are found by the account they came in with before, else by their e-mail address, ' +
      'which the provider must say is verified.',
    tag,
    body: ProviderPut,
    answers: { 200: ProviderObject },
    handle: async ({ workspaceId, body, requestId }) => {
      const { provider, secret } = readProvider(body);
      const kept = await providers.put(workspaceId, provider, secret);
      return 'field' in kept
        ? problems('body_invalid', requestId, { errors: [providerMistakeOf(kept)] })
        : { status: 200, body: writeProvider(kept) };
    },
  });
}
