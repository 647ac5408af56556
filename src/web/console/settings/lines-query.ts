/** Numbers and languages, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type {
  LanguagesView,
  LanguageView,
  NewNumber,
  NumberEdit,
  NumbersView,
  NumberView,
} from '#realtime/agent/lines-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** All numbers of the workspace. */
export const numbersQuery = queryOptions({
  queryKey: ['numbers'],
  queryFn: async () => getJson<NumbersView>('/app/numbers.json'),
});

/** Adds a number; throws with what is wrong with each field. */
export async function addNumber(number: NewNumber): Promise<NumberView> {
  return sendJson<NumberView>('POST', '/app/numbers.json', number);
}

/** Changes where its calls go, its trunk, or makes it the number that queues dial from. */
export async function changeNumber(id: number, edit: NumberEdit): Promise<NumberView> {
  return sendJson<NumberView>('PATCH', `/app/numbers/${id}.json`, edit);
}

/** Releases it: it belongs to the workspace no longer. */
export async function releaseNumber(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/numbers/${id}.json`);
}

/** All languages of the workspace, those that are off too. */
export const languagesQuery = queryOptions({
  queryKey: ['languages'],
  queryFn: async () => getJson<LanguagesView>('/app/languages.json'),
});

/** Adds a language, or turns it on or off. */
export async function putLanguage(language: LanguageView): Promise<LanguagesView> {
  return sendJson<LanguagesView>('PATCH', '/app/languages.json', language);
}
