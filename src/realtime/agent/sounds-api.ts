/**
 * Sounds that callers hear, for administrators at the console: `/app/sounds/{place}?lang=…` is heard, brought and taken
 * away.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLanguageCode } from '#domain/directory/language.ts';
import type { PromptName } from '#domain/directory/prompt.ts';
import { MAX_PROMPTS, menuOfPrompt, readPromptName } from '#domain/directory/prompt.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { refusePage } from '#http/page-fault.ts';
import { uploadOptions } from '#http/parsers.ts';
import { isFromOurPages } from '#http/sessions.ts';
import type { HeardSounds, PromptKeeper } from '#api/prompts.ts';
import { MAX_PROMPT_BYTES, SOUND_FAULTS, SOUND_MEDIA_TYPES } from '#api/prompts.ts';
import type { SoundView } from './menus-protocol.ts';
import type { SignIns } from './sign-in.ts';

export type SoundsApiParts = {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly prompts: PromptKeeper;
  readonly heard: HeardSounds;
  readonly signIns: Pick<SignIns, 'read'>;
  publicUrl(): string;
};

type Act = 'hear' | 'put' | 'remove';

/** Act -> who may. */
const MAY = { hear: ['admin'], put: ['admin'], remove: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators change what callers hear.'],
  unknown: [404, 'There is nothing to be heard here.'],
  malformed: [400, 'The file is no sound that can be read.'],
  busy: [429, 'Too many sounds are being read. Try again in a moment.'],
  full: [409, `A workspace keeps ${MAX_PROMPTS} sounds. Remove one first.`],
} as const;
type Fault = keyof typeof FAULTS;

/** Where a sound is heard, and by callers of which language; null is those of any. */
type Place = { readonly name: PromptName; readonly lang: string | null };
type Answer = (me: SignedIn, place: Place, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Adds the routes. */
export function addSoundsApi(server: FastifyInstance, parts: SoundsApiParts): void {
  const { engine, prompts, heard, signIns, publicUrl } = parts;

  const guarded =
    (act: Act, answer: Answer) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const found = await signIns.read(request.headers);
      if (found === null) return refuse(reply, 'signed_out');
      if (act !== 'hear' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
      if (!(MAY[act] as readonly Role[]).includes(found.me.role)) return refuse(reply, 'not_yours');
      const place = placeOf(request);
      return place === null ? refuse(reply, 'unknown') : answer(found.me, place, request, reply);
    };

  server.get(
    '/app/sounds/:name',
    guarded('hear', async ({ workspaceId }, { name, lang }, _request, reply) => {
      const audio = await heard(workspaceId, name, lang ?? '');
      if (audio === null) return refuse(reply, 'unknown');
      return reply.header('cache-control', 'no-store').type('audio/ogg').send(Buffer.from(audio));
    }),
  );

  const upload = { mediaTypes: SOUND_MEDIA_TYPES, largest: MAX_PROMPT_BYTES };
  server.route({
    method: 'PUT',
    url: '/app/sounds/:name',
    ...uploadOptions(upload),
    config: { upload },
    handler: guarded('put', async ({ workspaceId }, place, { body }, reply) => {
      if (!(body instanceof Uint8Array)) return refuse(reply, 'malformed');
      const menuId = menuOfPrompt(place.name);
      const { menus } = await engine.directory.load(workspaceId);
      if (menuId !== null && menus.get(menuId)?.deleted !== false) return refuse(reply, 'unknown');
      const put = await prompts.put(workspaceId, place, body);
      if (put.ok) {
        const { name, lang, seconds } = put.value;
        return reply.header('cache-control', 'no-store').send({ name, lang, seconds } satisfies SoundView);
      }
      if (put.fault === 'busy' || put.fault === 'full') return refuse(reply, put.fault);
      return refusePage(reply, 422, 'sound_invalid', SOUND_FAULTS[put.fault]);
    }),
  });

  server.delete(
    '/app/sounds/:name',
    guarded('remove', async ({ workspaceId }, { name, lang }, _request, reply) => {
      const isGone = await prompts.remove(workspaceId, name, lang);
      return isGone ? reply.header('cache-control', 'no-store').send({ name, lang }) : refuse(reply, 'unknown');
    }),
  );
}

function placeOf({ params, query }: FastifyRequest): Place | null {
  const { name: text } = params as { readonly name: string }; // As the address of the route says.
  const { lang = null } = query as { readonly lang?: unknown };
  const name = readPromptName(text);
  if (name === null || (lang !== null && (typeof lang !== 'string' || !isLanguageCode(lang)))) return null;
  return { name, lang };
}

async function refuse(reply: FastifyReply, fault: Fault): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}
