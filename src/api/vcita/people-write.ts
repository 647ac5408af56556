/** Writes the business and its staff as this vendor has them. */
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { Role } from '#domain/identity/session.ts';
import type { AgentFacts } from '#domain/ports/agent-log.ts';

type Member = { readonly agent: Agent; readonly facts: AgentFacts };

/** What a person of the role is called there. */
export const ROLE = {
  admin: 'admin',
  supervisor: 'manager',
  developer: 'user',
  agent: 'user',
} as const satisfies Record<Role, string>;

/** A staff member of the older operations, whose truths are texts. */
export function writeStaff({ agent, facts }: Member): object {
  return {
    id: agent.uid,
    display_name: fullName(agent),
    first_name: agent.firstName,
    last_name: agent.lastName,
    email: agent.email,
    mobile_number: null,
    role: ROLE[facts.role],
    active: String(facts.lockedAt === null),
    deleted: 'false',
    professional_title: null,
    photo: agent.avatarUrl,
    invite_sent: String(facts.signedInAt !== null),
    blocked_at: facts.lockedAt?.toISOString() ?? null,
  };
}

/** A staff member of version 3. */
export function writeStaffMember({ agent, facts }: Member, { uid }: Workspace): object {
  return {
    uid: agent.uid,
    business_uid: uid,
    display_name: fullName(agent),
    first_name: agent.firstName,
    last_name: agent.lastName,
    email: agent.email,
    role: ROLE[facts.role],
    active: facts.lockedAt === null,
    photo_url: agent.avatarUrl,
    created_at: facts.createdAt.toISOString(),
  };
}

/** The business with who runs it. */
export function writeBusiness(
  { uid, name, timeZone, createdAt }: Workspace,
  owner: Member | undefined,
  number: string | null,
): object {
  return {
    admin_account:
      owner === undefined
        ? null
        : {
            staff_uid: owner.agent.uid,
            display_name: fullName(owner.agent),
            first_name: owner.agent.firstName,
            last_name: owner.agent.lastName,
            email: owner.agent.email,
          },
    business: { id: uid, name, time_zone: timeZone, phone: number },
    meta: { created_at: createdAt.toISOString() },
  };
}
