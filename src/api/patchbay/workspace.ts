/** The workspace itself: its settings, its tokens, its languages; and opening another one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import { isLanguageCode } from '#domain/directory/language.ts';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import { ownStatusFault } from '#domain/directory/own-statuses.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { wrapUpFault } from '#domain/directory/wrap-up-rules.ts';
import { isTimeZone } from '#domain/directory/time-zone.ts';
import { isRegion } from '#domain/directory/phone-number.ts';
import { hasQueue } from '#domain/directory/queues.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { hashToken, newToken } from '#http/auth.ts';
import type { Route, Violation } from '#http/surface.ts';
import type { TokenBounds } from '../token-keeper.ts';
import type { Asked, Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import { camel } from '../camel.ts';
import { readWrapUp } from '../wrap-up.ts';
import { WRAP_UP_FAULTS, wrapUpPointer } from '../wrap-up-faults.ts';
import { readTokenBounds } from './read.ts';
import {
  CreatedToken,
  LanguageChange,
  LanguageObject,
  NewToken,
  NewWorkspace,
  OpenedWorkspace,
  RotatedToken,
  Rotation,
  TokenObject,
  WorkspaceChange,
  WorkspaceObject,
} from './schema.ts';
import { writeTime, writeToken, writeTokenBounds, writeWorkspace } from './write.ts';

/** The operator's workspace. */
const OPERATOR = 1;

/** The routes of the workspace's settings. */
export function workspaceRoutes(desk: Desk): Route[] {
  const { engine, administration, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/workspace',
      operationId: 'showWorkspace',
      summary: 'Get the workspace',
      tag: 'Workspace',
      answers: { 200: WorkspaceObject },
      handle: async ({ workspaceId }) => {
        const { workspace } = await engine.directory.load(workspaceId);
        return { status: 200, body: writeWorkspace(workspace) };
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/workspace',
      operationId: 'updateWorkspace',
      summary: 'Update the workspace',
      tag: 'Workspace',
      body: WorkspaceChange,
      answers: { 200: WorkspaceObject },
      handle: async ({ workspaceId, body, requestId }) => {
        const { callBackCountries, wrapUp: asked, agentStatuses: askedStatuses, ...change } = camel(body);
        const ownStatuses = askedStatuses === undefined ? {} : { ownStatuses: readStatuses(askedStatuses) };
        const wrapUp = asked === undefined ? {} : { wrapUp: readWrapUp(asked) };
        const errors = [
          ...unknownZone(change.timeZone),
          ...unknownRegions(callBackCountries ?? []),
          ...wrongRules(wrapUp.wrapUp),
          ...wrongStatuses(ownStatuses.ownStatuses),
          ...unknownQueue(await engine.directory.load(workspaceId), change.handOverMenuId ?? null),
        ];
        if (errors.length > 0) return problems('body_invalid', requestId, { errors });
        const countries =
          callBackCountries === undefined ? {} : { callBackCountries: callBackCountries?.filter(isRegion) ?? null };
        const changed = await administration.changeWorkspace(workspaceId, {
          ...change,
          ...countries,
          ...wrapUp,
          ...ownStatuses,
        });
        return { status: 200, body: writeWorkspace(changed) };
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/workspaces',
      operationId: 'openWorkspace',
      summary: 'Create a workspace',
      description:
        'For staff of workspace 1, who run the server. The new workspace speaks English and has one staff token, which is shown this once. ' +
        'Nothing is shared between workspaces: not even this token sees into the new one.',
      tag: 'Workspace',
      body: NewWorkspace,
      answers: { 201: OpenedWorkspace },
      handle: async (ask) => {
        if (ask.workspaceId !== OPERATOR) return problems('operator_only', ask.requestId);
        const token = newToken();
        const draft = { agentsChooseNumber: false, ...camel(ask.body) };
        const opened = await administration.openWorkspace(draft, hashToken(token));
        const write = (shown: string | null) =>
          administered(desk, ask, opened, (made) => ({ workspace: writeWorkspace(made), token: shown }), 201);
        return { ...write(token), replayBody: write(null).body };
      },
    }),
  ];
}

function wrongRules(rules: WrapUpRules | undefined): readonly Violation[] {
  const fault = rules === undefined ? null : wrapUpFault(rules);
  if (fault === null) return [];
  return [{ pointer: `/wrap_up${wrapUpPointer(fault)}`, detail: WRAP_UP_FAULTS[fault.fault] }];
}

function unknownQueue(directory: Directory, menuId: number | null): readonly Violation[] {
  if (menuId === null || hasQueue(directory, menuId)) return [];
  return [{ pointer: '/hand_over_menu_id', detail: 'is no menu of the workspace whose groups have agents' }];
}

function unknownZone(name: string | undefined): readonly Violation[] {
  return name === undefined || isTimeZone(name) ? [] : [{ pointer: '/time_zone', detail: 'is no time zone' }];
}

type AskedStatuses = NonNullable<Static<typeof WorkspaceChange>['agent_statuses']>;

function readStatuses(asked: AskedStatuses): readonly OwnStatus[] {
  return asked.map(({ name, color, counts_as: countsAs }) => ({ name: name.trim(), color, countsAs }));
}

function wrongStatuses(statuses: readonly OwnStatus[] | undefined): readonly Violation[] {
  const fault = statuses === undefined ? null : ownStatusFault(statuses);
  if (fault === null) return [];
  const pointer = fault.place === null ? '/agent_statuses' : `/agent_statuses/${fault.place}/name`;
  return [{ pointer, detail: WRAP_UP_FAULTS[fault.fault] }];
}

function unknownRegions(codes: readonly string[]): { readonly pointer: string; readonly detail: string }[] {
  return codes.flatMap((code, place) =>
    isRegion(code)
      ? []
      : [
          {
            pointer: `/call_back_countries/${place}`,
            detail: `${code} is no country with telephone numbers of its own.`,
          },
        ],
  );
}

/** The routes of tokens. */
export function tokenRoutes(desk: Desk): Route[] {
  const { tokens, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/tokens',
      operationId: 'listTokens',
      summary: 'List active tokens',
      tag: 'Tokens',
      query: PAGE_QUERY,
      answers: { 200: pageOf(TokenObject) },
      handle: async (ask) => page(desk, ask, listed(await tokens.list(ask.workspaceId), writeToken)),
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/tokens',
      operationId: 'createToken',
      summary: 'Create a token',
      description:
        'The token is in this answer and nowhere else. `staff` may do everything; `directory` everything but tokens and the workspace ' +
        'itself; `app` writes, and reads no calls; `read_only` reads, and changes nothing; `client` reads the calls of one contact through ' +
        'the vcita API and nothing else. Each operation names the kinds that it is open to.',
      tag: 'Tokens',
      body: NewToken,
      answers: { 201: CreatedToken },
      handle: async (ask) => {
        const { name, kind } = ask.body;
        const bounds = readTokenBounds(ask.body);
        const wrong = await wrongBounds(desk, ask, bounds);
        if (wrong !== null) return problems('body_invalid', ask.requestId, { errors: [wrong] });
        const token = newToken();
        const id = await tokens.create(ask.workspaceId, name, kind, hashToken(token), bounds);
        const made = { id, name, kind, ...writeTokenBounds(bounds) };
        return { status: 201, body: { ...made, token }, replayBody: { ...made, token: null } };
      },
    }),
    rotateRoute(desk),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/tokens/:id',
      operationId: 'revokeToken',
      summary: 'Revoke a token',
      description:
        'It works no longer, on this node at once, on others within two seconds. A token cannot revoke itself.',
      tag: 'Tokens',
      answers: DELETED,
      refusals: [409],
      handle: async (ask) =>
        ask.id === ask.principal.tokenId
          ? problems('token_in_use', ask.requestId)
          : deleted(desk, ask, await tokens.revoke(ask.workspaceId, ask.id)),
    }),
  ];
}

function rotateRoute(desk: Desk): Route {
  const { tokens, problems, clock } = desk;
  return operation(desk, {
    method: 'POST',
    path: '/v1/tokens/:id/rotate',
    operationId: 'rotateToken',
    summary: 'Replace a token by a new one',
    description:
      'The new token has the name, kind and end of the old one, which works on for `overlap_hours` (24; at most 168), so that programs ' +
      'can be given the new one meanwhile. A token may replace itself.',
    tag: 'Tokens',
    body: Rotation,
    answers: { 201: RotatedToken },
    handle: async (ask) => {
      const { overlap_hours: hours = 24 } = ask.body;
      const token = newToken();
      const until = new Date(clock.now().getTime() + hours * 3_600_000);
      const rotated = await tokens.rotate(ask.workspaceId, ask.id, hashToken(token), until);
      if (rotated === 'unknown') return problems('not_found', ask.requestId);
      if (rotated === 'not_replaceable') return problems('not_replaceable', ask.requestId);
      const { id, name, kind, formerExpiresAt, ...bounds } = rotated;
      const former = { id: ask.id, expires_at: writeTime(formerExpiresAt) };
      const made = { id, name, kind, ...writeTokenBounds(bounds), former };
      return { status: 201, body: { ...made, token }, replayBody: { ...made, token: null } };
    },
  });
}

/** What is wrong with the bounds of a token that is asked for; null when nothing is. */
async function wrongBounds(
  { engine, clock }: Desk,
  { workspaceId, body }: Asked<typeof NewToken>,
  { expiresAt, contactId }: TokenBounds,
): Promise<Violation | null> {
  if (expiresAt !== null && !(expiresAt > clock.now()))
    return { pointer: '/expires_at', detail: 'must be a time to come' };
  if ((body.kind === 'client') !== (contactId !== null))
    return {
      pointer: '/contact_id',
      detail:
        contactId === null ? 'is required for a token of the kind `client`' : 'is only for tokens of the kind `client`',
    };
  if (contactId !== null && (await engine.directory.contact(workspaceId, contactId)) === null)
    return { pointer: '/contact_id', detail: 'is no contact of the workspace' };
  return null;
}

/** The routes of languages. */
export function languageRoutes(desk: Desk): Route[] {
  const { engine, administration, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/languages',
      operationId: 'listLanguages',
      summary: 'List languages',
      tag: 'Languages',
      answers: { 200: Type.Object({ data: Type.Array(LanguageObject), next_cursor: Type.Null() }) },
      handle: async ({ workspaceId }) => {
        const { languages } = await engine.directory.load(workspaceId);
        return { status: 200, body: { data: languages, next_cursor: null } };
      },
    }),
    operation(desk, {
      method: 'PUT',
      path: '/v1/languages/:code',
      operationId: 'putLanguage',
      summary: 'Add a language, or turn it on or off',
      tag: 'Languages',
      body: LanguageChange,
      answers: { 200: LanguageObject },
      handle: async ({ workspaceId, params, body, requestId }) => {
        const code = params['code'] ?? '';
        if (!isLanguageCode(code)) return problems('not_found', requestId);
        const language = { code, enabled: body.enabled };
        await administration.putLanguage(workspaceId, language);
        return { status: 200, body: language };
      },
    }),
  ];
}
