/** Workspaces and who is in them. What fits in memory is kept there and read anew when it has changed. */
import type { Agent, AgentStatus } from '#domain/directory/agent.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { WeeklyHours } from '#domain/directory/hours.ts';
import type { AgentGroup, Menu, QueueRule, TimedRule } from '#domain/directory/menu.ts';
import type { DestinationKind } from '#domain/directory/destination.ts';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import type { Directory, Workspace } from '#domain/directory/workspace.ts';
import { isSubdomain } from '#domain/directory/workspace.ts';
import type { SkillLevel } from '#domain/directory/skill.ts';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { DirectoryStore } from '#domain/ports/stores.ts';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { readPrompt } from './prompts.ts';
import type { Tables } from './tables.ts';

/** How long another node's change may stay unseen. */
const FRESH_MS = 2_000;

/** The directory store, with the way to say that a workspace has changed. */
export type CachedDirectory = DirectoryStore & {
  /** Forget what is remembered of the workspace. */
  changed(workspaceId: number): void;
  /** Stores the status; false when there is no such agent. */
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus, name: string | null): Promise<boolean>;
  workspaceBySubdomain(subdomain: string): Promise<Workspace | null>;
};

/** Makes the store; `now` in milliseconds, and `elapsed`, by which what is remembered ages. */
export function createDirectory(database: Database, now: () => number, elapsed: () => number = now): CachedDirectory {
  const { query } = database;
  const known = new Map<number, { directory: Promise<Directory>; at: number }>();

  const load = async (workspaceId: number): Promise<Directory> => {
    const remembered = known.get(workspaceId);
    if (remembered !== undefined && elapsed() - remembered.at < FRESH_MS) return remembered.directory;
    const directory = readDirectory(database, workspaceId);
    known.set(workspaceId, { directory, at: elapsed() });
    directory.catch(() => known.delete(workspaceId));
    return directory;
  };

  const bySubdomain = new Map<string, { workspace: Promise<Workspace | null>; at: number }>();

  const findWorkspace = async (subdomain: string): Promise<Workspace | null> => {
    const row = await query.selectFrom('workspace').selectAll().where('subdomain', '=', subdomain).executeTakeFirst();
    // Only what there is is remembered, so that guessing names fills no memory.
    if (row === undefined) bySubdomain.delete(subdomain);
    return row === undefined ? null : readWorkspace(row);
  };

  const contactWhere = async (
    workspaceId: number,
    column: 'id' | 'uid' | 'phone',
    value: number | string,
  ): Promise<Contact | null> => {
    const row = await query
      .selectFrom('contact as known')
      .innerJoin('contact', (join) =>
        join.on('contact.id', '=', ({ fn, ref }) => fn.coalesce(ref('known.merged_into'), ref('known.id'))),
      )
      .selectAll('contact')
      .where('known.workspace_id', '=', workspaceId)
      .where(`known.${column}`, '=', value)
      .executeTakeFirst();
    return row === undefined ? null : readContact(row);
  };

  return {
    load,
    changed: (workspaceId) => void known.delete(workspaceId),
    async setAgentStatus(workspaceId, agentId, status, name) {
      const row = await query
        .updateTable('agent')

        .set({ status, status_name: name, idle_since: new Date(now()) })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return false;
      // On top of whatever is remembered by then, so that of two agents at once neither is forgotten.
      const directory = load(workspaceId).then((before) => ({
        ...before,
        agents: new Map(before.agents).set(agentId, readAgent(row)),
      }));
      known.set(workspaceId, { directory, at: elapsed() });
      directory.catch(() => known.delete(workspaceId));
      await directory;
      return true;
    },
    async workspaceBySubdomain(subdomain) {
      if (!isSubdomain(subdomain)) return null;
      const remembered = bySubdomain.get(subdomain);
      if (remembered !== undefined && elapsed() - remembered.at < FRESH_MS) return remembered.workspace;
      const workspace = findWorkspace(subdomain);
      bySubdomain.set(subdomain, { workspace, at: elapsed() });
      workspace.catch(() => bySubdomain.delete(subdomain));
      return workspace;
    },
    contact: async (workspaceId, id) => contactWhere(workspaceId, 'id', id),
    contactByUid: async (workspaceId, uid) => contactWhere(workspaceId, 'uid', uid),
    contactByPhone: async (workspaceId, phone) => contactWhere(workspaceId, 'phone', phone),
    async ticket(workspaceId, id) {
      const row = await query
        .selectFrom('ticket')
        .innerJoin('contact', 'contact.id', 'ticket.contact_id')
        .selectAll('contact')
        .select(['ticket.id as ticket_id', 'ticket.url as ticket_url'])
        .where('ticket.workspace_id', '=', workspaceId)
        .where('ticket.id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return null;
      const contact = readContact(row);
      return { ticket: { id: row.ticket_id, contactId: contact.id, url: row.ticket_url }, contact };
    },
  };
}

/** The workspace does not exist; a token or call that names it cannot either, so this is a bug. */
class WorkspaceMissingError extends Error {
  override name = 'WorkspaceMissingError';
}

async function readDirectory({ query }: Database, workspaceId: number): Promise<Directory> {
  const [workspace, agents, menus, skills, numbers, languages, prompts, blocked] = await Promise.all([
    query.selectFrom('workspace').selectAll().where('id', '=', workspaceId).executeTakeFirst(),
    query.selectFrom('agent').selectAll().where('workspace_id', '=', workspaceId).orderBy('id').execute(),
    query.selectFrom('menu').selectAll().where('workspace_id', '=', workspaceId).orderBy('id').execute(),
    query.selectFrom('skill').select(['id', 'name']).where('workspace_id', '=', workspaceId).orderBy('name').execute(),
    query.selectFrom('phone_number').selectAll().where('workspace_id', '=', workspaceId).orderBy('id').execute(),
    query.selectFrom('language').selectAll().where('workspace_id', '=', workspaceId).orderBy('code').execute(),
    query
      .selectFrom('prompt')
      .select(['name', 'lang', 'hash', 'seconds', 'created_at'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('name')
      .orderBy('lang')
      .execute(),
    query
      .selectFrom('contact')
      .select(['id', 'phone', 'other_phones'])
      .where('workspace_id', '=', workspaceId)
      .where('blocked_at', 'is not', null)
      .execute(),
  ]);
  if (workspace === undefined) throw new WorkspaceMissingError(`There is no workspace ${workspaceId}.`);
  return {
    workspace: readWorkspace(workspace),
    agents: new Map(agents.map((row) => [row.id, readAgent(row)])),
    menus: new Map(menus.map((row) => [row.id, readMenu(row)])),
    skills,
    numbers: numbers.map(readNumber),
    languages: languages.map(({ code, enabled }) => ({ code, enabled })),
    prompts: prompts.map(readPrompt),
    blocked: {
      contactIds: new Set(blocked.map(({ id }) => id)),
      numbers: new Set(
        blocked.flatMap(({ phone, other_phones: others }) => [...(phone === null ? [] : [phone]), ...others]),
      ),
    },
  };
}

/** A row as a workspace. */
export function readWorkspace(row: Selectable<Tables['workspace']>): Workspace {
  return {
    id: row.id,
    uid: row.uid,
    subdomain: row.subdomain,
    name: row.name,
    timeZone: row.time_zone,
    agentsChooseNumber: row.agents_choose_number,
    createdAt: row.created_at,
    transcripts: row.transcripts as Workspace['transcripts'], // By the table's check.
    secondFactor: row.second_factor as Workspace['secondFactor'], // Likewise.
    handOverMenuId: row.hand_over_menu_id,
    ownStatuses: row.agent_statuses as unknown as readonly OwnStatus[], // Likewise.
    wrapUp: row.wrap_up as unknown as WrapUpRules, // Judged when they were set.
    callBackCountries: row.call_back_countries as Workspace['callBackCountries'], // Judged when they were set.
  };
}

/** A row as an agent; the casts hold by the table's checks. */
export function readAgent(row: Selectable<Tables['agent']>): Agent {
  return {
    id: row.id,
    uid: row.uid,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    agentNumber: row.agent_number,
    avatarUrl: row.avatar_url,
    mayCall: row.may_call,
    status: row.status as Agent['status'],
    statusName: row.status_name,
    idleSince: row.idle_since,
    capacity: row.capacity,
    simulated: row.simulated,
    skills: row.skills as unknown as readonly SkillLevel[],
    assist: row.assist,
    wantsAssist: row.wants_assist,
  };
}

/** A row as a contact. */
export function readContact(row: Selectable<Tables['contact']>): Contact {
  return {
    id: row.id,
    uid: row.uid,
    identifier: row.identifier,
    outContactId: row.out_contact_id,
    role: row.role as Contact['role'],
    name: row.name,
    email: row.email,
    phone: row.phone,
    otherPhones: row.other_phones,
    attributes: row.attributes as Contact['attributes'],
    blockedAt: row.blocked_at,
    legalHoldAt: row.legal_hold_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A row as a menu; the casts hold by the table's checks and by who writes the JSON. */
export function readMenu(row: Selectable<Tables['menu']>): Menu {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as Menu['kind'],
    parentId: row.parent_id,
    position: row.position,
    outputMessage: row.output_message,
    hidden: row.hidden,
    deleted: row.deleted,
    redirected: row.redirected,
    hours: row.hours as WeeklyHours | null,
    offerType: row.offer_type as Menu['offerType'],
    offerSeconds: row.offer_seconds,
    groups: row.groups as unknown as readonly AgentGroup[],
    skills: row.skills as unknown as readonly SkillLevel[],
    recording: row.recording as Menu['recording'],
    deflection: row.deflection as Menu['deflection'],
    capacity: row.capacity,
    noAgents: row.no_agents as unknown as TimedRule,
    longWait: row.long_wait as unknown as TimedRule,
    overCapacity: row.over_capacity as unknown as QueueRule,
    wrapUp: row.wrap_up as unknown as WrapUpRules | null,
  };
}

/** A row as a phone number. */
export function readNumber(row: Selectable<Tables['phone_number']>): PhoneNumber {
  return {
    id: row.id,
    number: row.number,
    display: row.display,
    // By the table's check.
    destination: { kind: row.destination_kind as DestinationKind, id: row.destination_id },
    trunkId: row.trunk_id,
    isDefault: row.is_default,
  };
}
