/** The sign-in provider, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { ProviderForm, ProviderSettingsView, ProviderTestView } from '#realtime/agent/provider-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** The provider. */
export const providerQuery = queryOptions({
  queryKey: ['sign-in provider'],
  queryFn: async () => getJson<ProviderSettingsView>('/app/provider.json'),
});

/** Sets it; throws with what is wrong with each field. */
export async function putProvider(form: ProviderForm): Promise<ProviderSettingsView> {
  return sendJson<ProviderSettingsView>('PATCH', '/app/provider.json', form);
}

/** Removes it: people sign in with a password then. */
export async function removeProvider(): Promise<ProviderSettingsView> {
  return sendJson<ProviderSettingsView>('DELETE', '/app/provider.json');
}

/** Asks the provider as it is saved; takes some seconds. */
export async function testProvider(): Promise<ProviderTestView> {
  return sendJson<ProviderTestView>('POST', '/app/provider/test.json', {});
}
