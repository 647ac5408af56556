/** How the pages of callers look, for administrators at the console: `/app/appearance.json`, and its logo below it. */
import type { FastifyInstance } from 'fastify';
import type { Appearance, AppearanceStore } from '#domain/directory/appearance.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { uploadOptions } from '#http/parsers.ts';
import { LOGO_UPLOAD, putLogo, readAppearanceChange } from '#api/appearance-change.ts';
import { fieldsOf } from '#api/kit.ts';
import type { AppearanceView } from './appearance-protocol.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes, PageFile } from './page-routes.ts';

export type AppearanceApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly appearances: AppearanceStore;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators change how the pages look.'],
  unknown: [404, 'There is no logo.'],
  malformed: [400, 'The file cannot be read.'],
  logo_invalid: [422, 'The file is no logo.'],
} as const;

/** Adds the routes. */
export function addAppearanceApi(server: FastifyInstance, parts: AppearanceApiParts): void {
  const { engine, appearances } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const view = async (workspaceId: number, appearance: Appearance): Promise<AppearanceView> => {
    const { workspace } = await engine.directory.load(workspaceId);
    return { ...appearance, workspace: workspace.name, slug: workspace.subdomain };
  };

  serve('read', 'GET', '/app/appearance.json', async ({ workspaceId }) =>
    view(workspaceId, await appearances.of(workspaceId)),
  );

  serve('change', 'PATCH', '/app/appearance.json', async ({ workspaceId }, { body }) => {
    const { change, errors } = readAppearanceChange(fieldsOf(body));
    if (errors.length > 0) return { errors };
    return view(workspaceId, await appearances.change(workspaceId, change));
  });

  serve('read', 'GET', '/app/appearance/logo', async ({ workspaceId }) => {
    const logo = await appearances.logo(workspaceId);
    return logo === null ? 'unknown' : new PageFile(logo.mediaType, logo.image);
  });

  const upload = { ...uploadOptions(LOGO_UPLOAD), config: { upload: LOGO_UPLOAD } };
  serve(
    'change',
    'PUT',
    '/app/appearance/logo',
    async ({ workspaceId }, { body }) => {
      if (!(body instanceof Uint8Array)) return 'malformed';
      const put = await putLogo(appearances, workspaceId, body);
      return 'fault' in put ? { fault: 'logo_invalid', message: put.detail } : view(workspaceId, put);
    },
    upload,
  );

  serve('change', 'DELETE', '/app/appearance/logo', async ({ workspaceId }) =>
    (await appearances.removeLogo(workspaceId)) ? view(workspaceId, await appearances.of(workspaceId)) : 'unknown',
  );
}
