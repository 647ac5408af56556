/** Whom a token speaks for. Source: vcita, "Oauth API"; readings.md. */
import type { Directory } from '#domain/directory/workspace.ts';
import type { Route } from '#http/surface.ts';
import type { Staff } from './people.ts';
import { ownerAmong, staffOf } from './people.ts';
import { UserInfo } from './people-schema.ts';
import { ROLE } from './people-write.ts';
import { errors } from './route.ts';
import type { VcitaParts } from './parts.ts';

/** What the vendor tells of the person: who allowed the application in, else who runs the business. */
function writeUserInfo(
  { workspace }: Directory,
  staff: Staff,
  madeBy: number | null,
  kind: string,
  brandHost: string,
): object {
  const person = staff.find(({ agent }) => agent.id === madeBy) ?? ownerAmong(staff);
  return {
    sub: person?.agent.uid ?? workspace.uid,
    type: kind === 'read_only' ? 'staff' : kind,
    role: person === undefined ? null : ROLE[person.facts.role],
    email: person?.agent.email ?? null,
    business_id: workspace.uid,
    business_uid: workspace.uid,
    business_name: workspace.name,
    directory_uid: null,
    brand_host: brandHost,
    brand_theme: null,
  };
}

/** The route. */
export function userInfoRoute(parts: Pick<VcitaParts, 'engine' | 'agentLog' | 'tokens' | 'publicUrl'>): Route {
  const { engine, tokens, publicUrl } = parts;
  return {
    method: 'GET',
    path: '/oauth/userinfo',
    operationId: 'showUserInfo',
    summary: 'Get whom the token speaks for',
    description: 'The person who allowed the application in; of other tokens, who runs the business.',
    tag: 'OAuth',
    schema: { response: { 200: UserInfo, ...errors() } },
    async handle({ principal: { workspaceId, tokenId, kind } }) {
      const directory = await engine.directory.load(workspaceId);
      const staff = await staffOf(parts, directory);
      const madeBy = await tokens.madeByAgent(tokenId);
      return { status: 200, body: writeUserInfo(directory, staff, madeBy, kind, new URL(publicUrl()).host) };
    },
  };
}
