/** The look of the callers' pages, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { AppearanceForm, AppearanceView } from '#realtime/agent/appearance-protocol.ts';
import { getJson, sendFile, sendJson } from '../../parts/request.ts';

/** As it is. */
export const appearanceQuery = queryOptions({
  queryKey: ['appearance'],
  queryFn: async () => getJson<AppearanceView>('/app/appearance.json'),
});

/** Changes name and color; throws with a sentence when it is refused, as all below do. */
export async function changeAppearance(change: Partial<AppearanceForm>): Promise<AppearanceView> {
  return sendJson<AppearanceView>('PATCH', '/app/appearance.json', change);
}

/** Brings a logo. */
export async function bringLogo(file: File): Promise<AppearanceView> {
  return sendFile<AppearanceView>('/app/appearance/logo', file);
}

/** Takes it away. */
export async function removeLogo(): Promise<AppearanceView> {
  return sendJson<AppearanceView>('DELETE', '/app/appearance/logo');
}
