/** The audit log: who changed what, and who listened. */
import { Type } from 'typebox';
import type { AuditEntry, AuditFilter } from '#domain/identity/audit.ts';
import { AUDIT_ACTIONS, AUDIT_DOORS, readAuditAction } from '#domain/identity/audit.ts';
import { readInstant } from '#http/instant.ts';
import type { Route } from '#http/surface.ts';
import { readId } from '../kit.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';
import { id, orNull, time } from '../shapes.ts';
import { writeTime } from './write.ts';

/** An entry. */
const AuditObject = Type.Object(
  {
    id,
    at: time,
    action: Type.Enum([...AUDIT_ACTIONS]),
    door: Type.Enum([...AUDIT_DOORS], {
      description:
        '`page`: signed in at the console. `link`: behind an invitation, a reset or the set-up link. `setting`: by a setting at the ' +
        'start. `server`: no one in particular.',
    }),
    agent_id: orNull(id),
    token_id: orNull(id),
    actor: orNull(Type.String({ description: 'The name of the person or of the token.' })),
    address: orNull(Type.String({ description: 'The network address they came from.' })),
    target_id: Type.String({ description: 'Of the kind that the action begins with; of what was played, the call.' }),
    target_name: Type.String({ description: 'What it was called then.' }),
    changes: Type.Object(
      {},
      {
        additionalProperties: true,
        description: 'What changed -> [before, after]; null where the values are too large. Secrets are never in it.',
      },
    ),
  },
  { title: 'AuditEntry' },
);

/** The longest target that is asked for, in characters. */
const MAX_TARGET = 100;

const FILTER = {
  action: Type.Enum([...AUDIT_ACTIONS]),
  agent_id: id,
  token_id: id,
  target_id: Type.String({ maxLength: MAX_TARGET }),
  since: { ...time, description: 'At this time or later.' },
  until: { ...time, description: 'Before this time.' },
};

/** The route of the audit log. */
export function auditRoutes(desk: Desk): Route[] {
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/audit',
      operationId: 'listAuditEntries',
      summary: 'List what administrators did, and who listened',
      description:
        'The newest first. Every change of the workspace, its people, agents, menus, numbers, sounds and tokens, and every recording and ' +
        'voicemail that was listened to. Entries are never changed or removed.',
      tag: 'Audit',
      query: { ...FILTER, ...PAGE_QUERY },
      answers: { 200: pageOf(AuditObject) },
      handle: async (ask) => {
        const filter = readFilter(ask.query);
        if ('detail' in filter) return desk.problems('query_invalid', ask.requestId, { errors: [filter] });
        return page(desk, ask, {
          readKey: readId,
          keyOf: (entry: AuditEntry) => entry.id,
          read: async (beyond, limit) => desk.audit.list(ask.workspaceId, filter, beyond, limit),
          write,
        });
      },
    }),
  ];
}

/** A parameter that cannot be read. */
type Wrong = { readonly parameter: string; readonly detail: string };

/** What is asked for, or the first parameter that makes no sense. */
function readFilter(query: Readonly<Record<string, string>>): AuditFilter | Wrong {
  const { action, agent_id: agentId, token_id: tokenId, target_id: targetId = null, since, until } = query;
  const wrong = (parameter: string, detail: string): Wrong => ({ parameter, detail });
  const [who, which] = [readOptional(agentId, readId), readOptional(tokenId, readId)];
  const [from, to] = [readOptional(since, readTime), readOptional(until, readTime)];
  const what = readOptional(action, readAuditAction);
  if (what === undefined) return wrong('action', 'is none of the actions');
  if (who === undefined) return wrong('agent_id', 'is no id');
  if (which === undefined) return wrong('token_id', 'is no id');
  if (targetId !== null && targetId.length > MAX_TARGET) return wrong('target_id', `may have ${MAX_TARGET} characters`);
  if (from === undefined) return wrong('since', 'is no time');
  if (to === undefined) return wrong('until', 'is no time');
  return { action: what, agentId: who, tokenId: which, targetId, since: from, until: to };
}

function readTime(text: string): Date | null {
  return readInstant(text, 'query');
}

/** Null where nothing is said; undefined where it cannot be read. */
function readOptional<T>(text: string | undefined, read: (text: string) => T | null): T | null | undefined {
  return text === undefined ? null : (read(text) ?? undefined);
}

function write(entry: AuditEntry): object {
  return {
    id: entry.id,
    at: writeTime(entry.at),
    action: entry.action,
    door: entry.door,
    agent_id: entry.agentId,
    token_id: entry.tokenId,
    actor: entry.actor,
    address: entry.address,
    target_id: entry.targetId,
    target_name: entry.targetName,
    changes: entry.changes,
  };
}
