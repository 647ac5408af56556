/**
 * Contacts as programs for the vendor read and search them: the same as those of `/v1`, under their uids. Source: the
 * vendor's OpenAPI, "Contacts".
 */
import type { ContactField, SearchSlice, SearchTree } from '#domain/ports/contact-search.ts';
import type { ApiRequest, ApiResponse, Route } from '#http/surface.ts';
import { fieldsOf } from '../../kit.ts';
import { failure } from '../refusals.ts';
import { errors, named } from '../schema.ts';
import { contactChangeRoutes } from './contact-changes.ts';
import type { ContactParts } from './contact-finding.ts';
import { contactFinder, isAnswer, NEWEST, unknownContact, withValue } from './contact-finding.ts';
import { readContactSearch } from './contact-read.ts';
import { ContactList, ContactObject, EmptyOfContact, SearchBody } from './contact-schema.ts';
import { writeContact } from './contact-write.ts';
import { PagingQuery, readPaging, writePages } from './pages.ts';

/** Source: the vendor's OpenAPI, "The default is 50 results per page". */
const ORDINARY_PAGE = 50;
const EVERYTHING = { kind: 'all', of: [] } as const;

/** The routes of contacts. */
export function contactRoutes(parts: ContactParts): Route[] {
  return [...listRoutes(parts), ...readRoutes(parts), ...contactChangeRoutes(parts), ...emptyOf(parts)];
}

function listRoutes({ engine }: ContactParts): Route[] {
  const list = async (
    ask: ApiRequest,
    tree: SearchTree<ContactField>,
    sort: Pick<SearchSlice, 'by' | 'order'>,
  ): Promise<ApiResponse> => {
    const paging = readPaging(fieldsOf(ask.body)['pagination'], ask.query, ORDINARY_PAGE);
    if (!paging.ok) return failure(400, paging.wrong, ask.requestId);
    const { perPage, beyond } = paging.value;
    const { workspaceId } = ask.principal;
    const [found, total] = await Promise.all([
      engine.contacts.search(workspaceId, tree, { ...sort, beyond, limit: perPage + 1 }),
      engine.contacts.count(workspaceId, tree),
    ]);
    const data = found.slice(0, perPage).map(({ contact }) => writeContact(contact, workspaceId));
    const pages = writePages(paging.value, total, found);
    return { status: 200, body: { type: 'list', data, total_count: total, pages } };
  };
  return [
    {
      method: 'GET',
      path: '/contacts',
      operationId: 'ListContacts',
      summary: 'List all contacts, newest first',
      description: 'At most 10,000 are counted; the pages go on beyond.',
      schema: { querystring: PagingQuery, response: { 200: ContactList, ...errors() } },
      handle: async (ask) => list(ask, EVERYTHING, NEWEST),
    },
    {
      method: 'POST',
      path: '/contacts/search',
      operationId: 'SearchContacts',
      summary: 'Search contacts',
      description:
        'The vendor’s fields and operators, up to 15 conditions in each AND and OR, nested twice at most. A contact is found as soon ' +
        'as it is stored. Times are compared by whole seconds, and at most 10,000 contacts are counted.',
      schema: { body: SearchBody, querystring: PagingQuery, response: { 200: ContactList, ...errors() } },
      handle: async (ask) => {
        const asked = readContactSearch(ask.body);
        if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
        return list(ask, asked.value.tree, asked.value);
      },
    },
  ];
}

function readRoutes(parts: ContactParts): Route[] {
  const { engine } = parts;
  const find = contactFinder(parts);
  return [
    {
      method: 'GET',
      path: '/contacts/:id',
      operationId: 'ShowContact',
      summary: 'Get a contact',
      description:
        'Its id is the `contact_id` of its calls. One that was merged is 410, and `Link` leads to the other one.',
      schema: { params: named('id'), response: { 200: ContactObject, ...errors(404, 410) } },
      handle: async (ask) => {
        const found = await find(ask);
        return isAnswer(found) ? found : { status: 200, body: writeContact(found, ask.principal.workspaceId) };
      },
    },
    {
      method: 'GET',
      path: '/contacts/find_by_external_id/:external_id',
      operationId: 'ShowContactByExternalId',
      summary: 'Get a contact by External ID',
      schema: { params: named('external_id'), response: { 200: ContactObject, ...errors(404) } },
      handle: async ({ params, principal: { workspaceId }, requestId }) => {
        const tree = withValue('identifier', params['external_id'] ?? '');
        const [found] = await engine.contacts.search(workspaceId, tree, { ...NEWEST, beyond: null, limit: 1 });
        return found === undefined
          ? unknownContact(requestId)
          : { status: 200, body: writeContact(found.contact, workspaceId) };
      },
    },
  ];
}

/** What no contact has: a list of nothing, of a contact that is there. */
function emptyOf(parts: ContactParts): Route[] {
  const find = contactFinder(parts);
  const pages = { type: 'pages', page: 1, per_page: ORDINARY_PAGE, total_pages: 0 };
  return (['tags', 'companies', 'segments', 'notes'] as const).map((of) => ({
    method: 'GET',
    path: `/contacts/:id/${of}`,
    operationId: EMPTY[of],
    summary: `List the ${of} of a contact`,
    description: 'There are none.',
    schema: { params: named('id'), response: { 200: EmptyOfContact, ...errors(404, 410) } },
    handle: async (ask) => {
      const found = await find(ask);
      return isAnswer(found) ? found : { status: 200, body: { type: 'list', data: [], total_count: 0, pages } };
    },
  }));
}

const EMPTY = {
  tags: 'listTagsForAContact',
  companies: 'listCompaniesForAContact',
  segments: 'listSegmentsForAContact',
  notes: 'listNotes',
} as const;
