/**
 * Sounds that callers hear, for administrators at the console: `/app/sounds/{place}?lang=…` is heard, brought and taken
 * away.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLanguageCode } from '#domain/directory/language.ts';
import type { PromptName } from '#domain/directory/prompt.ts';
import { MAX_PROMPTS, menuOfPrompt, readPromptName } from '#domain/directory/prompt.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { uploadOptions } from '#http/parsers.ts';
import type { HeardSounds, PromptKeeper } from '#api/prompts.ts';
import { MAX_PROMPT_BYTES, SOUND_FAULTS, SOUND_MEDIA_TYPES } from '#api/prompts.ts';
import type { SoundView } from './menus-protocol.ts';
import type { PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes, PageFile } from './page-routes.ts';

export type SoundsApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly prompts: PromptKeeper;
  readonly heard: HeardSounds;
};

type Act = 'hear' | 'put' | 'remove';

/** Act -> who may. */
const MAY = { hear: ['admin'], put: ['admin'], remove: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators change what callers hear.'],
  unknown: [404, 'There is nothing to be heard here.'],
  malformed: [400, 'The file is no sound that can be read.'],
  busy: [429, 'Too many sounds are being read. Try again in a moment.'],
  sound_invalid: [422, 'The file is no sound that can be read.'],
  full: [409, `A workspace keeps ${MAX_PROMPTS} sounds. Remove one first.`],
} as const;
type Fault = keyof typeof FAULTS;

/** Where a sound is heard, and by callers of which language; null is those of any. */
type Place = { readonly name: PromptName; readonly lang: string | null };
type Answer = (me: SignedIn, place: Place, body: unknown) => Promise<PageAnswer<Fault>>;

/** Adds the routes. */
export function addSoundsApi(server: FastifyInstance, parts: SoundsApiParts): void {
  const { engine, prompts, heard } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const at = (answer: Answer) => async (me: SignedIn, request: FastifyRequest) => {
    const place = placeOf(request);
    return place === null ? 'unknown' : answer(me, place, request.body);
  };

  serve(
    'hear',
    'GET',
    '/app/sounds/:name',
    at(async ({ workspaceId }, { name, lang }) => {
      const audio = await heard(workspaceId, name, lang ?? '');
      return audio === null ? 'unknown' : new PageFile('audio/ogg', audio);
    }),
  );

  const upload = { mediaTypes: SOUND_MEDIA_TYPES, largest: MAX_PROMPT_BYTES };
  const put = at(async ({ workspaceId }, place, body) => {
    if (!(body instanceof Uint8Array)) return 'malformed';
    const menuId = menuOfPrompt(place.name);
    const { menus } = await engine.directory.load(workspaceId);
    if (menuId !== null && menus.get(menuId)?.deleted !== false) return 'unknown';
    const done = await prompts.put(workspaceId, place, body);
    if (done.ok) {
      const { name, lang, seconds } = done.value;
      return { name, lang, seconds } satisfies SoundView;
    }
    const { fault } = done;
    return fault === 'busy' || fault === 'full' ? fault : { fault: 'sound_invalid', message: SOUND_FAULTS[fault] };
  });
  serve('put', 'PUT', '/app/sounds/:name', put, { ...uploadOptions(upload), config: { upload } });

  serve(
    'remove',
    'DELETE',
    '/app/sounds/:name',
    at(async ({ workspaceId }, { name, lang }) =>
      (await prompts.remove(workspaceId, name, lang)) ? { name, lang } : 'unknown',
    ),
  );
}

function placeOf({ params, query }: FastifyRequest): Place | null {
  const { name: text } = params as { readonly name: string }; // As the address of the route says.
  const { lang = null } = query as { readonly lang?: unknown };
  const name = readPromptName(text);
  if (name === null || (lang !== null && (typeof lang !== 'string' || !isLanguageCode(lang)))) return null;
  return { name, lang };
}
