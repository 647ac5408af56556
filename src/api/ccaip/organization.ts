/**
 * The call by which programs test their credentials. Source: singer-io/tap-ujet, which asks it before every other until
 * it is 200.
 */
import { Type } from 'typebox';
import type { Route } from '#http/surface.ts';
import type { DialectParts } from '../dialect.ts';
import { errors } from './schema.ts';

/**
 * The organization. The vendor documents no body, and programs read the status alone: it says who the credentials
 * belong to.
 */
export const Organization = Type.Object({ id: Type.Integer(), name: Type.String(), subdomain: Type.String() });

/** The route. */
export function organizationRoute({ engine }: Pick<DialectParts, 'engine'>): Route {
  return {
    method: 'GET',
    path: '/manager/api/v1/settings/organization',
    operationId: 'showOrganization',
    summary: 'Get the organization',
    description: 'Whose credentials these are. Programs test them with it.',
    schema: { response: { 200: Organization, ...errors() } },
    async handle({ principal }) {
      const { id, name, subdomain } = (await engine.directory.load(principal.workspaceId)).workspace;
      return { status: 200, body: { id, name, subdomain } };
    },
  };
}
