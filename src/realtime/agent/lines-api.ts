/** Languages, for administrators at the console: `/app/languages.json`. Stored as `/v1` does. */
import type { FastifyInstance } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import { isLanguageCode } from '#domain/directory/language.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import type { LanguagesView } from './lines-protocol.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type LinesApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'putLanguage'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

/** The longest text of a language's code. */
const MAX_TEXT = 100;

/** Adds the routes. */
export function addLinesApi(server: FastifyInstance, parts: LinesApiParts): void {
  const { engine, administration } = parts;
  const serve = createPageRoutes(server, parts, MAY, {});

  const languages = async (workspaceId: number): Promise<LanguagesView> => {
    const directory = await engine.directory.load(workspaceId);
    return { languages: directory.languages };
  };
  serve('read', 'GET', '/app/languages.json', async ({ workspaceId }) => languages(workspaceId));

  serve('change', 'PATCH', '/app/languages.json', async ({ workspaceId }, { body }) => {
    const { code, enabled } = fieldsOf(body);
    const isKnown = typeof code === 'string' && code.length <= MAX_TEXT && isLanguageCode(code);
    if (!isKnown) return { errors: [{ pointer: '/code', detail: 'is no language code, such as fr or pt-BR' }] };
    if (typeof enabled !== 'boolean') return { errors: [{ pointer: '/enabled', detail: 'must be true or false' }] };
    const { languages: all } = await languages(workspaceId);
    if (!enabled && !all.some((each) => each.enabled && each.code !== code))
      return { errors: [{ pointer: '/enabled', detail: 'must stay on: callers need one language' }] };
    await administration.putLanguage(workspaceId, { code, enabled });
    return languages(workspaceId);
  });
}
