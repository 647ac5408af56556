/** How a contact is found by its names. */
import type { Administration } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { isUid } from '#domain/directory/uid.ts';
import type { ContactField, SearchTree } from '#domain/ports/contact-search.ts';
import type { ApiRequest, ApiResponse } from '#http/surface.ts';
import type { DialectParts } from '../../dialect.ts';
import { failure } from '../refusals.ts';

/** Where contacts are made and changed, beside the engine. */
export type Contacts = { readonly administration: Pick<Administration, 'createContact' | 'changeContact'> };
/** What the routes of contacts work with. */
export type ContactParts = Pick<DialectParts, 'engine' | 'publicUrl'> & Contacts;

/** The order of lists that are not told another. */
export const NEWEST = { by: 'createdAt', order: 'descending' } as const;

/** The contact of the path, or why there is none. One that was merged is known as the other one. */
export function contactFinder({ engine, publicUrl }: Pick<ContactParts, 'engine' | 'publicUrl'>) {
  return async ({ params, principal, requestId }: ApiRequest): Promise<Contact | ApiResponse> => {
    const uid = (params['id'] ?? '').toLowerCase();
    const contact = isUid(uid) ? await engine.directory.contactByUid(principal.workspaceId, uid) : null;
    if (contact === null) return unknownContact(requestId);
    if (contact.uid === uid) return contact;
    const merged = failure(410, MERGED, requestId);
    return { ...merged, headers: { link: `<${publicUrl()}/contacts/${contact.uid}>; rel="canonical"` } };
  };
}

/** Source: the vendor's OpenAPI, "Get a contact", 410. */
const MERGED = {
  code: 'contact_merged',
  message: "This contact has been merged. See the 'Link' header for the canonical contact.",
};

/** There is no such contact. */
export function unknownContact(requestId: string): ApiResponse {
  return failure(404, { code: 'not_found', message: 'User Not Found' }, requestId);
}

/** Whether there is an answer already, and no contact. */
export const isAnswer = (found: Contact | ApiResponse): found is ApiResponse => 'status' in found;

/** Contacts that have this value. */
export function withValue(name: 'identifier' | 'email' | 'phone' | 'role', value: string): SearchTree<ContactField> {
  return { kind: 'term', term: { field: { name }, operator: 'is', values: [value] } };
}
