/**
 * Menus, for administrators at the console: `/app/menus.json` and `/app/menus/{id}.json`. Judged and stored as
 * `/v1/menus` does.
 */
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { conditionOf } from '#domain/call/deflection.ts';
import type { Administered, Administration } from '#domain/directory/administration.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import { crowdFault, MENU_PROBLEMS, menuDetail, menuPointer } from '#api/menus/faults.ts';
import { MenuChange, MenuPlaces, NewMenu } from '#api/menus/schema.ts';
import { readMenu, readNewMenu, writeMenu } from '#api/menus/wire.ts';
import type { MenusView, MenuView } from './menus-protocol.ts';
import type { FieldErrors, PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes, Made } from './page-routes.ts';

export type MenusApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory' | 'live'>;
  readonly administration: Pick<Administration, 'createMenu' | 'changeMenu' | 'placeMenus' | 'deleteMenu'>;
  readonly clock: Clock;
};

type Act = 'read' | 'create' | 'change' | 'delete';

/** Act -> who may. */
const MAY = {
  read: ['admin'],
  create: ['admin'],
  change: ['admin'],
  delete: ['admin'],
} as const satisfies Record<Act, readonly Role[]>;

/** Code -> status and sentence of what refuses a menu; the casts hold, since the keys are the table's own. */
const MENU_FAULTS = Object.fromEntries(
  Object.entries(MENU_PROBLEMS).map(([code, [status, , message]]) => [code, [status, message]]),
) as unknown as Record<keyof typeof MENU_PROBLEMS, readonly [number, string]>;

/** What refuses a request, in the same words as `/v1`. */
const FAULTS = {
  not_yours: [403, 'Only administrators change menus.'],
  unknown: [404, 'There is no such menu.'],
  ...MENU_FAULTS,
} as const;
type Answered = PageAnswer<keyof typeof FAULTS>;

/** Adds the routes. */
export function addMenusApi(server: FastifyInstance, parts: MenusApiParts): void {
  const { engine, administration } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/menus.json', async (me) => viewOf(parts, me));

  const judgeNew = createBodyValidator(NewMenu);
  serve('create', 'POST', '/app/menus.json', async ({ workspaceId }, { body }) => {
    const errors = errorsOf(judgeNew(body), body);
    if (errors.length > 0) return { errors };
    const draft = readNewMenu(body as Static<typeof NewMenu>); // The judge has held it to this very schema.
    return stored(await administration.createMenu(workspaceId, draft), (menu) => new Made(writeMenu(menu)));
  });

  const judgeChange = createBodyValidator(MenuChange);
  serve('change', 'PATCH', '/app/menus/:id.json', async ({ workspaceId }, { body }, id) => {
    const errors = errorsOf(judgeChange(body), body);
    if (errors.length > 0) return { errors };
    const change = readMenu(body as Static<typeof MenuChange>); // Likewise.
    return stored(await administration.changeMenu(workspaceId, id, change), writeMenu);
  });

  const judgePlaces = createBodyValidator(MenuPlaces);
  serve('change', 'POST', '/app/menus/places.json', async ({ workspaceId }, { body }) => {
    const errors = judgePlaces(body);
    if (errors.length > 0) return { errors };
    const { places } = body as Static<typeof MenuPlaces>; // Likewise.
    return (await administration.placeMenus(workspaceId, places)) ? { places } : 'unknown';
  });

  serve('delete', 'DELETE', '/app/menus/:id.json', async ({ workspaceId }, _request, id) => {
    const { menus } = await engine.directory.load(workspaceId);
    if (menus.get(id)?.deleted !== false) return 'unknown';
    return (await administration.deleteMenu(workspaceId, id)) ? { id } : 'unknown';
  });
}

async function viewOf({ engine, clock }: MenusApiParts, { workspaceId }: SignedIn): Promise<MenusView> {
  const directory = await engine.directory.load(workspaceId);
  const { menus, agents, skills, languages, prompts } = directory;
  const waiting = (menu: Menu): number => engine.live.queues.stateOf(menu, directory).waiting;
  return {
    menus: [...menus.values()]
      .filter((menu) => !menu.deleted)
      // The protocol spells the schema that it is written by.
      .map((menu) => ({ ...(writeMenu(menu) as MenuView), condition: conditionOf(menu, clock.now(), waiting(menu)) })),
    agents: [...agents.values()].map((agent) => ({
      id: agent.id,
      name: fullName(agent) || agent.email,
      skills: agent.skills,
    })),
    skills,
    wrapUp: directory.workspace.wrapUp,
    languages: languages.filter(({ enabled }) => enabled).map(({ code }) => code),
    sounds: prompts.map(({ name, lang, seconds }) => ({ name, lang, seconds })),
  };
}

/** What is wrong with the body. */
function errorsOf(violations: FieldErrors, body: unknown): FieldErrors {
  const crowd = violations.length === 0 ? crowdFault(body as Static<typeof MenuChange>) : null;
  return crowd === null ? violations : [crowd];
}

function stored(outcome: Administered<Menu>, write: (menu: Menu) => object): Answered {
  if (outcome.ok) return write(outcome.value);
  const { refusal } = outcome;
  if (!isOfMenu(refusal)) return 'unknown';
  const pointer = menuPointer(refusal);
  const detail = menuDetail(refusal);
  return { fault: refusal.code, field: pointer, errors: pointer === null ? [] : [{ pointer, detail }] };
}

function isOfMenu(
  refusal: (Administered<Menu> & { readonly ok: false })['refusal'],
): refusal is Parameters<typeof menuPointer>[0] {
  return Object.hasOwn(MENU_PROBLEMS, refusal.code);
}
