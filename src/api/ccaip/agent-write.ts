/** Writes agents as this vendor has them, in the order of its documents, and the shapes of that. */
import { Type } from 'typebox';
import type { Agent } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { AgentFacts } from '#domain/ports/agent-log.ts';
import { MenuObject } from './schema.ts';
import type { PlacedTeam } from './teams.ts';
import { orNull, placedTeams, TeamObject, writeTeam } from './teams.ts';
import type { UserStatus } from './user-statuses.ts';
import { writeMenu } from './write.ts';

/** An agent, with what is known of them now. */
export type AgentRow = {
  readonly id: number;
  readonly agent: Agent;
  readonly facts: AgentFacts;
  readonly status: UserStatus;
  readonly statusAt: Date;
  readonly isOnline: boolean;
  readonly isWrappingUp: boolean;
  /** Calls that they are in or rung for. */
  readonly calls: number;
};

const text = Type.String();
const time = Type.String({ format: 'date-time', description: 'UTC, milliseconds.' });
const id = Type.Integer();

/** A status; workforce tools give no id here. */
export const UserStatusObject = Type.Object({
  id,
  name: text,
  color: text,
  wfm_id: Type.Null(),
});

/** An agent. There is no CRM, no chat and no place here, which is said as the vendor would. */
export const AgentObject = Type.Object({
  id,
  email: text,
  created_at: time,
  last_login_time: orNull(time),
  first_name: text,
  middle_name: Type.Null(),
  last_name: text,
  avatar_url: orNull(text),
  agent_number: orNull(text),
  status: UserStatusObject,
  status_updated_at: time,
  crm_authenticated: Type.Literal(false),
  online: Type.Boolean({ description: 'Whether a page of theirs is open.' }),
  wrap_up: Type.Boolean(),
  call_count: Type.Integer({ minimum: 0 }),
  chat_count: Type.Literal(0),
  location: Type.Null(),
  roles: Type.Array(text),
  teams: Type.Array(TeamObject),
  channels: Type.Array(Type.Object({ channel_type: text, menu: MenuObject })),
});

/** What an agent is now. */
export const CurrentStatus = Type.Object({
  id,
  status: text,
  status_updated_at: Type.String({ description: 'UTC, microseconds.' }),
});

/** A status that an agent had. */
export const ActivityObject = Type.Object({
  id,
  agent_id: id,
  activity: text,
  status: UserStatusObject,
  call_id: Type.Null(),
  chat_id: Type.Null(),
  started_at: time,
  ended_at: orNull(time),
  duration: orNull(Type.Integer({ minimum: 0, description: 'Seconds; null while it lasts.' })),
  whodunnit: Type.Null(),
});

/** Writes agents of the workspace: their teams, and which queues they serve, are looked up once for all of them. */
export function writeRows(directory: Directory): (row: AgentRow) => object {
  const served = menusByAgent(directory);
  const teams = teamsByAgent(directory);
  return ({ agent, facts, status, statusAt, isOnline, isWrappingUp, calls }) => {
    const menus = served.get(agent.id) ?? [];
    return {
      id: agent.id,
      email: agent.email,
      created_at: facts.createdAt.toISOString(),
      last_login_time: facts.signedInAt?.toISOString() ?? null,
      first_name: agent.firstName,
      middle_name: null,
      last_name: agent.lastName,
      avatar_url: agent.avatarUrl,
      agent_number: agent.agentNumber,
      status,
      status_updated_at: statusAt.toISOString(),
      crm_authenticated: false,
      online: isOnline,
      wrap_up: isWrappingUp,
      call_count: calls,
      chat_count: 0,
      location: null,
      roles: ['agent'],
      teams: (teams.get(agent.id) ?? []).map(writeTeam),
      channels: menus.map((menu) => ({ channel_type: 'voice_call', menu: writeMenu(menu) })),
    };
  };
}

/** The queues that each agent serves, without those that were deleted. */
function menusByAgent({ menus }: Directory): ReadonlyMap<number, readonly Menu[]> {
  const served = new Map<number, Menu[]>();
  for (const menu of menus.values()) {
    if (menu.deleted) continue;
    for (const agentId of new Set(menu.groups.flatMap((group) => group.agentIds)))
      served.set(agentId, [...(served.get(agentId) ?? []), menu]);
  }
  return served;
}

function teamsByAgent(directory: Directory): ReadonlyMap<number, readonly PlacedTeam[]> {
  const teams = new Map<number, PlacedTeam[]>();
  for (const team of placedTeams(directory))
    for (const agentId of team.agentIds) teams.set(agentId, [...(teams.get(agentId) ?? []), team]);
  return teams;
}

/** What an agent is now. Times of this list alone have microseconds. Source: a public administration tool. */
export function writeCurrentStatus({ id: agentId, status, statusAt }: AgentRow): object {
  return {
    id: agentId,
    status: status.name,
    status_updated_at: statusAt.toISOString().replace('Z', '000Z'),
  };
}
