/** Teams: the ring groups of the menus. Source: singer-io/tap-ujet, schemas/teams.json. */
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Team } from '../teams.ts';
import { teamsOf } from '../teams.ts';
import { AgentInfo } from './schema.ts';
import { writeAgent } from './write.ts';

/** The schema, or null. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A team, as others mention it. None lies below another. */
export const TeamObject = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  parent_id: Type.Null(),
  position: Type.Integer({ minimum: 0, description: 'Its place in the order of the names.' }),
  deleted: Type.Literal(false),
  agents_count: Type.Integer({ minimum: 0 }),
});

/** A team with its agents. */
export const WholeTeam = Type.Object({ ...TeamObject.properties, assignees: Type.Array(AgentInfo) });

/** A team in its place. */
export type PlacedTeam = Team & { readonly position: number };

/** The teams of the workspace, each in its place. */
export function placedTeams(directory: Directory): readonly PlacedTeam[] {
  return teamsOf(directory).map((team, position) => ({ ...team, position }));
}

/** A team, as others mention it. */
export function writeTeam({ id, name, position, agentIds }: PlacedTeam): object {
  return { id, name, parent_id: null, position, deleted: false, agents_count: agentIds.length };
}

/** A team with its agents. */
export function writeWholeTeam(team: PlacedTeam, { agents }: Directory): object {
  return { ...writeTeam(team), assignees: team.agentIds.map((id) => writeAgent(agents.get(id))) };
}
