/** Roles, as people read them. */
import type { Role } from '#realtime/agent/protocol.ts';

/** Each role, its word, and what it is for. */
export const ROLE_WORDS: readonly (readonly [role: Role, word: string, about: string])[] = [
  ['agent', 'Agent', 'takes calls, and sees their own'],
  ['supervisor', 'Supervisor', 'sees all calls and the queues'],
  ['admin', 'Administrator', 'sees everything, and decides who the people are'],
  ['developer', 'Developer', 'sees all calls, as each API tells them'],
];
