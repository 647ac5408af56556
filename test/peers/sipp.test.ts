/** The user agent against sipp: calls in and out, lost messages, CANCEL, TCP, digest, and strangers. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { AnsweringAgent } from '../support/answering-agent.ts';
import { openAnsweringAgent } from '../support/answering-agent.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import { trunkAt } from '../support/sip-peer.ts';
import type { SippRun } from '../support/sipp.ts';
import { receives, startSipp } from '../support/sipp.ts';
import { clientSends, serverSends } from '../support/sipp-messages.ts';
import { until } from '../support/until.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;

let world: AnsweringAgent;
before(async () => (world = await openAnsweringAgent()));
after(async () => world.close());
beforeEach(() => {
  Object.assign(world.tally, { invited: 0, cancelled: 0, acknowledged: 0, unacknowledged: 0, ended: 0 });
  world.news.splice(0);
  world.agent.use([trunkAt({ address: '127.0.0.1', port: 9 }, { inboundAddresses: ['127.0.0.1/32'] })]);
});

const start = async (run: SippRun) => startSipp(sipp as FoundProgram, run);

const PROVISIONAL = [receives('response="100" optional="true"'), receives('response="180" optional="true"')];

/** RFC 3665 section 3.1: a call that is answered, and that the caller ends. */
const CALL = [
  clientSends('INVITE'),
  ...PROVISIONAL,
  receives('response="200"'),
  clientSends('ACK', 1),
  clientSends('BYE', 2),
  receives('response="200"'),
];

/** How the calls travel -> the run. */
const WAYS: Readonly<Record<string, () => Omit<SippRun, 'scenario'>>> = {
  'over UDP': () => ({ to: world.port, calls: 40, rate: 40 }),
  'over UDP that loses a tenth of all messages': () => ({ to: world.port, calls: 40, rate: 40, lost: 10 }),
  'over TCP': () => ({ to: world.tcpPort, calls: 40, rate: 40, transport: 't1' }),
};

for (const [what, run] of Object.entries(WAYS))
  test(`forty calls come in ${what}, are answered, and end`, { skip }, async () => {
    const { calls = 0, lost = 0, ...rest } = run();
    await (
      await start({ ...rest, calls, lost, scenario: CALL })
    ).done;
    // Where its ACK and its BYE are both lost, sipp takes a repeated 200 of the INVITE for that of the BYE: one call
    // in a hundred, which no one has hung up then.
    const { ended, unacknowledged } = world.tally;
    assert.ok(ended <= calls && ended >= calls - (lost > 0 ? 4 : 0), `${ended} of ${calls} were hung up`);
    assert.equal(unacknowledged, 0);
  });

test('a 200 is repeated until its ACK, and no longer', { skip }, async () => {
  const scenario = [
    clientSends('INVITE'),
    ...PROVISIONAL,
    receives('response="200"'),
    '<pause milliseconds="1700"/>',
    clientSends('ACK', 1),
    '<pause milliseconds="2500"/>',
    clientSends('BYE', 2),
    receives('response="200"'),
  ];
  const messages = await (await start({ to: world.port, scenario })).done;
  // At once, after 0.5 s and after 1.5 s; the last is that of BYE.
  assert.equal(messages.split('SIP/2.0 200 OK').length - 1, 4);
  assert.deepEqual([world.tally.acknowledged, world.tally.ended], [1, 1]);
});

test('CANCEL is answered 200, and its INVITE 487', { skip }, async () => {
  const scenario = [
    clientSends('INVITE', 1, 'slow'),
    receives('response="100" optional="true"'),
    receives('response="180"'),
    clientSends('CANCEL', 1, 'slow').replace('[branch]', '[branch-3]'),
    receives('response="200"'),
    receives('response="487"'),
    clientSends('ACK', 1, 'slow').replace('[branch]', '[branch-6]'),
  ];
  await (
    await start({ to: world.port, scenario, calls: 5 })
  ).done;
  assert.equal(world.tally.cancelled, 5);
});

test('OPTIONS is answered, and a method that we do not have is refused with those that we do', { skip }, async () => {
  for (const [method, status] of [
    ['OPTIONS', 200],
    ['PUBLISH', 405],
  ] as const)
    await (
      await start({ to: world.port, scenario: [clientSends(method), receives(`response="${status}"`)] })
    ).done;
});

const OK = { hasSdp: true } as const;

test('a call of ours passes a challenge, is answered, and ends', { skip }, async () => {
  const challenge =
    'WWW-Authenticate: Digest realm="sipp", nonce="47ebe028cda119c35d4877b383027d28da013815", qop="auth"';
  const verify = '<action><verifyauth assign_to="1" username="trunk" password="secret"/></action>';
  const far = await start({
    to: null,
    scenario: [
      receives('request="INVITE"'),
      serverSends(401, { extra: challenge }),
      receives('request="ACK"'),
      `<recv request="INVITE">${verify}</recv>`,
      '<nop next="3" test="1"/>',
      serverSends(403),
      '<label id="3"/>',
      serverSends(180),
      serverSends(200, { ...OK, isRepeated: true }),
      receives('request="ACK"'),
      receives('request="BYE"'),
      serverSends(200),
    ],
  });
  const trunk = trunkAt({ address: '127.0.0.1', port: far.port }, { username: 'trunk', password: 'secret' });
  const call = world.call(trunk);
  await until(() => call.heard.some((each) => each.type === 'response' && each.response.status >= 200));
  call.hangUp();
  await far.done;
  const statuses = call.heard.map((each) => (each.type === 'response' ? each.response.status : each.reason));
  assert.deepEqual(statuses, [180, 200, 200]);
});

test('each repetition of a 200 is acknowledged', { skip }, async () => {
  const keepVia = '<action><ereg regexp=".*" search_in="hdr" header="Via:" assign_to="1"/></action>';
  const far = await start({
    to: null,
    scenario: [
      `<recv request="INVITE">${keepVia}</recv>`,
      serverSends(200, OK),
      receives('request="ACK"'),
      // What a far end does where the ACK is lost: the same 200 once more.
      serverSends(200, OK)
        .replace('[last_Via:]', 'Via: [$1]')
        .replace('[last_CSeq:]', 'CSeq: 1 INVITE')
        .replace(';tag=[call_number]', ''),
      '<pause milliseconds="300"/>',
    ],
  });
  world.call(trunkAt({ address: '127.0.0.1', port: far.port }));
  // sipp repeats itself for each ACK that it has had before: that does not continue forever.
  const acks = (await far.done).split('\nACK sip:').length - 1;
  assert.ok(acks >= 2 && acks <= 31, String(acks));
});

test('a 200 that crosses our CANCEL is acknowledged and hung up', { skip }, async () => {
  const far = await start({
    to: null,
    scenario: [
      receives('request="INVITE"'),
      serverSends(180),
      receives('request="CANCEL"'),
      serverSends(200),
      serverSends(200, OK).replace('[last_CSeq:]', 'CSeq: 1 INVITE'),
      receives('request="ACK"'),
      receives('request="BYE"'),
      serverSends(200),
    ],
  });
  const call = world.call(trunkAt({ address: '127.0.0.1', port: far.port }));
  await until(() => call.heard.length === 1);
  call.cancel();
  await far.done;
  await until(() => call.heard.some((each) => each.type === 'failed' && each.reason === 'cancelled'));
});

test('strangers get no answer while the calls of a trunk come through', { skip }, async () => {
  const silence = '<pause milliseconds="400"/>';
  const from = { to: world.port, address: '127.0.0.2', calls: 300, rate: 300 };
  const strangers = await start({ ...from, scenario: [clientSends('INVITE').replace(' retrans="500"', ''), silence] });
  await (
    await start({ to: world.port, calls: 10, scenario: CALL })
  ).done;
  // A message that sipp does not wait for ends its call, and its run, with a fault.
  await strangers.done;
  assert.deepEqual([world.tally.ended, world.tally.invited], [10, 10]);
  assert.deepEqual(
    world.news.map(({ type }) => type),
    ['strangers'],
  );
});
