/** The sign-in provider as JSON, the same by `/v1` and at the console. */
import type { Static } from 'typebox';
import type { Provider, ProviderEntry, ProviderFault } from '#domain/identity/provider.ts';
import type { ProviderTest } from '#domain/ports/provider.ts';
import type { ProviderPut } from './schema.ts';

/** The body as a provider, and its client's secret where one is named. */
export function readProvider(body: Static<typeof ProviderPut>): {
  readonly provider: Provider;
  readonly secret: string | undefined;
} {
  const provider = {
    issuer: body.issuer.trim(),
    clientId: body.client_id.trim(),
    name: body.name.trim(),
    domains: [...new Set(body.domains.map((each) => each.trim().toLowerCase()))],
    unknownPeople: body.unknown_people,
    defaultRole: body.default_role,
    isPasswordOpen: body.password_open,
  };
  return { provider, secret: body.client_secret };
}

/** Field -> its name on the wire. */
const NAMES: Readonly<Record<ProviderFault['field'], string>> = {
  issuer: 'issuer',
  clientId: 'client_id',
  clientSecret: 'client_secret',
  name: 'name',
  domains: 'domains',
  unknownPeople: 'unknown_people',
  defaultRole: 'default_role',
  isPasswordOpen: 'password_open',
};

/** Where the fault lies in the body. */
export function providerMistakeOf({ field, detail }: ProviderFault): { pointer: string; detail: string } {
  return { pointer: `/${NAMES[field]}`, detail };
}

/** The provider, without its client's secret. */
export function writeProvider(provider: ProviderEntry) {
  return {
    issuer: provider.issuer,
    client_id: provider.clientId,
    name: provider.name,
    domains: provider.domains,
    unknown_people: provider.unknownPeople,
    default_role: provider.defaultRole,
    password_open: provider.isPasswordOpen,
    updated_at: provider.updatedAt.toISOString(),
  };
}

/** What a test came to. */
export function writeProviderTest({ isOk, sentence }: ProviderTest) {
  return { ok: isOk, sentence };
}
