/** Contacts, and the tickets that lead to them. */
import type { Contact } from '#domain/directory/contact.ts';
import { ORDINARY_CONTACT } from '#domain/directory/contact.ts';
import { exactOf } from '#http/exact-body.ts';
import type { ApiResponse, Route } from '#http/surface.ts';
import { isStorableText } from '#http/body.ts';
import { readId } from '../kit.ts';
import type { Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import { camel } from '../camel.ts';
import { FIND_DETAIL, readFind, readPhones, readQueryPhone } from './read.ts';
import { ContactChange, ContactObject, FIND, NewContact, TicketChange, TicketObject } from './contact-schema.ts';
import { phone } from './schema.ts';
import { writeContact, writeTicket } from './write.ts';

/** The routes of contacts. */
export function contactRoutes(desk: Desk): Route[] {
  return [...readRoutes(desk), ...changeRoutes(desk)];
}

function readRoutes(desk: Desk): Route[] {
  const { engine, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/contacts',
      operationId: 'listContacts',
      summary: 'List contacts, newest first',
      tag: 'Contacts',
      query: { ...PAGE_QUERY, phone, search: FIND },
      answers: { 200: pageOf(ContactObject) },
      handle: async (ask) => {
        const asked = ask.query['phone'];
        const number = asked === undefined ? null : readQueryPhone(asked);
        const text = readFind(ask.query['search']);
        const errors = [
          ...(asked !== undefined && number === null ? [{ parameter: 'phone', detail: 'is not a phone number' }] : []),
          ...(text === undefined ? [{ parameter: 'search', detail: FIND_DETAIL }] : []),
        ];
        if (text === undefined || errors.length > 0) return problems('query_invalid', ask.requestId, { errors });
        return page(desk, ask, {
          readKey: readId,
          keyOf: (contact: Contact) => contact.id,
          read: async (beyond, limit) =>
            engine.contacts.list(ask.workspaceId, { text, phone: number }, { beyond, limit }),
          write: writeContact,
        });
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/contacts/:id',
      operationId: 'showContact',
      summary: 'Get a contact',
      description: 'One that was merged answers as the contact it was merged into: `id` is the one of that contact.',
      tag: 'Contacts',
      answers: { 200: ContactObject },
      handle: async (ask) => {
        const contact = await engine.directory.contact(ask.workspaceId, ask.id);
        return contact === null ? problems('not_found', ask.requestId) : { status: 200, body: writeContact(contact) };
      },
    }),
  ];
}

function changeRoutes(desk: Desk): Route[] {
  const { administration, engine } = desk;
  return [
    operation(desk, {
      method: 'POST',
      path: '/v1/contacts',
      operationId: 'createContact',
      summary: 'Create a contact',
      description:
        'Calls make contacts by themselves: a caller whom the workspace does not know becomes one. Refused (`taken`): a number ' +
        'or an identifier that another contact has, and for a user the email address of another user.',
      tag: 'Contacts',
      body: NewContact,
      answers: { 201: ContactObject },
      handle: async (ask) => {
        const { read, wrong } = readPhones(ask.body);
        if (wrong.length > 0) return wrongPhones(desk, ask.requestId, wrong);
        const draft = { ...ORDINARY_CONTACT, ...camel(exactOf(ask.body)), ...read };
        return administered(desk, ask, await administration.createContact(ask.workspaceId, draft), writeContact, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/contacts/:id',
      operationId: 'updateContact',
      summary: 'Update a contact',
      description:
        '`attributes` are merged: those that are not named stay, one that is null goes. Refused as a new contact is; what it ' +
        'has already is not judged.',
      tag: 'Contacts',
      body: ContactChange,
      answers: { 200: ContactObject },
      refusals: [409],
      handle: async (ask) => {
        const { read, wrong } = readPhones(ask.body);
        if (wrong.length > 0) return wrongPhones(desk, ask.requestId, wrong);
        const change = { ...camel(exactOf(ask.body)), ...read };
        const changed = await administration.changeContact(ask.workspaceId, ask.id, change);
        if (changed.ok) engine.live.contactChanged(ask.workspaceId, changed.value.id);
        return administered(desk, ask, changed, writeContact);
      },
    }),
  ];
}

/** The problem of numbers that look like some and are none. */
export function wrongPhones(
  { problems }: Pick<Desk, 'problems'>,
  requestId: string,
  wrong: readonly string[],
): ApiResponse {
  const errors = wrong.map((pointer) => ({ pointer, detail: 'has an impossible length for its country' }));
  return problems('phone_number_invalid', requestId, { errors });
}

const MAX_TICKET = 200;

/** The routes of tickets. */
export function ticketRoutes(desk: Desk): Route[] {
  const { administration, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/tickets',
      operationId: 'listTickets',
      summary: 'List tickets',
      tag: 'Tickets',
      query: PAGE_QUERY,
      answers: { 200: pageOf(TicketObject) },
      handle: async (ask) =>
        page(desk, ask, {
          readKey: (text) => (text !== '' && isStorableText(text) ? text : null),
          keyOf: ({ id }) => id,
          read: async (beyond, limit) => administration.tickets(ask.workspaceId, { beyond, limit }),
          write: writeTicket,
        }),
    }),
    operation(desk, {
      method: 'PUT',
      path: '/v1/tickets/:id',
      operationId: 'putTicket',
      summary: 'Link a ticket to a contact',
      description: 'The id is the CRM’s. 201 when the ticket was unknown until now.',
      tag: 'Tickets',
      body: TicketChange,
      answers: { 200: TicketObject, 201: TicketObject },
      handle: async (ask) => {
        const id = ask.params['id'] ?? '';
        if (id === '' || id.length > MAX_TICKET) return problems('not_found', ask.requestId);
        const ticket = { id, contactId: ask.body.contact_id, url: ask.body.url ?? null };
        const put = await administration.putTicket(ask.workspaceId, ticket);
        const isNew = put.ok && put.value.isNew;
        return administered(desk, ask, put, () => writeTicket(ticket), isNew ? 201 : 200);
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/tickets/:id',
      operationId: 'deleteTicket',
      summary: 'Delete a ticket',
      tag: 'Tickets',
      answers: DELETED,
      handle: async (ask) =>
        deleted(desk, ask, await administration.deleteTicket(ask.workspaceId, ask.params['id'] ?? '')),
    }),
  ];
}
