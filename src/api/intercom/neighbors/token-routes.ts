/**
 * The calls by which programs test a token before they do anything else. Source: Intercom's OpenAPI, "Identify an
 * admin" and "List all tags".
 */
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Directory, Workspace } from '#domain/directory/workspace.ts';
import type { Route } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import * as schema from '../schema.ts';
import { teamIdsOf, teamsOf } from '../../teams.ts';

/** The two routes. */
export function tokenRoutes({ engine }: Pick<DialectParts, 'engine'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/me',
      operationId: 'identifyAdmin',
      summary: 'Identify an admin',
      description:
        'Most programs test their token with it. A token belongs to the workspace and to no admin: the answer names the one who has ' +
        'been there longest. In a workspace without agents it names the workspace, under the id 0.',
      schema: { response: { 200: schema.Me, ...schema.errors() } },
      handle: async ({ principal }) => ({
        status: 200,
        body: writeMe(await engine.directory.load(principal.workspaceId)),
      }),
    },
    {
      method: 'GET',
      path: '/tags',
      operationId: 'listTags',
      summary: 'List all tags',
      description: 'Patchbay has no tags: the list is empty, so that programs that read it continue.',
      schema: { response: { 200: schema.TagList, ...schema.errors() } },
      handle: async () => ({ status: 200, body: { type: 'list', data: [] } }),
    },
  ];
}

function writeMe(directory: Directory): object {
  const { workspace, agents } = directory;
  const [eldest] = agents
    .values()
    .toArray()
    .toSorted((a, b) => a.id - b.id);
  const teamIds = eldest === undefined ? [] : teamIdsOf(teamsOf(directory))(eldest.id);
  return { ...writeAdmin(eldest, workspace, teamIds), app: writeApp(workspace) };
}

/**
 * Whoever has an agent's record has a seat, and their address was given by an administrator, not verified by a message
 * to it.
 */
function writeAdmin(agent: Agent | undefined, workspace: Workspace, teamIds: readonly number[]): object {
  return {
    type: 'admin',
    id: String(agent?.id ?? 0),
    name: agent === undefined ? workspace.name : fullName(agent),
    email: agent?.email ?? '',
    email_verified: false,
    has_inbox_seat: agent !== undefined,
    away_mode_enabled: agent !== undefined && agent.status !== 'available',
    away_mode_reassign: false,
    team_ids: teamIds,
    avatar: { type: 'avatar', image_url: agent?.avatarUrl ?? null },
  };
}

function writeApp({ id, name, createdAt }: Workspace): object {
  return {
    type: 'app',
    id_code: String(id),
    name,
    created_at: Math.floor(createdAt.getTime() / 1000),
    secure: false,
    identity_verification: false,
    timezone: 'UTC',
    region: 'US',
  };
}
