/** Roles, as people read them. */
import type { Role } from '#realtime/agent/protocol.ts';
import { say } from '../parts/language.ts';

/** Whether the role oversees what others do: a supervisor or an administrator. */
export function oversees(role: Role): boolean {
  return role === 'supervisor' || role === 'admin';
}

/** Each role, its word, and what it is for. */
export function roleWords(): readonly (readonly [role: Role, word: string, about: string])[] {
  return ROLES.map((role) => [role, say(`role.${role}`), say(`role.${role}About`)]);
}

const ROLES = ['agent', 'supervisor', 'admin', 'developer'] as const satisfies readonly Role[];
