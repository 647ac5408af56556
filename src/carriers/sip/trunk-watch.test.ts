/** Registrations, OPTIONS and the test of a trunk, against a far end that each test writes. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { TrunkHealth } from '#domain/directory/trunk.ts';
import { challengesFor, createNonceBook, judge } from '#sip/digest/digest-server.ts';
import { writeChallenge } from '#sip/digest/challenge.ts';
import type { SipRequest } from '#sip/message/message.ts';
import { headerOf } from '#sip/message/message.ts';
import type { AgentWorld } from '../../../test/support/agent-world.ts';
import { openAgentWorld } from '../../../test/support/agent-world.ts';
import { until } from '../../../test/support/until.ts';
import { digestHash, newWord } from './randomness.ts';
import type { SipTrunk } from './sip-trunk.ts';
import { probeTrunk } from './trunk-probe.ts';
import type { TrunkWatch } from './trunk-watch.ts';
import { createTrunkWatch } from './trunk-watch.ts';

let world: AgentWorld;
let watch: TrunkWatch;
let told: [number, TrunkHealth][];
let registering: SipTrunk;

beforeEach(async () => {
  world = await openAgentWorld();
  told = [];
  const { agent, clock } = world;
  watch = createTrunkWatch({ agent, clock, changed: (id, health) => void told.push([id, health]) });
  registering = { ...world.trunk, registers: true, username: 'line', password: 'secret' };
  agent.use([registering]);
});
afterEach(async () => world.close());

/** Answers the REGISTER, granting this many seconds to its Contact. */
function grant(register: SipRequest, seconds: number, fields: Readonly<Record<string, string>> = {}): void {
  const others = '<sip:line@192.0.2.9>;expires=3000';
  const own = (headerOf(register, 'Contact') ?? '').replace(/;expires=\d+$/, `;expires=${seconds}`);
  world.peer.answer(register, 200, { Contact: `${others}, ${own}`, ...fields });
}

/** The next REGISTER, with the OPTIONS before it answered. */
async function nextRegister(): Promise<SipRequest> {
  return world.peer.request('REGISTER');
}

async function answerOptions(status = 200): Promise<void> {
  world.peer.answer(await world.peer.request('OPTIONS'), status);
}

const healthOf = (): TrunkHealth => watch.health().get(1) ?? assert.fail();

test('a trunk is registered with, as long as it granted, and is up', async () => {
  watch.use([registering]);
  await answerOptions();
  const first = await nextRegister();
  assert.equal(headerOf(first, 'To'), '<sip:line@127.0.0.1>');
  assert.match(headerOf(first, 'Contact') ?? '', /^<sip:line@127\.0\.0\.1:\d+;line=[0-9a-f]{24}>;expires=3600$/);
  grant(first, 120);
  await until(() => healthOf().isRegistered === true);
  assert.deepEqual(healthOf(), { state: 'up', isRegistered: true, fault: null });
  await world.clock.advance(59_000);
  const count = world.peer.bytes();
  await world.clock.advance(1000);
  const second = await nextRegister();
  assert.ok(world.peer.bytes() > count);
  assert.deepEqual([second.callId, second.cseq.number], [first.callId, first.cseq.number + 1]);
});

test('a registrar that wants longer is asked for longer', async () => {
  watch.use([registering]);
  world.peer.answer(await nextRegister(), 423, { 'Min-Expires': '7200' });
  assert.equal(headerOf(await nextRegister(), 'Expires'), '7200');
});

test('a trunk that refuses is down, says why, and is asked again', async () => {
  watch.use([{ ...registering, password: null }]);
  world.peer.answer(await nextRegister(), 403);
  await until(() => healthOf().fault !== null);
  assert.deepEqual(healthOf(), {
    state: 'down',
    isRegistered: false,
    fault:
      'The registrar refused our REGISTER: it forbids it (403 Whatever): check the username, and that the account may do this.',
  });
  await answerOptions();
  await world.clock.advance(60_000);
  grant(await nextRegister(), 3600);
  await until(() => healthOf().state === 'up');
});

test('a challenge of the registrar is answered', async () => {
  watch.use([registering]);
  const nonces = createNonceBook(world.clock.elapsed, newWord, 10_000);
  const accountOf = () => ({ user: 'line', password: 'secret' });
  const validator = { status: 401, realm: 'registrar', hash: digestHash, accountOf, nonces } as const;
  const first = await nextRegister();
  const [challenge] = challengesFor(validator, ['MD5'], false);
  const { name, value } = writeChallenge(challenge ?? assert.fail());
  world.peer.answer(first, 401, { [name]: value });
  const second = await nextRegister();
  assert.equal(judge(second, validator), 'right');
  grant(second, 3600);
  await until(() => healthOf().isRegistered === true);
});

test('a trunk that is taken away, or changed, is unregistered from', async () => {
  watch.use([registering]);
  grant(await nextRegister(), 3600);
  await until(() => healthOf().isRegistered === true);
  watch.use([]);
  const last = await nextRegister();
  assert.match(headerOf(last, 'Contact') ?? '', /;expires=0$/);
  grant(last, 0);
  await watch.stop();
  assert.equal(watch.health().size, 0);
});

test('a stop waits for a registrar no longer than 2 s', async () => {
  watch.use([registering]);
  grant(await nextRegister(), 3600);
  await until(() => healthOf().isRegistered === true);
  const stopped = watch.stop();
  await nextRegister();
  await world.clock.advance(2000);
  await stopped;
});

/** The answer to OPTIONS -> how the trunk is. */
const ANSWERS: readonly (readonly [number, TrunkHealth['state'], RegExp])[] = [
  [200, 'up', /^null$/],
  [405, 'up', /^null$/],
  [501, 'up', /^null$/],
  [503, 'down', /it is out of service \(503 Whatever\)/],
  [401, 'down', /the username or the password is wrong/],
];

for (const [status, state, fault] of ANSWERS)
  test(`a trunk that answers OPTIONS by ${status} is ${state}`, async () => {
    watch.use([world.trunk]);
    await answerOptions(status);
    await until(() => told.length === 1);
    assert.deepEqual([healthOf().state, healthOf().isRegistered], [state, null]);
    assert.match(String(healthOf().fault), fault);
  });

test('a trunk is asked again after a minute, and what is as it was is not told', async () => {
  watch.use([world.trunk]);
  await answerOptions();
  await until(() => told.length === 1);
  await world.clock.advance(66_000);
  await answerOptions();
  await world.clock.advance(66_000);
  await world.peer.request('OPTIONS');
  await world.clock.advance(32_000);
  await until(() => told.length === 2);
  assert.deepEqual(told[1], [
    1,
    { state: 'down', isRegistered: null, fault: `It did not answer (UDP 127.0.0.1:${world.peer.port}).` },
  ]);
});

test('the test of a trunk says what works, in sentences', async () => {
  const { agent, clock, peer } = world;
  const probing = probeTrunk({ ...registering, password: null }, { agent, clock });
  await answerOptions();
  const register = await nextRegister();
  assert.equal(headerOf(register, 'Contact'), null);
  peer.answer(register, 403);
  assert.deepEqual(await probing, [
    { step: 'options', ok: true, sentence: 'It answered OPTIONS: 200 Whatever.' },
    {
      step: 'register',
      ok: false,
      sentence:
        'Asked to register, it forbids it (403 Whatever): check the username, and that the account may do this.',
    },
  ]);
});

/** What is wrong with a trunk -> the step that says so, and its sentence. */
const FAULTS: readonly (readonly [string, () => SipTrunk, string, RegExp])[] = [
  [
    'its name',
    () => ({ ...world.trunk, host: 'nowhere.example.com' }),
    'dns',
    /^DNS knows no address of nowhere\.example\.com/,
  ],
  [
    'its port over TCP',
    () => ({ ...world.trunk, transports: ['tcp'], port: 1 }),
    'connect',
    /^It refused the connection \(TCP 127\.0\.0\.1:1\)\.$/,
  ],
];

for (const [what, trunk, step, sentence] of FAULTS)
  test(`the test of a trunk finds that ${what} is wrong`, async () => {
    const { agent, clock } = world;
    const steps = await probeTrunk(trunk(), { agent, clock });
    assert.deepEqual(
      steps.map((each) => [each.step, each.ok]),
      [[step, false]],
    );
    assert.match(steps[0]?.sentence ?? '', sentence);
  });

test('the test of a trunk that is silent ends within 5 s of it', async () => {
  const { agent, clock, peer } = world;
  const probing = probeTrunk(world.trunk, { agent, clock });
  await peer.request('OPTIONS');
  await clock.advance(5000);
  const [only] = await probing;
  assert.deepEqual([only?.step, only?.ok], ['options', false]);
  assert.match(only?.sentence ?? '', /did not answer in 5 seconds\. Check the port/);
});
