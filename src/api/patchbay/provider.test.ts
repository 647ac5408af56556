import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProviderEntry } from '#domain/identity/provider.ts';
import type { Desk } from './operation.ts';
import { providerRoutes } from './provider.ts';
import { createProblems } from './refusals.ts';

const KEPT: ProviderEntry = {
  issuer: 'https://id.example.com',
  clientId: 'patchbay',
  name: 'Nord',
  domains: ['nord.example'],
  unknownPeople: 'refused',
  defaultRole: 'agent',
  isPasswordOpen: true,
  updatedAt: new Date('2026-11-28T09:00:00.000Z'),
};
const BODY = {
  issuer: KEPT.issuer,
  client_id: KEPT.clientId,
  name: KEPT.name,
  domains: KEPT.domains,
  unknown_people: KEPT.unknownPeople,
  default_role: KEPT.defaultRole,
  password_open: KEPT.isPasswordOpen,
};

/** Asks the operation of a desk that has the provider, or none. */
async function ask(
  operationId: string,
  provider: ProviderEntry | null,
): Promise<readonly [number, string | undefined]> {
  const providers: Desk['providers'] = {
    find: async () => provider,
    remove: async () => provider !== null,
    put: async () => provider ?? { field: 'clientSecret', detail: 'is required' },
    test: async () => (provider === null ? null : { isOk: true, sentence: 'Yes.' }),
  };
  const desk = { providers, problems: createProblems(() => 'https://calls.example') } as unknown as Desk; // No more is asked.
  const route = providerRoutes(desk).find((each) => each.operationId === operationId);
  const request = { headers: {}, query: {}, params: {}, body: BODY, requestId: 'r', principal: { workspaceId: 1 } };
  const answer = await route?.handle(request as never); // Of a request no more is read.
  const code = Reflect.get(Object(answer?.body) as object, 'code') as string | undefined;
  return [answer?.status ?? 0, code];
}

for (const [operation, there, without] of [
  ['showSignInProvider', [200, undefined], [404, 'not_found']],
  ['putSignInProvider', [200, undefined], [422, 'body_invalid']],
  ['deleteSignInProvider', [204, undefined], [404, 'not_found']],
  ['testSignInProvider', [200, undefined], [404, 'not_found']],
] as const)
  test(`${operation} answers with a provider and without`, async () => {
    assert.deepEqual(await ask(operation, KEPT), there);
    assert.deepEqual(await ask(operation, null), without);
  });
