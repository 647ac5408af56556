/** Sounds that callers hear instead of what would be spoken or composed. */
import { Type } from 'typebox';
import { isLanguageCode, LANGUAGE_CODE } from '#domain/directory/language.ts';
import type { PromptName } from '#domain/directory/prompt.ts';
import {
  MAX_PROMPT_SECONDS,
  menuOfPrompt,
  MAX_PROMPTS,
  PROMPT_PLACES,
  readPromptName,
} from '#domain/directory/prompt.ts';
import type { ApiResponse, ApiRequest, Route } from '#http/surface.ts';
import { MAX_PROMPT_BYTES, SOUND_FAULTS, SOUND_MEDIA_TYPES } from '../prompts.ts';
import type { Desk } from './operation.ts';
import { deleted, DELETED, operation } from './operation.ts';
import { PromptObject } from './schema.ts';
import { writePrompt } from './write.ts';

const QUERY = {
  lang: Type.String({
    pattern: LANGUAGE_CODE,
    description: 'For callers of this language alone; without it for those of any language that has none of its own.',
  }),
};

const PLACES = `\`name\` is a place: ${PROMPT_PLACES.map((each) => `\`${each}\``).join(', ')}, or \`menu_{id}\` for what is said in that menu.`;

/** The routes of prompts. */
export function promptRoutes(desk: Desk): Route[] {
  const { engine, prompts, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/prompts',
      operationId: 'listPrompts',
      summary: 'List uploaded prompts',
      tag: 'Prompts',
      answers: { 200: Type.Object({ data: Type.Array(PromptObject), next_cursor: Type.Null() }) },
      handle: async ({ workspaceId }) => {
        const all = (await engine.directory.load(workspaceId)).prompts;
        return { status: 200, body: { data: all.map(writePrompt), next_cursor: null } };
      },
    }),
    {
      ...operation(desk, {
        method: 'PUT',
        path: '/v1/prompts/:name',
        operationId: 'putPrompt',
        summary: 'Upload a prompt',
        description: `The body is the sound, a WAV file (PCM, float, A-law or µ-law, 8 to 192 kHz) or an Ogg/Opus file, of ${MAX_PROMPT_BYTES / 1024 / 1024} MiB and ${MAX_PROMPT_SECONDS} seconds at most, with one channel or two. Two are mixed; where they cancel each other out, the louder one is taken. ${PLACES} Callers hear it from now on. A workspace may have ${MAX_PROMPTS}.`,
        tag: 'Prompts',
        query: QUERY,
        answers: { 200: PromptObject },
        refusals: [409, 413, 415, 422],
        handle: async (ask) =>
          at(desk, ask, async (name, lang) => {
            if (!(ask.body instanceof Uint8Array)) return problems('unsupported_media_type', ask.requestId);
            const menuId = menuOfPrompt(name);
            const { menus } = await engine.directory.load(ask.workspaceId);
            if (menuId !== null && menus.get(menuId)?.deleted !== false) return problems('not_found', ask.requestId);
            const put = await prompts.put(ask.workspaceId, { name, lang }, ask.body);
            if (put.ok) return { status: 200, body: writePrompt(put.value) };
            if (put.fault === 'busy') return later(problems('rate_limited', ask.requestId));
            if (put.fault === 'full') return problems('prompts_full', ask.requestId);
            return problems('sound_invalid', ask.requestId, { detail: SOUND_FAULTS[put.fault] });
          }),
      }),
      upload: { mediaTypes: SOUND_MEDIA_TYPES, largest: MAX_PROMPT_BYTES },
    },
    operation(desk, {
      method: 'DELETE',
      path: '/v1/prompts/:name',
      operationId: 'deletePrompt',
      summary: 'Delete an uploaded prompt',
      tag: 'Prompts',
      query: QUERY,
      answers: DELETED,
      handle: async (ask) =>
        at(desk, ask, async (name, lang) => deleted(desk, ask, await prompts.remove(ask.workspaceId, name, lang))),
    }),
  ];
}

/** Reads which prompt is meant. */
async function at(
  { problems }: Pick<Desk, 'problems'>,
  { params, query, requestId }: Pick<ApiRequest, 'params' | 'query' | 'requestId'>,
  act: (name: PromptName, lang: string | null) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const name = readPromptName(params['name'] ?? '');
  if (name === null) return problems('not_found', requestId);
  const { lang = null } = query;
  if (lang !== null && !isLanguageCode(lang))
    return problems('query_invalid', requestId, { errors: [{ parameter: 'lang', detail: 'is not a language code' }] });
  return act(name, lang);
}

/** Too much is being converted already. */
function later(answer: ApiResponse): ApiResponse {
  return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
}
