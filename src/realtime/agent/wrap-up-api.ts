/**
 * The rules of wrap-ups, and the statuses of a workspace's own, for administrators at the console: `/app/wrap-up.json`.
 * Judged and stored as `/v1/workspace` does.
 */
import type { FastifyInstance } from 'fastify';
import type { Administration } from '#domain/directory/administration.ts';
import type { WrapUpField, WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { MAX_WRAP_UP_SECONDS, trimmedRules, WRAP_UP_FIELDS, wrapUpFault } from '#domain/directory/wrap-up-rules.ts';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import { ownStatusFault, STATUS_BASES, STATUS_COLORS } from '#domain/directory/own-statuses.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { fieldsOf } from '#api/kit.ts';
import { WRAP_UP_FAULTS, wrapUpPointer } from '#api/wrap-up-faults.ts';
import type { FieldErrors, PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type WrapUpApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'changeWorkspace'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators change what follows a call.'],
  malformed: [400, `Seconds are whole, from 0 to ${MAX_WRAP_UP_SECONDS}.`],
} as const;

/** What the page shows: the rules, and the statuses of the workspace's own. */
type WrapUpView = WrapUpRules & { readonly statuses: readonly OwnStatus[] };

function viewOf({ wrapUp, ownStatuses }: Pick<Workspace, 'wrapUp' | 'ownStatuses'>): WrapUpView {
  return { ...wrapUp, statuses: ownStatuses };
}

/** Adds the routes. */
export function addWrapUpApi(server: FastifyInstance, parts: WrapUpApiParts): void {
  const { engine, administration } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/wrap-up.json', async ({ workspaceId }) =>
    viewOf((await engine.directory.load(workspaceId)).workspace),
  );

  serve('change', 'PATCH', '/app/wrap-up.json', async ({ workspaceId }, { body }) => {
    const [rules, ownStatuses] = [readRules(body), readStatuses(body)];
    if (rules === null || ownStatuses === null) return 'malformed';
    const errors = faultsOf(rules, ownStatuses);
    if (errors.length > 0) return { errors };
    return viewOf(await administration.changeWorkspace(workspaceId, { wrapUp: rules, ownStatuses }));
  });
}

/** The rules in a body; null when it is none. */
function readRules(body: unknown): WrapUpRules | null {
  const { seconds, dispositions, required, tags } = fieldsOf(body);
  if (seconds !== null && !isSeconds(seconds)) return null;
  if (!isNames(dispositions) || !isNames(tags) || !isNames(required) || !required.every(isField)) return null;
  return trimmedRules({ seconds, dispositions, required, tags });
}

/** The statuses in a body; null when they are none. */
function readStatuses(body: unknown): readonly OwnStatus[] | null {
  const { statuses } = fieldsOf(body);
  if (!Array.isArray(statuses)) return null;
  const read = statuses.map((each: unknown) => readStatus(each));
  return read.every((each) => each !== null) ? read : null;
}

function readStatus(value: unknown): OwnStatus | null {
  const { name, color, countsAs } = fieldsOf(value);
  const known = STATUS_COLORS.find((each) => each === color);
  const base = STATUS_BASES.find((each) => each === countsAs);
  if (typeof name !== 'string' || known === undefined || base === undefined) return null;
  return { name: name.trim(), color: known, countsAs: base };
}

/** What is wrong with the two, with where it lies. */
function faultsOf(rules: WrapUpRules, statuses: readonly OwnStatus[]): FieldErrors {
  const [fault, statusFault] = [wrapUpFault(rules), ownStatusFault(statuses)];
  const place = statusFault === null || statusFault.place === null ? '' : `/${statusFault.place}`;
  return [
    ...(fault === null ? [] : [{ pointer: wrapUpPointer(fault), detail: WRAP_UP_FAULTS[fault.fault] }]),
    ...(statusFault === null ? [] : [{ pointer: `/statuses${place}`, detail: WRAP_UP_FAULTS[statusFault.fault] }]),
  ];
}

function isField(text: string): text is WrapUpField {
  return (WRAP_UP_FIELDS as readonly string[]).includes(text);
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_WRAP_UP_SECONDS;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
