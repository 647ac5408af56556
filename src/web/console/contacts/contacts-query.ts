/** Contacts, asked of the server. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ContactDetail,
  ContactEdit,
  ContactsPage,
  ContactView,
  HistoryPage,
} from '#realtime/agent/contacts-protocol.ts';
import type { Forgotten } from '#domain/directory/forgetting.ts';
import { textOf } from '../parts/form.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** The list's address: what it is narrowed to. */
export type ContactsSearch = { readonly find?: string };

/** Reads the list's address. */
export function readContactsSearch(search: Readonly<Record<string, unknown>>): ContactsSearch {
  const find = textOf(search['find']);
  return find === '' ? {} : { find };
}

/** The list, page after page. */
export function contactListQuery({ find }: ContactsSearch) {
  return infiniteQueryOptions({
    queryKey: ['contacts', find ?? ''],
    queryFn: async ({ pageParam }) =>
      getJson<ContactsPage>(`/app/contacts.json?${queryOf({ find, after: pageParam })}`),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** The first contacts that match, to choose from. */
export function contactChoicesQuery(find: string) {
  return queryOptions({
    queryKey: ['contact choices', find],
    queryFn: async () => getJson<ContactsPage>(`/app/contacts.json?${queryOf({ find })}`),
    staleTime: 10_000,
  });
}

/** One contact. */
export function contactQuery(id: number | string) {
  return queryOptions({
    queryKey: ['contact', String(id)],
    queryFn: async () => getJson<ContactDetail>(`${pathOf(id)}.json`),
  });
}

/** All that was between a contact and the workspace, page after page. */
export function historyQuery(id: number | string) {
  return infiniteQueryOptions({
    queryKey: ['contact', String(id), 'history'],
    queryFn: async ({ pageParam }) =>
      getJson<HistoryPage>(`${pathOf(id)}/history.json?${queryOf({ after: pageParam })}`),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 10_000,
  });
}

/** Changes a contact; throws what `formFault` reads when it is refused. */
export async function editContact(id: number, edit: ContactEdit): Promise<ContactView> {
  return sendJson<ContactView>('PATCH', `${pathOf(id)}.json`, edit);
}

/** Blocks a contact, or unblocks. */
export async function blockContact(id: number, isBlocked: boolean): Promise<ContactView> {
  return sendJson<ContactView>('POST', `${pathOf(id)}/block.json`, { isBlocked });
}

/** How much forgetting a contact would remove. */
export function forgetQuery(id: number) {
  return queryOptions({
    queryKey: ['contact', String(id), 'forget'],
    queryFn: async () => getJson<Forgotten>(`${pathOf(id)}/forget.json`),
  });
}

/** Forgets a contact, for good. */
export async function forgetContact(id: number): Promise<Forgotten> {
  return sendJson<Forgotten>('POST', `${pathOf(id)}/forget.json`, {});
}

/** Puts a contact on legal hold, or releases them. */
export async function holdContact(id: number, isHeld: boolean): Promise<ContactView> {
  return sendJson<ContactView>('POST', `${pathOf(id)}/legal-hold.json`, { isHeld });
}

/** Merges a contact into another; answers the other. */
export async function mergeContact(id: number, into: number): Promise<ContactView> {
  return sendJson<ContactView>('POST', `${pathOf(id)}/merge.json`, { into });
}

function pathOf(id: number | string): string {
  return `/app/contacts/${encodeURIComponent(id)}`;
}

function queryOf(asked: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value != null) query.set(name, value);
  return query.toString();
}
