/** End users: contacts by the identifier of the customer's own system. Source: CCAI Platform, "End users endpoints". */
import { Type } from 'typebox';
import type { ContactCard } from '#domain/directory/contact.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { fieldsOf, isBlank, readId } from '../kit.ts';
import { text } from './read.ts';
import { failure } from './refusals.ts';
import type { CcaipParts } from './parts.ts';
import { errors } from './schema.ts';

const missing = (name: string): ApiResponse => failure(400, `param is missing or the value is empty: ${name}`);

/** The routes. */
export function endUserRoutes({ engine, endUsers }: Pick<CcaipParts, 'engine' | 'endUsers'>): Route[] {
  const show = async ({ query, principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> => {
    const [id, identifier] = [query['id'], text(query['identifier'])];
    if (isBlank(id) && identifier === null) return missing('id');
    const card = isBlank(id)
      ? await endUsers.byIdentifier(workspaceId, identifier ?? '')
      : await engine.directory.contact(workspaceId, readId(id) ?? 0);
    return card === null ? failure(404, 'Not Found') : { status: 200, body: writeCard(card) };
  };

  const put = async ({ body, principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> => {
    const fields = fieldsOf(body);
    const identifier = text(fields['identifier']);
    if (identifier === null) return missing('identifier');
    const number = text(fields['phone']);
    const phone = number === null ? null : readPhoneNumber(number);
    if (number !== null && phone === null) return failure(400, 'phone is not well formed');
    const [name, email] = [text(fields['name']), text(fields['email'])];
    return { status: 200, body: writeCard(await endUsers.put(workspaceId, { identifier, name, email, phone })) };
  };

  return [
    {
      method: 'GET',
      path: '/apps/api/v1/end_users',
      operationId: 'showEndUser',
      summary: 'Get an end user, by the id or by the identifier',
      schema: {
        querystring: Type.Object({ id: Type.Optional(Type.Integer()), identifier: Type.Optional(Type.String()) }),
        response: { 200: EndUser, ...errors(400) },
      },
      handle: show,
    },
    {
      method: 'POST',
      path: '/apps/api/v1/end_users',
      operationId: 'putEndUser',
      summary: 'Create or update an end user',
      description:
        'Who has the identifier is written anew; else who has the number and no identifier yet; else there is a new contact. A ' +
        'number that another contact has stays theirs.',
      schema: {
        body: Type.Object({
          identifier: Type.String(),
          email: Type.Optional(Type.String()),
          name: Type.Optional(Type.String()),
          phone: Type.Optional(Type.String()),
        }),
        response: { 200: EndUser, ...errors(400) },
      },
      handle: put,
    },
  ];
}

/** An end user, as far as the vendor tells. */
export const EndUser = Type.Object({
  id: Type.Integer(),
  identifier: Type.Union([Type.String(), Type.Null()]),
});

function writeCard({ id, identifier }: ContactCard): object {
  return { id, identifier };
}
