/** While the database is away everyone is told so, in their own shape, and served again as soon as it is back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { after, test } from 'node:test';
import { cuttableDatabase } from './support/cuttable-database.ts';
import { testDatabase } from './support/database.ts';
import { testPatchbay } from './support/patchbay.ts';

const PASSWORD = 'a-password-for-the-test';
const fresh = await testDatabase();
const wire = await cuttableDatabase(fresh.config);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { connection: wire.connection });
after(async () => {
  await wire.mend();
  await patchbay.stop();
  await wire.close();
  await fresh.drop();
});

const person = { email: 'agent@somedomain.com', password: PASSWORD };
const signedIn = await patchbay.send('/app/sign-in', { body: person, token: null });
const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';

async function upgrade(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const asked = request(`${patchbay.address}${path}`, {
    headers: {
      ...headers,
      origin: patchbay.address,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  }).end();
  const answered = once(asked, 'response').then(
    ([response]: unknown[]) => (response as IncomingMessage).statusCode ?? 0,
  );
  const upgraded = once(asked, 'upgrade').then(() => 101);
  const status = await Promise.race([answered, upgraded]);
  asked.destroy();
  return status;
}

async function untilReady(): Promise<void> {
  while ((await patchbay.send('/readyz', { token: null })).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 20)); // It connects anew by itself.
}

test('a database that hangs is told by /readyz while it still hangs', async () => {
  assert.equal((await patchbay.send('/readyz', { token: null })).status, 200);
  wire.hold();
  const got = await patchbay.send('/readyz', { token: null });
  assert.deepEqual([got.status, got.json], [503, { status: 'not ready', checks: { database: false, disk: true } }]);
  await wire.mend();
  await untilReady();
});

test('pages, sockets and APIs are told 503 in their own shape', async () => {
  await wire.cut();
  const me = await patchbay.send('/app/me', { headers: { cookie }, token: null });
  const signIn = await patchbay.send('/app/sign-in', { body: person, token: null });
  for (const { status, json } of [me, signIn]) {
    assert.equal(status, 503);
    assert.equal((json as { readonly error: unknown }).error, 'unavailable');
  }
  assert.equal(await upgrade('/app/socket', { cookie }), 503);
  assert.equal((await patchbay.send('/v1/calls')).status, 503);
  assert.equal((await patchbay.send('/healthz', { token: null })).status, 200);
  await wire.mend();
  await untilReady();
  assert.equal((await patchbay.send('/app/me', { headers: { cookie }, token: null })).status, 200);
});
