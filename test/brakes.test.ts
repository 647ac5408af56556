/** What slows guessers down, what a stop says to open pages, and what a link's previewer may not set off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from './support/fake-media.ts';
import { createManualClock } from './support/manual-clock.ts';
import { openCaller, openDesk, PASSWORD, signIn } from './support/pages.ts';
import { testPatchbay } from './support/patchbay.ts';

const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const SETTINGS = { PATCHBAY_DEMO_PASSWORD: PASSWORD };
const guarded = await testPatchbay({ ...SETTINGS, PATCHBAY_TRUSTED_PROXIES: '127.0.0.0/8' }, { clock });

/** Signs in from the network address; the answer's status. */
async function signInFrom(address: string, password: string, email = 'agent@somedomain.com'): Promise<number> {
  const body = { email, password };
  return (await guarded.send('/app/sign-in', { token: null, body, headers: { 'x-forwarded-for': address } })).status;
}

async function guessFrom(address: string, times: number, email?: string): Promise<number[]> {
  const statuses = [];
  for (let time = 0; time < times; time += 1) statuses.push(await signInFrom(address, 'wrong-password', email));
  return [...new Set(statuses)];
}

test('a guesser is slowed at their own address, and the right password passes from another', async () => {
  assert.deepEqual(await guessFrom('203.0.113.7', 10), [401]);
  assert.equal(await signInFrom('203.0.113.7', PASSWORD), 429);
  assert.equal(await signInFrom('203.0.113.8', PASSWORD), 200);
  assert.equal(await signInFrom('203.0.113.7', PASSWORD, 'owner@somedomain.com'), 200, 'their neighbor is let in');
  await clock.advance(300_000);
  assert.equal(await signInFrom('203.0.113.7', PASSWORD), 200);
});

test('an address has fifty failures, no matter whose password is guessed; others continue', async () => {
  for (let person = 0; person < 10; person += 1)
    assert.deepEqual(await guessFrom('198.51.100.1', 5, `nobody-${person}@somedomain.com`), [401]);
  assert.equal(await signInFrom('198.51.100.1', PASSWORD), 429);
  assert.equal(await signInFrom('198.51.100.2', PASSWORD), 200);
});

test('guessed at from everywhere, a person is let in all the same: at once where they signed in before, in turn elsewhere', async () => {
  const email = 'owner@somedomain.com';
  await clock.advance(300_000);
  assert.equal(await signInFrom('192.0.2.1', PASSWORD, email), 200);
  for (let address = 1; address <= 20; address += 1)
    assert.deepEqual(await guessFrom(`198.18.0.${address}`, 10, email), [401]);
  assert.equal(await signInFrom('192.0.2.2', PASSWORD, email), 200);
  assert.equal(await signInFrom('192.0.2.1', PASSWORD, email), 200);
});

test('HEAD of a link to the Messenger is the answer of GET without a body, and sets nothing off', async () => {
  const patchbay = await testPatchbay(SETTINGS, { media: createFakeMedia() });
  const asked = { workspaceId: 1, phone: '+16285550148', attributes: {}, requestKey: null } as const;
  const made = await patchbay.engine.redirectCaller(asked);
  assert.ok(made.ok);
  const link = `/m/${made.value.token}`;
  const kept = async (): Promise<unknown> => {
    const tables = ['redirect', 'redirect_link', 'text_message', 'message', 'conversation', 'contact', 'call'];
    const rows = tables.map(async (table) => patchbay.database.pool.query(`select * from ${table} order by 1`));
    return (await Promise.all(rows)).map((each) => each.rows as unknown[]);
  };
  const before = await kept();
  for (const path of [link, `${link}/conversation`]) {
    const head = await patchbay.send(path, { method: 'HEAD', token: null });
    assert.deepEqual([head.status, head.text], [200, ''], path);
    const get = await patchbay.send(path, { token: null });
    assert.equal(head.headers.get('content-type'), get.headers.get('content-type'), path);
  }
  for (const path of ['messages', 'call-me'])
    assert.notEqual((await patchbay.send(`${link}/${path}`, { method: 'HEAD', token: null })).status, 201, path);
  assert.deepEqual(await kept(), before);
});

test('a stop closes the sockets of desks and callers with 1001', async () => {
  const patchbay = await testPatchbay(SETTINGS, { media: createFakeMedia() });
  const desk = await openDesk(patchbay, await signIn(patchbay));
  await desk.ask({ type: 'hello', since: null });
  const caller = await openCaller(patchbay);
  await patchbay.stop();
  assert.deepEqual(await Promise.all([desk.closed, caller.closed]), [1001, 1001]);
});
