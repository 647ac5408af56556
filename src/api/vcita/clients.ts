/** Clients: the contacts of the workspace. Source: vcita, "Legacy v1 Clients". */
import { Type } from 'typebox';
import type { AdministrationRefusal } from '#domain/directory/administration.ts';
import { isUid } from '#domain/directory/uid.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { ORDINARY_CONTACT } from '#domain/directory/contact.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { CLIENT_PAGES, readClient, readClients } from './client-read.ts';
import { ClientObject, WholeClient, writeClient, writeWholeClient } from './client-write.ts';
import { legacySuccess, legacyShape, legacyFailure, UNKNOWN } from './legacy.ts';
import { OTHER_BUSINESS } from './refusals.ts';
import { errors } from './route.ts';
import type { VcitaParts } from './parts.ts';
import { WebhookFailure } from './schema.ts';

/** The routes. */
export function clientRoutes(parts: Pick<VcitaParts, 'engine' | 'clients' | 'administration'>): Route[] {
  const { engine, clients, administration } = parts;
  const found = async ({ params, principal }: ApiRequest): Promise<Contact | null> => {
    const uid = params['client_id'] ?? '';
    return isUid(uid) ? engine.directory.contactByUid(principal.workspaceId, uid) : null;
  };
  const workspaceOf = async ({ principal }: ApiRequest) =>
    (await engine.directory.load(principal.workspaceId)).workspace;

  const list = async (ask: ApiRequest): Promise<ApiResponse> => {
    const workspace = await workspaceOf(ask);
    const business = ask.query['business_id'] ?? '';
    if (business !== '' && business !== workspace.uid) return OTHER_BUSINESS;
    const asked = readClients(ask.query);
    if (!asked.ok) return legacyFailure(asked.status, asked.message);
    if (asked.value === null) return legacySuccess({ clients: [] });
    const { filter, limit, offset } = asked.value;
    const page = await clients.list(workspace.id, filter, limit, offset);
    return legacySuccess({ clients: page.map((contact) => writeClient(contact, workspace)) });
  };

  const create = async (ask: ApiRequest): Promise<ApiResponse> => {
    const workspace = await workspaceOf(ask);
    const asked = readClient(ask.body, null);
    if (!asked.ok) return legacyFailure(asked.status, asked.message);
    const draft = { ...ORDINARY_CONTACT, ...asked.value };
    const made = await administration.createContact(workspace.id, draft, 'everyone');
    if (!made.ok) return refused(made.refusal);
    return legacySuccess({ client: writeClient(made.value, workspace), token: null }, 201);
  };

  const show = async (ask: ApiRequest): Promise<ApiResponse> => {
    const contact = await found(ask);
    return contact === null ? UNKNOWN : legacySuccess({ client: writeWholeClient(contact, await workspaceOf(ask)) });
  };

  const update = async (ask: ApiRequest): Promise<ApiResponse> => {
    const contact = await found(ask);
    if (contact === null) return UNKNOWN;
    const asked = readClient(ask.body, contact);
    if (!asked.ok) return legacyFailure(asked.status, asked.message);
    const workspace = await workspaceOf(ask);
    const changed = await administration.changeContact(workspace.id, contact.id, asked.value, 'everyone');
    if (!changed.ok) return refused(changed.refusal);
    engine.live.contactChanged(workspace.id, changed.value.id);
    return legacySuccess({ client: writeWholeClient(changed.value, workspace) });
  };

  const handle = { list, create, show, update };
  return [...listRoutes(handle), ...singleRoutes(handle)];
}

function refused(refusal: AdministrationRefusal): ApiResponse {
  if (refusal.code === 'taken')
    return legacyFailure(409, `${refusal.field === 'email' ? 'Email' : 'Phone'} has already been taken`);
  return refusal.code === 'unknown' ? UNKNOWN : legacyFailure(422, 'The client has too many fields');
}

type Handlers = Readonly<Record<'list' | 'create' | 'show' | 'update', Route['handle']>>;

const failures = { ...errors(), 404: WebhookFailure, 409: WebhookFailure, 422: WebhookFailure };
const params = Type.Object({ client_id: Type.String() });
const tag = 'Clients';

function listRoutes(handle: Handlers): Route[] {
  return [
    {
      method: 'GET',
      path: '/platform/v1/clients',
      operationId: 'listClients',
      summary: 'List clients, the last changed first',
      description:
        'The contacts of the workspace. `search_term` is a part of a name, an email address or a number, or what `search_by` ' +
        `says. Pages up to ${CLIENT_PAGES.last}: go further by \`updated_at[gte]\`.`,
      tag,
      schema: {
        querystring: ListQuery,
        response: {
          200: legacyShape(Type.Object({ clients: Type.Array(ClientObject) })),
          ...errors(),
          400: WebhookFailure,
        },
      },
      handle: handle.list,
    },
    {
      method: 'POST',
      path: '/platform/v1/clients',
      operationId: 'createClient',
      summary: 'Create a client',
      description:
        'What a contact has no place for is kept in its attributes. `token` is null: Patchbay makes no token for a client here.',
      tag,
      schema: {
        body: NewClient,
        response: { 201: legacyShape(Type.Object({ client: ClientObject, token: Type.Null() })), ...failures },
      },
      handle: handle.create,
    },
  ];
}

function singleRoutes(handle: Handlers): Route[] {
  return [
    {
      method: 'GET',
      path: '/platform/v1/clients/:client_id',
      operationId: 'showClient',
      summary: 'Get a client',
      description: 'One that was merged answers as the one it was merged into.',
      tag,
      schema: { params, response: { 200: legacyShape(Type.Object({ client: WholeClient })), ...failures } },
      handle: handle.show,
    },
    {
      method: 'PUT',
      path: '/platform/v1/clients/:client_id',
      operationId: 'updateClient',
      summary: 'Update a client',
      description: 'Takes any part.',
      tag,
      schema: {
        params,
        body: Type.Partial(NewClient),
        response: { 200: legacyShape(Type.Object({ client: WholeClient })), ...failures },
      },
      handle: handle.update,
    },
  ];
}

const ListQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: CLIENT_PAGES.last, default: 1 })),
  per_page: Type.Optional(
    Type.Integer({ minimum: 1, default: CLIENT_PAGES.size, description: 'More than 100 is 100.' }),
  ),
  search_term: Type.Optional(Type.String()),
  search_by: Type.Optional(Type.Enum(['email', 'uid', 'phone', 'updated_at'])),
  'updated_at[gte]': Type.Optional(Type.String({ description: 'ISO 8601; a date alone is its midnight in UTC.' })),
  business_id: Type.Optional(Type.String({ description: 'The business of the token.' })),
});
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const NewClient = Type.Object({
  first_name: Type.String({ minLength: 1 }),
  last_name: text,
  email: text,
  mobile_phone: text,
  phone: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'Another name of mobile_phone.' })),
  customer_status: Type.Optional(Type.Enum(['lead', 'customer'])),
  address: text,
  tags: Type.Optional(Type.Array(Type.String())),
  opt_in: Type.Optional(Type.Boolean()),
  source: text,
  source_url: text,
  channel: text,
  campaign: text,
  custom_field1: text,
  custom_field2: text,
  custom_field3: text,
});
