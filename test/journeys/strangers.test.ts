/**
 * What strangers at the caller's page can and cannot bring about. Limits are on, and each test has network addresses of
 * its own.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallerError } from '#realtime/caller/protocol.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, createPassing, stage } from '../support/live-people.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openCaller, PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const media = createFakeMedia();
const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_RATE_LIMIT: 'on', PATCHBAY_TRUSTED_PROXIES: '127.0.0.1' },
  { media, clock },
);
const { engine } = patchbay;
const { goOnline } = createLivePeople(patchbay, media);
const pass = createPassing(patchbay, clock);

let offers = 0;
let networks = 0;
/** An address that no one else has used. */
const newAddress = (): string => `198.51.100.${(networks += 1)}`;

/** A page from that address that has asked for a call, and has its answer. */
async function knock(address: string) {
  offers += 1;
  const offer = `offer of stranger ${offers}.`;
  const page = await openCaller(patchbay, 'demo', { 'x-forwarded-for': address });
  page.say({ type: 'call', sdp: offer, lang: 'en', name: null });
  return { page, offer, connect: () => media.connect(media.legOf(offer)) };
}

/** The same, connected: there is a call. */
async function call(address = newAddress()) {
  const { page, offer, connect } = await knock(address);
  await page.next('answer');
  connect();
  const { data } = await page.next('call');
  return { page, offer, data, leg: media.legOf(offer) };
}

const refusalOf = async ({
  page,
}: Awaited<ReturnType<typeof knock>>): Promise<readonly [CallerError, number | null]> => {
  const { error, retryAfterSeconds } = await page.next('error');
  return [error, retryAfterSeconds];
};
const rows = async (): Promise<number> => (await engine.calls.page(1, 1, 0)).total;
const contacts = async (): Promise<number> =>
  Number((await patchbay.database.pool.query('select count(*) from contact')).rows[0].count);

test('without a connection there is no call, contact or ring; after 8 s the page is told why, and nothing was stored', async () => {
  const desk = await goOnline();
  const before = [await rows(), await contacts()];
  const ghost = await knock(newAddress());
  await ghost.page.next('answer');
  ghost.page.say({ type: 'choose', menuId: 50 });
  ghost.page.say({ type: 'digit', digit: '3' });
  await pass(7, desk);
  assert.deepEqual([await rows(), await contacts()], before);
  assert.ok(!ghost.page.heard.some(({ type }) => type === 'call' || type === 'error'));
  await pass(1, desk);
  assert.deepEqual(await refusalOf(ghost), ['no_connection', null]);
  assert.deepEqual([await rows(), await contacts()], before);
  assert.deepEqual(engine.live.openCalls(1), []);
  assert.ok(!desk.heard.some((message) => message.type === 'call'));
  const { text } = await patchbay.send('/metrics');
  assert.match(text, /patchbay_web_calls_turned_away_total\{reason="voip_conn_timeout"\} [1-9]/);
  desk.close();
  await pass(25);
});

test('a connection that fails is told at once, and a connection that comes later makes no call', async () => {
  const before = await rows();
  const failing = await knock(newAddress());
  await failing.page.next('answer');
  media.lose(media.legOf(failing.offer), 'failed');
  assert.deepEqual(await refusalOf(failing), ['no_connection', null]);
  const again = await knock(newAddress());
  await again.page.next('answer');
  const leg = media.legOf(again.offer);
  await pass(8);
  assert.deepEqual(await refusalOf(again), ['no_connection', null]);
  media.connect(leg);
  await engine.settled();
  assert.equal(await rows(), before);
});

test('what is chosen before the connection stands is done when it does', async () => {
  const { page, connect } = await knock(newAddress());
  await page.next('answer');
  page.say({ type: 'choose', menuId: 9 });
  connect();
  const { data } = await page.next('call', stage('queue'));
  assert.equal((await engine.calls.byId(1, data.callId))?.menuId, 9);
  page.say({ type: 'hang_up' });
  await patchbay.reached(data.callId, 'failed', 'finished');
});

test('who hangs up or goes away before the connection stands leaves nothing behind', async () => {
  const before = await rows();
  for (const leave of ['hang_up', 'close'] as const) {
    const { page, offer } = await knock(newAddress());
    await page.next('answer');
    if (leave === 'close') page.close();
    else page.say({ type: 'hang_up' });
    if (leave === 'close') await page.closed;
    for (let tries = 0; tries < 500 && media.legs().includes(offer); tries += 1) await patchbay.send('/healthz');
    await engine.settled();
    assert.equal(await rows(), before);
  }
});

test('an address may begin six calls a minute, and is told when it may again', async () => {
  const address = newAddress();
  for (let count = 0; count < 6; count += 1) {
    const { page, data } = await call(address);
    page.say({ type: 'hang_up' });
    await patchbay.reached(data.callId, 'failed');
    page.close();
  }
  const [error, wait] = await refusalOf(await knock(address));
  assert.equal(error, 'too_many');
  assert.ok(wait !== null && wait > 0 && wait <= 60, `wait ${wait} s`);
  const { page } = await call();
  page.say({ type: 'hang_up' });
  await pass(60);
  const next = await call(address);
  next.page.say({ type: 'hang_up' });
  await patchbay.reached(next.data.callId, 'failed');
});

test('two hundred sockets that never connect keep no caller out', async () => {
  const ghosts = [];
  for (let address = 0; address < 40; address += 1)
    for (let count = 0; count < 5; count += 1) ghosts.push(await knock(`203.0.113.${address + 1}`));
  const { page, data } = await call();
  assert.equal(data.stage, 'menu');
  assert.ok(media.legs().length < 100, 'each ghost keeps a leg');
  page.say({ type: 'hang_up' });
  await patchbay.reached(data.callId, 'failed');
  await pass(8);
  for (const ghost of ghosts) ghost.page.close();
});

const QUEUED = async () => {
  const one = await call();
  one.page.say({ type: 'choose', menuId: 9 });
  await one.page.next('call', ({ data }) => data.mayCallBack);
  return one;
};

test('only ordinary numbers of the workspace’s countries are called back', async () => {
  const { page, data } = await QUEUED();
  const before = await rows();
  for (const [number, error] of [
    ['+1 900-555-1000', 'call_back_refused'], // premium rate
    ['+1 500 555 0123', 'call_back_refused'], // personal
    ['+44 20 7946 0958', 'call_back_refused'], // another country
    ['+1 876 555 1234', 'call_back_refused'], // another country of the same country code
    ['+870 773 111 632', 'call_back_refused'], // satellite
    ['+881 6 123 45678', 'call_back_refused'],
    ['+882 10 12 34 56', 'call_back_refused'],
    ['+883 5100 12345', 'call_back_refused'],
    ['+979 1 2345 6789', 'call_back_refused'],
    ['+1 205-123-4567', 'call_back_refused'], // in no plan
    ['911', 'call_back_emergency'],
    ['+1 911', 'call_back_emergency'],
    ['112', 'call_back_emergency'],
    ['not a number', 'call_back_unreadable'],
  ] as const) {
    page.say({ type: 'call_back', number });
    assert.equal((await page.next('error')).error, error, number);
    page.say({ type: 'confirm_call_back' });
    assert.equal((await page.next('error')).error, 'malformed', number);
  }
  assert.equal(await rows(), before);
  const events = await engine.calls.events(1, data.callId);
  const refused = events.filter(({ type }) => type === 'dial_refused');
  assert.deepEqual(
    refused.map((event) => Object(event.data).why),
    ['emergency', 'emergency', 'emergency'],
  );
  await patchbay.send('/v1/workspace', { method: 'PATCH', body: { call_back_countries: ['GB'] } });
  page.say({ type: 'call_back', number: '+1 415 555 0148' });
  assert.equal((await page.next('error')).error, 'call_back_refused');
  page.say({ type: 'call_back', number: '+44 (0)20 7946-0958' });
  assert.equal((await page.next('call_back_number')).international, '+44 20 7946 0958');
  await patchbay.send('/v1/workspace', { method: 'PATCH', body: { call_back_countries: null } });
  page.say({ type: 'confirm_call_back' });
  assert.equal((await page.next('error')).error, 'call_back_refused', 'it is judged when it is confirmed, too');
  page.say({ type: 'hang_up' });
  await patchbay.reached(data.callId, 'failed', 'finished');
});

test('a number is called only when it has been confirmed, and only for a caller who is connected', async () => {
  const { page, data, leg } = await QUEUED();
  const before = await rows();
  page.say({ type: 'call_back', number: '(415) 555-0101' });
  await page.next('call_back_number');
  assert.equal(await rows(), before);
  media.interrupt(leg);
  page.say({ type: 'confirm_call_back' });
  assert.equal((await page.next('error')).error, 'call_back_closed');
  media.connect(leg);
  page.say({ type: 'call_back', number: '415.555.0101' });
  await page.next('call_back_number');
  page.say({ type: 'confirm_call_back' });
  assert.equal((await page.next('call', stage('ended'))).data.endedReason, 'call_back');
  const [child] = await engine.calls.before(1, null, 1);
  assert.deepEqual([child?.parentId, child?.contactNumber], [data.callId, '+14155550101']);
});

test('call-backs are counted for each number and for each address', async () => {
  const askFor = async (number: string, address: string) => {
    const one = await call(address);
    one.page.say({ type: 'choose', menuId: 9 });
    await one.page.next('call', ({ data }) => data.mayCallBack);
    one.page.say({ type: 'call_back', number });
    await one.page.next('call_back_number');
    one.page.say({ type: 'confirm_call_back' });
    const answer = await Promise.race([one.page.next('call', stage('ended')), one.page.next('error')]);
    one.page.say({ type: 'hang_up' });
    one.page.close();
    return answer.type === 'error'
      ? ([answer.error, answer.retryAfterSeconds] as const)
      : ([answer.data.endedReason, null] as const);
  };
  const victim = '+1 415 555 0199';
  assert.equal((await askFor(victim, newAddress()))[0], 'call_back');
  assert.equal((await askFor(victim, newAddress()))[0], 'call_back');
  assert.equal((await askFor(victim, newAddress()))[0], 'call_back_too_many');
  const address = newAddress();
  for (const last of ['1', '2', '3']) assert.equal((await askFor(`+1 415 555 012${last}`, address))[0], 'call_back');
  const [error, wait] = await askFor('+1 415 555 0124', address);
  assert.equal(error, 'call_back_too_many');
  assert.ok(typeof wait === 'number' && wait > 0 && wait <= 600);
});

test('the link of a text message calls no number that the workspace does not call, and not without end', async () => {
  const linkTo = async (phone: string): Promise<string> => {
    const { json } = await patchbay.send('/phone_call_redirects', { body: { phone } });
    return new URL((json as { url: string }).url).pathname;
  };
  const callMe = async (link: string) => patchbay.send(`${link}/call-me`, { token: null, body: {} });
  const foreign = await callMe(await linkTo('+447400123456'));
  assert.deepEqual([foreign.status, (foreign.json as { error: string }).error], [409, 'number_refused']);
  const link = await linkTo('+14155550177');
  const statuses: number[] = [];
  for (let minute = 0; minute < 3; minute += 1) {
    statuses.push((await callMe(link)).status);
    await clock.advance(60_000);
  }
  assert.deepEqual(statuses, [201, 201, 429]);
  assert.ok(Number((await callMe(link)).headers.get('retry-after')) > 0);
});
