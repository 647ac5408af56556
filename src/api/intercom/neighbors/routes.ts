/**
 * Operations that programs call beside those of calls: without them a program that changes only the base URL stops at
 * its first request.
 */
import type { Route } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import { adminRoutes } from './admins.ts';
import { contactRoutes } from './contacts.ts';
import type { Contacts } from './contact-finding.ts';
import type { Conversations } from './conversations.ts';
import { conversationRoutes } from './conversations.ts';
import { emptyRoutes } from './empty-lists.ts';
import { teamRoutes } from './teams.ts';
import { tokenRoutes } from './token-routes.ts';

/** The paths below which they are. */
export const NEIGHBOR_PREFIXES = [
  '/me',
  '/tags',
  '/admins',
  '/away_status_reasons',
  '/teams',
  '/contacts',
  '/conversations',
  '/companies',
  '/segments',
  '/data_attributes',
  '/ticket_types',
  '/tickets',
] as const;

/** What they work with. */
export type NeighborParts = DialectParts & Contacts & Conversations;

/** The routes. */
export function neighborRoutes(parts: NeighborParts): Route[] {
  return [
    ...tokenRoutes(parts),
    ...adminRoutes(parts),
    ...teamRoutes(parts),
    ...contactRoutes(parts),
    ...conversationRoutes(parts),
    ...emptyRoutes(),
  ];
}
