/**
 * Menus, for administrators at the console: `/app/menus.json` and `/app/menus/{id}.json`. Judged and stored as
 * `/v1/menus` does.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { conditionOf } from '#domain/call/deflection.ts';
import type { Administered, Administration } from '#domain/directory/administration.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { readId } from '#api/kit.ts';
import { crowdFault, MENU_PROBLEMS, menuPointer } from '#api/menus/faults.ts';
import { MenuChange, MenuPlaces, NewMenu } from '#api/menus/schema.ts';
import { readMenu, readNewMenu, writeMenu } from '#api/menus/wire.ts';
import type { MenuRefused, MenusView, MenuView } from './menus-protocol.ts';
import type { SignIns } from './sign-in.ts';

export type MenusApiParts = {
  readonly engine: Pick<EngineDoor, 'directory' | 'live'>;
  readonly administration: Pick<Administration, 'createMenu' | 'changeMenu' | 'placeMenus' | 'deleteMenu'>;
  readonly signIns: Pick<SignIns, 'read'>;
  readonly clock: Clock;
  publicUrl(): string;
};

type Act = 'read' | 'create' | 'change' | 'delete';

/** Act -> who may. */
const MAY = {
  read: ['admin'],
  create: ['admin'],
  change: ['admin'],
  delete: ['admin'],
} as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators change menus.'],
  unknown: [404, 'There is no such menu.'],
} as const;
type Fault = keyof typeof FAULTS;

/** An answer: what is sent, a fault, or what is wrong with the body. */
type Answered = { readonly status: number; readonly body: object } | Fault;
type Answer = (me: SignedIn, request: FastifyRequest, id: number) => Promise<Answered>;

/** Adds the routes. */
export function addMenusApi(server: FastifyInstance, parts: MenusApiParts): void {
  const { engine, administration, signIns, publicUrl } = parts;
  const serve = (act: Act, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, answer: Answer): void => {
    server.route<{ Params: { id?: string } }>({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (!(MAY[act] as readonly Role[]).includes(found.me.role)) return refuse(reply, 'not_yours');
        const id = request.params.id === undefined ? 0 : readId(request.params.id);
        const answered = id === null ? 'unknown' : await answer(found.me, request, id);
        if (typeof answered === 'string') return refuse(reply, answered);
        return reply.header('cache-control', 'no-store').status(answered.status).send(answered.body);
      },
    });
  };

  serve('read', 'GET', '/app/menus.json', async (me) => ({ status: 200, body: await viewOf(parts, me) }));

  const judgeNew = createBodyValidator(NewMenu);
  serve('create', 'POST', '/app/menus.json', async ({ workspaceId }, { body }) => {
    const faults = faultsOf(judgeNew(body), body);
    if (faults !== null) return faults;
    const draft = readNewMenu(body as Static<typeof NewMenu>); // The judge has held it to this very schema.
    return stored(await administration.createMenu(workspaceId, draft), 201);
  });

  const judgeChange = createBodyValidator(MenuChange);
  serve('change', 'PATCH', '/app/menus/:id.json', async ({ workspaceId }, { body }, id) => {
    const faults = faultsOf(judgeChange(body), body);
    if (faults !== null) return faults;
    const change = readMenu(body as Static<typeof MenuChange>); // Likewise.
    return stored(await administration.changeMenu(workspaceId, id, change), 200);
  });

  const judgePlaces = createBodyValidator(MenuPlaces);
  serve('change', 'POST', '/app/menus/places.json', async ({ workspaceId }, { body }) => {
    const errors = judgePlaces(body);
    if (errors.length > 0) return refused(422, 'body_invalid', SOME_WRONG, errors);
    const { places } = body as Static<typeof MenuPlaces>; // Likewise.
    return (await administration.placeMenus(workspaceId, places)) ? { status: 200, body: { places } } : 'unknown';
  });

  serve('delete', 'DELETE', '/app/menus/:id.json', async ({ workspaceId }, _request, id) => {
    const { menus } = await engine.directory.load(workspaceId);
    if (menus.get(id)?.deleted !== false) return 'unknown';
    return (await administration.deleteMenu(workspaceId, id)) ? { status: 200, body: { id } } : 'unknown';
  });
}

async function viewOf({ engine, clock }: MenusApiParts, { workspaceId }: SignedIn): Promise<MenusView> {
  const directory = await engine.directory.load(workspaceId);
  const { menus, agents, languages, prompts } = directory;
  const waiting = (menu: Menu): number => engine.live.queues.stateOf(menu, directory).waiting;
  return {
    menus: [...menus.values()]
      .filter((menu) => !menu.deleted)
      // The protocol spells the schema that it is written by.
      .map((menu) => ({ ...(writeMenu(menu) as MenuView), condition: conditionOf(menu, clock.now(), waiting(menu)) })),
    agents: [...agents.values()].map((agent) => ({ id: agent.id, name: fullName(agent) || agent.email })),
    languages: languages.filter(({ enabled }) => enabled).map(({ code }) => code),
    sounds: prompts.map(({ name, lang, seconds }) => ({ name, lang, seconds })),
  };
}

const SOME_WRONG = 'Some fields are not as they should be.';

type Violations = MenuRefused['errors'];

/** What is wrong with the body; null when nothing is. */
function faultsOf(violations: Violations, body: unknown): Answered | null {
  const crowd = violations.length === 0 ? crowdFault(body as Static<typeof MenuChange>) : null;
  const errors = crowd === null ? violations : [crowd];
  return errors.length === 0 ? null : refused(422, 'body_invalid', SOME_WRONG, errors);
}

function stored(outcome: Administered<Menu>, status: number): Answered {
  if (outcome.ok) return { status, body: writeMenu(outcome.value) };
  const { refusal } = outcome;
  if (!isOfMenu(refusal)) return 'unknown';
  const [code, , message] = MENU_PROBLEMS[refusal.code];
  const pointer = menuPointer(refusal);
  return refused(code, refusal.code, message, pointer === null ? [] : [{ pointer, detail: message }]);
}

function isOfMenu(
  refusal: (Administered<Menu> & { readonly ok: false })['refusal'],
): refusal is Parameters<typeof menuPointer>[0] {
  return Object.hasOwn(MENU_PROBLEMS, refusal.code);
}

function refused(status: number, error: string, message: string, errors: Violations): Answered {
  return { status, body: { error, message, field: errors[0]?.pointer ?? null, errors } satisfies MenuRefused };
}

async function refuse(reply: FastifyReply, fault: Fault): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}
