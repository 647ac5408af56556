/** Contacts as programs for the vendor make, change and delete them. Source: the vendor's OpenAPI, "Contacts". */
import type { Administered, UniqueField } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { ORDINARY_CONTACT } from '#domain/directory/contact.ts';
import type { ContactField, SearchTree } from '#domain/ports/contact-search.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import type { ContactParts } from './contact-finding.ts';
import { contactFinder, isAnswer, NEWEST, unknownContact, withValue } from './contact-finding.ts';
import type { ContactWish } from './contact-read.ts';
import { readContactWish } from './contact-read.ts';
import { ContactDeleted, ContactObject, ContactWish as WishSchema } from './contact-schema.ts';
import { writeContact } from './contact-write.ts';

/** Who has what was refused as taken, or whom they were merged into; null where they have it no more. */
async function holderOf(
  { engine }: Pick<ContactParts, 'engine'>,
  workspaceId: number,
  field: UniqueField,
  { identifier = null, email = null, phone = null }: ContactWish,
  own: Contact | null,
): Promise<Contact | null> {
  if (field === 'phone') return phone === null ? null : engine.directory.contactByPhone(workspaceId, phone);
  const of: SearchTree<ContactField>[] =
    field === 'identifier'
      ? [withValue('identifier', identifier ?? '')]
      : [withValue('role', 'user'), withValue('email', email ?? '')];
  const found = await engine.contacts.search(workspaceId, { kind: 'all', of }, { ...NEWEST, beyond: null, limit: 2 });
  return found.find(({ id }) => id !== own?.id)?.contact ?? null;
}

/** The sentence with the id is what programs read the id from. Source: the vendor's reference, "Create contact". */
function alreadyThere({ uid }: Contact, requestId: string): ApiResponse {
  const message = `A contact matching those details already exists with id=${uid}`;
  return failure(409, { code: 'conflict', message }, requestId);
}

/** The routes that change contacts. */
export function contactChangeRoutes(parts: ContactParts): Route[] {
  return [createRoute(parts), updateRoute(parts), deleteRoute(parts)];
}

function createRoute(parts: ContactParts): Route {
  const { administration } = parts;
  return {
    method: 'POST',
    path: '/contacts',
    operationId: 'CreateContact',
    summary: 'Create contact',
    description:
      'One whose external id, number or, of a user, email address another has is 409 and names that one. Callers become contacts by themselves.',
    schema: { body: WishSchema, response: { 200: ContactObject, ...errors(409) } },
    handle: async (ask) => {
      const asked = readContactWish(ask.body);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const { workspaceId } = ask.principal;
      const { role, email = null, identifier = null } = asked.value;
      if (role === undefined && email === null && identifier === null) return failure(400, NAMELESS, ask.requestId);
      const draft = { ...ORDINARY_CONTACT, role: 'user' as const, ...asked.value };
      return stored(parts, ask, draft, null, await administration.createContact(workspaceId, draft));
    },
  };
}

function updateRoute(parts: ContactParts): Route {
  const { engine, administration } = parts;
  const find = contactFinder(parts);
  return {
    method: 'PUT',
    path: '/contacts/:id',
    operationId: 'UpdateContact',
    summary: 'Update a contact',
    description: 'What is not named stays; attributes are merged.',
    schema: { params: named('id'), body: WishSchema, response: { 200: ContactObject, ...errors(404, 409, 410) } },
    handle: async (ask) => {
      const asked = readContactWish(ask.body);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const found = await find(ask);
      if (isAnswer(found)) return found;
      const { workspaceId } = ask.principal;
      const changed = await administration.changeContact(workspaceId, found.id, asked.value);
      if (changed.ok) engine.live.contactChanged(workspaceId, changed.value.id);
      return stored(parts, ask, { ...found, ...asked.value }, found, changed);
    },
  };
}

const NAMELESS = { code: 'parameter_not_found', message: 'One of email, external_id or role is required' };

/** The answer to what was stored, or was not. `own`: the contact that was to be changed; null: a new one. */
async function stored(
  parts: Pick<ContactParts, 'engine'>,
  { principal: { workspaceId }, requestId }: ApiRequest,
  wish: ContactWish,
  own: Contact | null,
  outcome: Administered<Contact>,
): Promise<ApiResponse> {
  if (outcome.ok) return { status: 200, body: writeContact(outcome.value, workspaceId) };
  const { refusal } = outcome;
  const { code } = refusal;
  if (code === 'unknown') return unknownContact(requestId);
  if (code === 'attributes_full')
    return failure(400, { code: 'parameter_invalid', message: 'Invalid custom attributes' }, requestId);
  const other = code === 'taken' ? await holderOf(parts, workspaceId, refusal.field, wish, own) : null;
  return other === null
    ? failure(409, { code: 'conflict', message: 'The contact cannot be stored as things stand' }, requestId)
    : alreadyThere(other, requestId);
}

/** Why a contact is not forgotten. */
const REFUSED: Readonly<Record<string, string>> = {
  on_legal_hold: 'The contact is on legal hold',
  contact_in_call: 'The contact is in a call',
};

function deleteRoute(parts: ContactParts): Route {
  const find = contactFinder(parts);
  return {
    method: 'DELETE',
    path: '/contacts/:id',
    operationId: 'DeleteContact',
    summary: 'Delete a contact',
    description:
      'They are forgotten as by `/v1`, which cannot be undone. Refused (409) while they are in a call or on legal hold.',
    isAudited: true,
    schema: { params: named('id'), response: { 200: ContactDeleted, ...errors(404, 409, 410) } },
    handle: async (ask) => {
      const found = await find(ask);
      if (isAnswer(found)) return found;
      const gone = await parts.engine.forgetContact(ask.principal.workspaceId, found.id);
      if (gone.ok)
        return {
          status: 200,
          body: { type: 'contact', id: found.uid, external_id: found.identifier, deleted: true },
        };
      const { code } = gone.refusal;
      if (code === 'unknown') return unknownContact(ask.requestId);
      return failure(409, { code: 'conflict', message: REFUSED[code] ?? 'Not as things stand' }, ask.requestId);
    },
  };
}
