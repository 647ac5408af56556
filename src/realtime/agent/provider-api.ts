/** The sign-in provider, for administrators at the console: `/app/provider.json`. Judged and kept as `/v1` does. */
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { ProviderEntry } from '#domain/identity/provider.ts';
import type { Role } from '#domain/identity/session.ts';
import type { ProviderDesk } from '#domain/ports/provider.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import { ProviderPut } from '#api/provider/schema.ts';
import { providerMistakeOf, readProvider, writeProvider, writeProviderTest } from '#api/provider/wire.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { ProviderSettingsView, ProviderTestView } from './provider-protocol.ts';

export type ProviderApiParts = PageRouteParts & {
  readonly providers: Pick<ProviderDesk, 'find' | 'put' | 'remove' | 'test'>;
  /** The path that providers send people back to. */
  readonly callbackPath: string;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators decide how people sign in.'],
  unknown: [404, 'The workspace has no sign-in provider.'],
} as const;

/** Adds the routes. */
export function addProviderApi(server: FastifyInstance, parts: ProviderApiParts): void {
  const { providers, callbackPath, publicUrl } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const viewOf = (provider: ProviderEntry | null): ProviderSettingsView => ({
    provider: provider === null ? null : writeProvider(provider),
    callback: `${publicUrl()}${callbackPath}`,
  });

  serve('read', 'GET', '/app/provider.json', async ({ workspaceId }) => viewOf(await providers.find(workspaceId)));

  const judge = createBodyValidator(ProviderPut);
  serve('change', 'PATCH', '/app/provider.json', async ({ workspaceId }, { body }) => {
    const errors = judge(body);
    if (errors.length > 0) return { errors };
    const { provider, secret } = readProvider(body as Static<typeof ProviderPut>); // The judge has held it.
    const kept = await providers.put(workspaceId, provider, secret);
    return 'field' in kept ? { errors: [providerMistakeOf(kept)] } : viewOf(kept);
  });

  serve('change', 'DELETE', '/app/provider.json', async ({ workspaceId }) =>
    (await providers.remove(workspaceId)) ? viewOf(null) : 'unknown',
  );

  serve('change', 'POST', '/app/provider/test.json', async ({ workspaceId }) => {
    const came = await providers.test(workspaceId);
    return came === null ? 'unknown' : (writeProviderTest(came) satisfies ProviderTestView);
  });
}
