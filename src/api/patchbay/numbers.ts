/** The workspace's phone numbers. */
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Route } from '#http/surface.ts';
import { wrongPhones } from './contacts.ts';
import type { Desk } from './operation.ts';
import { administered, deleted, DELETED, operation } from './operation.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import { NewNumber, NumberChange, NumberObject } from './schema.ts';
import { writeNumber } from './write.ts';

/** The routes of numbers. */
export function numberRoutes(desk: Desk): Route[] {
  const { engine, administration, problems } = desk;
  const wrongLine = (requestId: string) =>
    problems('default_line_wrong', requestId, {
      errors: [{ pointer: '/is_default', detail: 'may be true only on the line `queue`' }],
    });

  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/numbers',
      operationId: 'listNumbers',
      summary: 'List numbers',
      tag: 'Numbers',
      query: PAGE_QUERY,
      answers: { 200: pageOf(NumberObject) },
      handle: async (ask) => {
        const { numbers } = await engine.directory.load(ask.workspaceId);
        return page(desk, ask, listed(numbers, writeNumber));
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/numbers',
      operationId: 'createNumber',
      summary: 'Add a number',
      description: 'It is shown as it is entered. A new default takes the place of the old one.',
      tag: 'Numbers',
      body: NewNumber,
      answers: { 201: NumberObject },
      handle: async (ask) => {
        const { line = 'queue', is_default: isDefault = false } = ask.body;
        const display = ask.body.number.trim();
        const number = readPhoneNumber(display);
        if (number === null) return wrongPhones(desk, ask.requestId, ['/number']);
        if (isDefault && line !== 'queue') return wrongLine(ask.requestId);
        const made = await administration.createNumber(ask.workspaceId, { number, display, line, isDefault });
        return administered(desk, ask, made, writeNumber, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/numbers/:id',
      operationId: 'updateNumber',
      summary: 'Set or clear the default number',
      tag: 'Numbers',
      body: NumberChange,
      answers: { 200: NumberObject },
      refusals: [409],
      handle: async (ask) => {
        const { numbers } = await engine.directory.load(ask.workspaceId);
        const isDefault = ask.body.is_default;
        const isFin = numbers.find((number) => number.id === ask.id)?.line === 'fin';
        if (isDefault && isFin) return wrongLine(ask.requestId);
        const changed = await administration.changeNumber(ask.workspaceId, ask.id, { isDefault });
        return administered(desk, ask, changed, writeNumber);
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/numbers/:id',
      operationId: 'deleteNumber',
      summary: 'Release a number',
      tag: 'Numbers',
      answers: DELETED,
      handle: async (ask) => deleted(desk, ask, await administration.deleteNumber(ask.workspaceId, ask.id)),
    }),
  ];
}
