/**
 * The pages of the settings: a table. A new page is a row here, and a child of `settings` in `routes.tsx`, which asks
 * this table who may open it. Its name is `settings.section.` with the end of its address.
 */
import type { Role } from '#realtime/agent/protocol.ts';

/** One page of the settings. `at` is its address below `/app`; a role that is not in `roles` does not see it. */
export type Section = { readonly at: string; readonly roles: readonly Role[] };

/** In the order of the side navigation. */
export const SECTIONS = [
  { at: '/settings/workspace', roles: ['admin'] },
  { at: '/settings/appearance', roles: ['admin'] },
  { at: '/settings/people', roles: ['admin'] },
  { at: '/settings/sign-in', roles: ['admin'] },
  { at: '/settings/menus', roles: ['admin'] },
  { at: '/settings/skills', roles: ['admin'] },
  { at: '/settings/articles', roles: ['admin'] },
  { at: '/settings/wrap-up', roles: ['admin'] },
  { at: '/settings/transcripts', roles: ['admin'] },
  { at: '/settings/voice-engines', roles: ['admin'] },
  { at: '/settings/trunks', roles: ['admin'] },
  { at: '/settings/numbers', roles: ['admin'] },
  { at: '/settings/languages', roles: ['admin'] },
  { at: '/settings/webhooks', roles: ['admin', 'developer'] },
  { at: '/settings/requests', roles: ['admin', 'developer'] },
  { at: '/settings/events', roles: ['admin', 'developer'] },
  { at: '/settings/simulator', roles: ['admin', 'developer'] },
  { at: '/settings/tokens', roles: ['admin'] },
  { at: '/settings/audit', roles: ['admin'] },
  { at: '/settings/retention', roles: ['admin'] },
] as const satisfies readonly Section[];

/** The pages that the role may open. */
export function sectionsFor(role: Role): readonly (typeof SECTIONS)[number][] {
  return SECTIONS.filter(({ roles }) => (roles as readonly Role[]).includes(role));
}

/** Whether the role may open the address: one of its pages, or what lies below it. */
export function mayOpen(role: Role, address: string): boolean {
  return sectionsFor(role).some(({ at }) => address === at || address.startsWith(`${at}/`));
}
