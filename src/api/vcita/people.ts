/**
 * The business and its staff. Source: vcita, "Platform Administration Legacy API v1"; its version 3 of businesses and
 * staff members.
 */
import type { Agent } from '#domain/directory/agent.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { AgentFacts } from '#domain/ports/agent-log.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { legacySuccess, legacyShape, legacyFailure, UNKNOWN } from './legacy.ts';
import * as schema from './people-schema.ts';
import { writeBusiness, writeStaff, writeStaffMember } from './people-write.ts';
import { answerFault } from './refusals.ts';
import { errors } from './route.ts';
import type { VcitaParts } from './parts.ts';
import { enveloped, WebhookFailure } from './schema.ts';
import { success } from './write.ts';

/** Agents of a business and what is known of each. */
export type Staff = readonly { readonly agent: Agent; readonly facts: AgentFacts }[];

/** The agents of the workspace, by their ids. */
export async function staffOf(
  { agentLog }: Pick<VcitaParts, 'agentLog'>,
  { workspace, agents }: Directory,
): Promise<Staff> {
  const facts = await agentLog.factsOf(workspace.id);
  return [...agents.values()].flatMap((agent) => {
    const known = facts.get(agent.id);
    return known === undefined ? [] : [{ agent, facts: known }];
  });
}

/** The first administrator, else the agent who has been there longest; undefined in a workspace without agents. */
export function ownerAmong(staff: Staff): Staff[number] | undefined {
  return staff.find(({ facts }) => facts.role === 'admin' && facts.lockedAt === null) ?? staff[0];
}

/** The routes. */
export function peopleRoutes(parts: Pick<VcitaParts, 'engine' | 'agentLog'>): Route[] {
  const { engine } = parts;
  const ask = async ({ principal }: ApiRequest): Promise<Directory> => engine.directory.load(principal.workspaceId);
  /** Answers for the business of the address, which is the token's or unknown. */
  const ofBusiness =
    (answer: (directory: Directory, request: ApiRequest) => Promise<ApiResponse>) =>
    async (request: ApiRequest): Promise<ApiResponse> => {
      const directory = await ask(request);
      return request.params['business_uid'] === directory.workspace.uid ? answer(directory, request) : UNKNOWN;
    };

  const showBusiness = ofBusiness(async (directory) => {
    const owner = ownerAmong(await staffOf(parts, directory));
    const number = defaultNumber(directory)?.number ?? null;
    return {
      status: 200,
      body: { status: 'OK', data: { business: writeBusiness(directory.workspace, owner, number) } },
    };
  });
  const listStaffs = ofBusiness(async (directory, { query }) => {
    const which = query['status'] ?? 'active';
    if (which !== 'active' && which !== 'all') return legacyFailure(400, 'Invalid status');
    const staff = (await staffOf(parts, directory)).filter(({ facts }) => which === 'all' || facts.lockedAt === null);
    return legacySuccess({ staff: staff.map(writeStaff) });
  });
  const showStaff = ofBusiness(async (directory, { params }) => {
    const found = (await staffOf(parts, directory)).find(({ agent }) => agent.uid === params['staff_uid']);
    return found === undefined ? UNKNOWN : legacySuccess({ staff: writeStaff(found) });
  });
  const listBusinesses = async (request: ApiRequest): Promise<ApiResponse> => {
    const { uid, name, timeZone, createdAt } = (await ask(request)).workspace;
    const business = { uid, name, time_zone: timeZone, created_at: createdAt.toISOString() };
    return success({ businesses: [business] });
  };
  const showMember = async (request: ApiRequest): Promise<ApiResponse> => {
    const directory = await ask(request);
    const found = (await staffOf(parts, directory)).find(({ agent }) => agent.uid === request.params['uid']);
    return found === undefined ? answerFault('not_found') : success(writeStaffMember(found, directory.workspace));
  };

  const failures = { ...errors(), 404: WebhookFailure };
  const tag = 'Business';
  return [
    {
      method: 'GET',
      path: '/platform/v1/businesses/:business_uid',
      operationId: 'showBusiness',
      summary: 'Get the business',
      tag,
      schema: { params: schema.BusinessParams, response: { 200: schema.BusinessAnswer, ...failures } },
      handle: showBusiness,
    },
    {
      method: 'GET',
      path: '/platform/v1/businesses/:business_uid/staffs',
      operationId: 'listStaffs',
      summary: 'List staff',
      description: 'Truths are texts, as the vendor has them. `status` is `active` or `all`.',
      tag,
      schema: {
        params: schema.BusinessParams,
        querystring: schema.StaffQuery,
        response: { 200: legacyShape(schema.Staffs), ...failures, 400: WebhookFailure },
      },
      handle: listStaffs,
    },
    {
      method: 'GET',
      path: '/platform/v1/businesses/:business_uid/staffs/:staff_uid',
      operationId: 'showStaff',
      summary: 'Get a staff member',
      tag,
      schema: { params: schema.StaffParams, response: { 200: legacyShape(schema.OneStaff), ...failures } },
      handle: showStaff,
    },
    {
      method: 'GET',
      path: '/v3/business_administration/businesses',
      operationId: 'BusinessesController_getAll',
      summary: 'Get the business of the token',
      description: 'The one business that a token belongs to, whatever `page` and `per_page` say.',
      tag,
      schema: { response: { 200: enveloped(schema.Businesses), ...errors() } },
      handle: listBusinesses,
    },
    {
      method: 'GET',
      path: '/v3/business_administration/staff_members/:uid',
      operationId: 'StaffMembersController_get',
      summary: 'Retrieve a staff member',
      tag,
      schema: { params: schema.UidParams, response: { 200: enveloped(schema.StaffMember), ...errors(404) } },
      handle: showMember,
    },
  ];
}
