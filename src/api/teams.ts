/** Ring groups as teams, which vendors have. A group has a name in each menu that rings it; one name is one team. */
import { createHash } from 'node:crypto';
import type { Directory } from '#domain/directory/workspace.ts';

/** A team: everyone whom groups of the name ring. */
export type Team = { readonly id: number; readonly name: string; readonly agentIds: readonly number[] };

/** The teams of the workspace, by name. Deleted menus ring no one. */
export function teamsOf({ menus, agents }: Pick<Directory, 'menus' | 'agents'>): readonly Team[] {
  const groups = menus
    .values()
    .filter(({ deleted }) => !deleted)
    .flatMap((menu) => menu.groups)
    .toArray();
  return Map.groupBy(groups, ({ name }) => name)
    .entries()
    .map(([name, those]) => ({
      id: idOfName(name),
      name,
      agentIds: [...new Set(those.flatMap(({ agentIds }) => agentIds))]
        .filter((id) => agents.has(id))
        .toSorted(byNumber),
    }))
    .toArray()
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The teams that each agent is in, in the order of the list. */
export function teamIdsOf(teams: readonly Team[]): (agentId: number) => number[] {
  const ids = new Map<number, number[]>();
  for (const { id, agentIds } of teams)
    for (const agentId of agentIds) ids.set(agentId, [...(ids.get(agentId) ?? []), id]);
  return (agentId) => ids.get(agentId) ?? [];
}

/**
 * The id of what has a name and no number of its own: 48 bits of the name's hash, so that it stays as long as the name
 * does, on every server, and is exact in JSON.
 */
export function idOfName(name: string): number {
  return createHash('sha256').update(name).digest().readUIntBE(0, 6);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
