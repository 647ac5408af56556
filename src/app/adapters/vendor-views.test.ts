import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route, Surface } from '#http/surface.ts';
import { callIn } from '../../../test/support/calls.ts';
import { createViews } from './vendor-views.ts';

/** A surface with one operation, which shows a call. */
function surfaceOf(name: string, path: string, handle: Route['handle']): Surface {
  // What the views look at.
  return { name, routes: [{ method: 'GET', path, handle }] } as unknown as Surface;
}

test('a call is shown as each API answers it, with the numbers that JavaScript would round', async () => {
  const show = createViews([
    surfaceOf('patchbay', '/v1/calls/:id', async ({ params }) => ({
      status: 200,
      body: { id: Number(params['id']), long: JSON.rawJSON('9007199254740993'), short: 1 },
    })),
    surfaceOf('vcita', '/v3/communication/voice_calls/:uid', async () => ({ status: 404 })),
    surfaceOf('intercom', '/other/:id', async () => assert.fail('it shows no call')),
  ]);
  const call = callIn('connected', { id: 7 });
  assert.deepEqual(await show(call), {
    vcita: { title: 'vcita', request: `GET /v3/communication/voice_calls/${call.uid}`, status: 404, text: 'null' },
    patchbay: {
      title: 'Patchbay',
      request: 'GET /v1/calls/7',
      status: 200,
      text: '{\n  "id": 7,\n  "long": 9007199254740993,\n  "short": 1\n}',
    },
  });
});
