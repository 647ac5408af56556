/**
 * The pages of the settings: a table. A new page is a row here, and a child of `settings` in `routes.tsx`, which asks
 * this table who may open it.
 */
import type { Role } from '#realtime/agent/protocol.ts';

/** One page of the settings. `at` is its address below `/app`; a role that is not in `roles` does not see it. */
export type Section = { readonly at: string; readonly word: string; readonly roles: readonly Role[] };

/** In the order of the side navigation. */
export const SECTIONS = [
  { at: '/settings/workspace', word: 'Workspace', roles: ['admin'] },
  { at: '/settings/appearance', word: 'Appearance', roles: ['admin'] },
  { at: '/settings/people', word: 'People', roles: ['admin'] },
  { at: '/settings/sign-in', word: 'Sign-in', roles: ['admin'] },
  { at: '/settings/menus', word: 'Menus', roles: ['admin'] },
  { at: '/settings/skills', word: 'Skills', roles: ['admin'] },
  { at: '/settings/articles', word: 'Articles', roles: ['admin'] },
  { at: '/settings/wrap-up', word: 'Statuses and wrap-up', roles: ['admin'] },
  { at: '/settings/transcripts', word: 'Transcripts', roles: ['admin'] },
  { at: '/settings/trunks', word: 'Trunks', roles: ['admin'] },
  { at: '/settings/numbers', word: 'Numbers', roles: ['admin'] },
  { at: '/settings/languages', word: 'Languages', roles: ['admin'] },
  { at: '/settings/webhooks', word: 'Webhooks', roles: ['admin', 'developer'] },
  { at: '/settings/requests', word: 'Requests', roles: ['admin', 'developer'] },
  { at: '/settings/simulator', word: 'Simulator', roles: ['admin', 'developer'] },
  { at: '/settings/tokens', word: 'Tokens', roles: ['admin'] },
  { at: '/settings/audit', word: 'Audit log', roles: ['admin'] },
  { at: '/settings/retention', word: 'Retention', roles: ['admin'] },
] as const satisfies readonly Section[];

/** The pages that the role may open. */
export function sectionsFor(role: Role): readonly (typeof SECTIONS)[number][] {
  return SECTIONS.filter(({ roles }) => (roles as readonly Role[]).includes(role));
}

/** Whether the role may open the address: one of its pages, or what lies below it. */
export function mayOpen(role: Role, address: string): boolean {
  return sectionsFor(role).some(({ at }) => address === at || address.startsWith(`${at}/`));
}
