/**
 * Numbers and languages, for administrators at the console: `/app/numbers.json`, `/app/languages.json`. Stored as `/v1`
 * does.
 */
import type { FastifyInstance } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import { FIN_LINE, FIRST_MENUS } from '#domain/directory/destination.ts';
import { isLanguageCode } from '#domain/directory/language.ts';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import { lineOf, MAX_NUMBERS, readPastedNumber, spellNumber } from '#domain/directory/phone-number.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import type { LanguagesView, NumbersView, NumberView } from './lines-protocol.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type LinesApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'createNumber' | 'changeNumber' | 'deleteNumber' | 'putLanguage'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  unknown: [404, 'There is no such number.'],
  not_a_default: [409, 'The Fin line is no queue: its number cannot be what queues dial from.'],
} as const;

/** Why a number is not added. */
const NEW_FAULTS: Readonly<Record<string, string>> & { readonly taken: string } = {
  taken: 'is a number of a workspace already',
  phone_numbers_full: `is one more than the ${MAX_NUMBERS} that a workspace may have`,
};

/** The longest text of a number, and of a language's code. */
const MAX_TEXT = 100;

/** Adds the routes. */
export function addLinesApi(server: FastifyInstance, parts: LinesApiParts): void {
  const { engine, administration } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/numbers.json', async ({ workspaceId }) => {
    const { numbers } = await engine.directory.load(workspaceId);
    return { numbers: numbers.map(viewOf) } satisfies NumbersView;
  });

  serve('change', 'POST', '/app/numbers.json', async ({ workspaceId }, { body }) => {
    const { number: text, line } = fieldsOf(body);
    const directory = await engine.directory.load(workspaceId);
    const isText = typeof text === 'string' && text.length <= MAX_TEXT;
    const number = isText ? readPastedNumber(text, homeRegion(directory)) : null;
    if (number === null)
      return { errors: [{ pointer: '/number', detail: 'is no phone number; begin with + and the country' }] };
    if (line !== 'queue' && line !== 'fin') return { errors: [{ pointer: '/line', detail: 'must be queue or fin' }] };
    const display = spellNumber(number).international;
    // A workspace's first number is what its queues dial from.
    const isDefault = line === 'queue' && !directory.numbers.some((each) => each.isDefault);
    const destination = line === 'fin' ? FIN_LINE : FIRST_MENUS;
    const draft = { number, display, isDefault, destination, trunkId: null };
    const made = await administration.createNumber(workspaceId, draft);
    if (made.ok) return viewOf(made.value);
    const detail = NEW_FAULTS[made.refusal.code] ?? NEW_FAULTS.taken;
    return { errors: [{ pointer: '/number', detail }] };
  });

  serve('change', 'PATCH', '/app/numbers/:id.json', async ({ workspaceId }, _request, id) => {
    const { numbers } = await engine.directory.load(workspaceId);
    const found = numbers.find((each) => each.id === id);
    if (found === undefined) return 'unknown';
    if (lineOf(found) === 'fin') return 'not_a_default';
    const changed = await administration.changeNumber(workspaceId, found.id, { isDefault: true });
    return changed.ok ? viewOf(changed.value) : 'unknown';
  });

  serve('change', 'DELETE', '/app/numbers/:id.json', async ({ workspaceId }, _request, id) =>
    (await administration.deleteNumber(workspaceId, id)) ? { id } : 'unknown',
  );

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

function viewOf(number: PhoneNumber): NumberView {
  const { id, display, isDefault } = number;
  return { id, number: display, line: lineOf(number), isDefault };
}
