/** The pages that anyone may open: the caller's, and the Messenger behind a texted link. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { AppearanceStore } from '#domain/directory/appearance.ts';
import { PLAIN_APPEARANCE } from '#domain/directory/appearance.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { addAssets } from '#web/pages/assets.ts';
import { addConsole } from '#web/pages/console.ts';
import { addCaller } from '#web/pages/caller.ts';
import type { IceServer } from '#web/pages/ice-servers.ts';
import { addIceServers } from '#web/pages/ice-servers.ts';
import type { JoinParts } from '#web/pages/join.ts';
import { addJoin } from '#web/pages/join.ts';
import { addLooks } from '#web/pages/look.ts';
import { addMessenger } from '#web/pages/messenger.ts';
import type { SsoParts } from '#web/pages/sso.ts';
import { addSso } from '#web/pages/sso.ts';
import { SECURITY_HEADERS } from '#web/pages/page.ts';
import type { SetupParts } from '#web/pages/setup.ts';
import { addSetup } from '#web/pages/setup.ts';
import { readFrame } from '#web/pages/public-frame.ts';
import { setHeaders } from '#http/set-headers.ts';

/** Where `tools/build.ts` puts what browsers load. */
const WEB_DIRECTORY = join(import.meta.dirname, '..', '..', '..', 'dist', 'web');

export type PublicPageParts = Pick<JoinParts, 'openLink' | 'arrive' | 'enter'> &
  Pick<SsoParts, 'providers' | 'enterByProvider'> &
  Pick<SetupParts, 'isEmpty' | 'found'> & {
    /** Null where there was a workspace already when the server was started: then there is no set-up page. */
    readonly setupSecret: string | null;
    readonly engine: EngineDoor;
    readonly iceServers: readonly IceServer[];
    findWorkspace(slug: string): Promise<{ readonly id: number } | null>;
    readonly appearances: Pick<AppearanceStore, 'of' | 'logo'>;
    publicUrl(): string;
  };

/** Adds them. */
export async function addPublicPages(server: FastifyInstance, parts: PublicPageParts): Promise<void> {
  const { engine, publicUrl } = parts;
  const frame = readFrame(WEB_DIRECTORY);
  // No workspace has the id 0.
  const idOf = async (slug: string): Promise<number> => (await parts.findWorkspace(slug))?.id ?? 0;
  const findLook = async (slug: string) => {
    const id = await idOf(slug);
    return id === 0 ? null : parts.appearances.of(id);
  };
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => setHeaders(reply, SECURITY_HEADERS));
    addAssets(scope, WEB_DIRECTORY);
    addIceServers(scope, parts);
    addConsole(scope, { directory: WEB_DIRECTORY, publicUrl });
    addSso(scope, parts);
    await addJoin(scope, { ...parts, frame });
    if (parts.setupSecret !== null) await addSetup(scope, { ...parts, setupSecret: parts.setupSecret, frame });
    addCaller(scope, {
      frame,
      publicUrl,
      async findLine(slug) {
        const found = await parts.findWorkspace(slug);
        if (found === null) return null;
        const [{ workspace, languages }, look] = await Promise.all([
          engine.directory.load(found.id),
          parts.appearances.of(found.id),
        ]);
        return {
          name: look.name ?? workspace.name,
          look,
          languages: languages.filter((each) => each.enabled).map((each) => each.code),
        };
      },
    });
    addLooks(scope, { findLook, findLogo: async (slug) => parts.appearances.logo(await idOf(slug)) });
    await addMessenger(scope, {
      frame,
      publicUrl,
      findLook: async (slug) => (await findLook(slug)) ?? PLAIN_APPEARANCE,
      async ask(path, { address: remoteAddress, lang }, body) {
        const request = body === undefined ? { method: 'GET' as const } : { method: 'POST' as const, payload: body };
        const answer = await server.inject({
          url: path,
          remoteAddress,
          headers: { 'accept-language': lang },
          ...request,
        });
        return { status: answer.statusCode, body: answer.json<unknown>() };
      },
    });
  });
}
