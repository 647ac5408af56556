/** voice_call_settings: kept as they were sent and read back. Patchbay does not act on them. */
import { isUid } from '#domain/directory/uid.ts';
import type { ApiResponse, ApiRequest, Route } from '#http/surface.ts';
import type { DialectParts } from '../dialect.ts';
import { readSetting, readSettingChange, readSettingFilter, SETTING_KEY } from './read.ts';
import { failure, SETTING_TAKEN, SETTING_UNKNOWN } from './refusals.ts';
import * as schema from './schema.ts';
import { errors, route } from './route.ts';
import { success, writeSetting } from './write.ts';

type Fields = Readonly<Record<string, unknown>>;
type Kept = { readonly uid: string; readonly setting: Fields };

/**
 * Where settings are kept. `alone` names the fields whose values no two settings of a workspace share; null is a value
 * there.
 */
export type VoiceCallSettings = {
  /** All that hold these values, oldest first. */
  list(workspaceId: number, holding: Fields): Promise<readonly Kept[]>;
  /** Null when there is such a setting; of two at once exactly one is made. */
  create(workspaceId: number, setting: Fields, alone: readonly string[]): Promise<Kept | null>;
  change(
    workspaceId: number,
    uid: string,
    change: Fields,
    alone: readonly string[],
  ): Promise<Kept | 'unknown' | 'taken'>;
  /** What was removed; null when there was nothing. */
  remove(workspaceId: number, uid: string): Promise<Kept | null>;
};

function settingHandlers({ engine }: DialectParts, settings: VoiceCallSettings) {
  const written = async ({ principal }: ApiRequest, { uid, setting }: Kept, status = 200): Promise<ApiResponse> => {
    const { workspace } = await engine.directory.load(principal.workspaceId);
    return success(writeSetting(uid, setting, workspace), status);
  };

  return {
    async create(ask: ApiRequest): Promise<ApiResponse> {
      const asked = readSetting(ask.body);
      if (!asked.ok) return failure(422, ...asked.errors);
      const kept = await settings.create(ask.principal.workspaceId, asked.value, SETTING_KEY);
      return kept === null ? SETTING_TAKEN : written(ask, kept, 201);
    },

    async list({ query, principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> {
      const asked = readSettingFilter(query);
      if (!asked.ok) return failure(422, ...asked.errors);
      const { workspace } = await engine.directory.load(workspaceId);
      const kept = await settings.list(workspaceId, asked.value);
      return success({ voice_call_settings: kept.map(({ uid, setting }) => writeSetting(uid, setting, workspace)) });
    },

    async update(ask: ApiRequest): Promise<ApiResponse> {
      const uid = ask.params['uid'] ?? '';
      if (!isUid(uid)) return SETTING_UNKNOWN;
      const asked = readSettingChange(ask.body);
      if (!asked.ok) return failure(422, ...asked.errors);
      const kept = await settings.change(ask.principal.workspaceId, uid, asked.value, SETTING_KEY);
      if (kept === 'unknown') return SETTING_UNKNOWN;
      return kept === 'taken' ? SETTING_TAKEN : written(ask, kept);
    },

    async remove(ask: ApiRequest): Promise<ApiResponse> {
      const uid = ask.params['uid'] ?? '';
      const kept = isUid(uid) ? await settings.remove(ask.principal.workspaceId, uid) : null;
      return kept === null ? SETTING_UNKNOWN : written(ask, kept);
    },
  };
}

/** The four operations. */
export function settingRoutes(parts: DialectParts, settings: VoiceCallSettings): Route[] {
  const handle = settingHandlers(parts, settings);
  const params = schema.UidParams;
  const setting = schema.enveloped(schema.Setting);
  const path = '/voice_call_settings';
  return [
    route('Voice Call Settings', {
      method: 'POST',
      path,
      operationId: 'SettingsController_create',
      isAudited: true,
      summary: 'Create a VoiceCallSetting',
      description: 'One for each staff_uid and feature. Kept for the apps that use it: Patchbay does not act on it.',
      schema: { body: schema.SettingChange, response: { 201: setting, ...errors(400, 409, 413, 415, 422) } },
      handle: handle.create,
    }),
    route('Voice Call Settings', {
      method: 'GET',
      path,
      operationId: 'SettingsController_get',
      summary: 'Get all VoiceCallSettings',
      schema: {
        querystring: schema.SettingQuery,
        response: { 200: schema.enveloped(schema.Settings), ...errors(422) },
      },
      handle: handle.list,
    }),
    route('Voice Call Settings', {
      method: 'PUT',
      path: `${path}/:uid`,
      operationId: 'SettingsController_update',
      isAudited: true,
      summary: 'Update VoiceCallSetting',
      schema: {
        params,
        body: schema.SettingChange,
        response: { 200: setting, ...errors(400, 404, 409, 413, 415, 422) },
      },
      handle: handle.update,
    }),
    route('Voice Call Settings', {
      method: 'DELETE',
      path: `${path}/:uid`,
      operationId: 'SettingsController_delete',
      isAudited: true,
      summary: 'Delete VoiceCallSetting',
      schema: { params, response: { 200: setting, ...errors(404) } },
      handle: handle.remove,
    }),
  ];
}
