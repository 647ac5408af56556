import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { aContact } from '../../../test/support/directory-samples.ts';
import type { SomeDesk } from '../../../test/support/own-api.ts';
import { ownApi, ownSurface, REQUEST_ID } from '../../../test/support/own-api.ts';

for (const [query, headers, after, types, format] of [
  [{}, {}, null, [], 'standard'],
  [{ types: 'call.ended', format: 'standard', after: '4' }, {}, 4, ['call.ended'], 'standard'],
  [{ after: '4' }, { 'last-event-id': '7' }, 7, [], 'standard'],
  [{ after: '4' }, { 'last-event-id': '' }, 4, [], 'standard'],
] as const)
  test(`a stream of ${JSON.stringify(query)}${JSON.stringify(headers)} begins after ${after}`, async () => {
    const opened: unknown[] = [];
    const surface = ownSurface({
      streams: {
        typesOf: () => ['call.ended'],
        open: async (...asked) => {
          opened.push(asked);
          return Readable.from([]);
        },
      },
    });
    const route = surface.routes.find(({ operationId }) => operationId === 'streamEvents');
    const principal = { workspaceId: 1 };
    const answer = await route?.handle({
      query,
      headers,
      principal,
      params: {},
      body: {},
      requestId: REQUEST_ID,
    } as never);
    assert.deepEqual([answer?.status, answer?.instead?.status, opened], [200, 409, []], 'opened once it is read');
    await answer?.stream?.();
    assert.deepEqual(opened, [[1, after, types, format]]);
  });

for (const [query, places] of [
  [{ types: 'call.ended,call.eaten' }, ['types']],
  [{ types: '' }, ['types']],
  [{ format: 'xml' }, ['format']],
  [{ after: '-1' }, ['after']],
  [{ after: '1234567890123456' }, ['after']],
] as const)
  test(`a stream of ${JSON.stringify(query)} is refused`, async () => {
    const came = await ownApi({ streams: { typesOf: () => ['call.ended'] } })('streamEvents', { query });
    assert.deepEqual([came.status, came.places], [400, places]);
  });

test('an archive is named after whom it is of, and opened only when it is sent', async () => {
  const archives: SomeDesk['archives'] = {
    contact: () => async () => assert.fail('opened'),
    workspace: () => async () => assert.fail('opened'),
  };
  const ask = ownApi({
    archives,
    engine: { directory: { contact: async (_, id) => (id === 66 ? aContact() : null) } },
  });
  const nameOf = async (operation: string, id = 0) => (await ask(operation, { id })).headers['content-disposition'];
  assert.equal(await nameOf('exportContact', 66), 'attachment; filename="contact-67.zip"');
  assert.equal(await nameOf('exportWorkspace'), 'attachment; filename="workspace.zip"');
  assert.equal((await ask('exportContact', { id: 1 })).status, 404);
});
