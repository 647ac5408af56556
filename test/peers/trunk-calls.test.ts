/** Calls that come in over a trunk whose far end is sipp. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { testPatchbay, TOKEN } from '../support/patchbay.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import type { Sipp, SippRun } from '../support/sipp.ts';
import { startSipp } from '../support/sipp.ts';
import { answer, hears, isAsked, SDP, send, sound, waits } from '../support/sipp-steps.ts';
import { sipOf } from '../support/call-sip.ts';
import { addTrunk } from '../support/trunks.ts';
import type { Call } from '#domain/call/call.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;
const sofia = await findProgram('sip-options');
const withoutSofia =
  sofia === null ? 'sofia is not here, and cannot be installed: apt-get install sofia-sip-bin.' : false;
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const OWN_NUMBER = '+13392195276';
/** Rings an agent who is away. */
const DIRECT = '+13392195279';
const FIRST = 5961;
/** Where it listens on IPv6. */
const SIX = 5967;

const patchbay = await testPatchbay({
  PATCHBAY_SIP: `udp://127.0.0.1:0,tcp://127.0.0.1:0,udp://[::1]:${SIX}`,
  PATCHBAY_MEDIA_HOST: '::',
  PATCHBAY_MEDIA_PORTS: '43300-43399',
});
await patchbay.database.query
  .insertInto('phone_number')
  .values({ workspace_id: 1, number: DIRECT, display: DIRECT, destination_kind: 'agent', destination_id: 2 })
  .execute();
const trunkId = await addTrunk(patchbay, FIRST, { inbound_addresses: ['127.0.0.1', '::1'] });

const run = async (sippRun: SippRun): Promise<Sipp> => startSipp(sipp as FoundProgram, sippRun);
async function calls(scenario: readonly string[], number = OWN_NUMBER): Promise<Sipp> {
  return run({ scenario, to: patchbay.sip.agent.portOf('UDP'), args: ['-s', number] });
}

/** The next call of the workspace. */
function nextCall(holds: (call: Call) => boolean): Promise<Call> {
  const found = Promise.withResolvers<Call>();
  patchbay.engine.onTransition(({ call }) => {
    if (holds(call)) found.resolve(call);
  });
  return found.promise;
}

const INVITE = send('INVITE', 1, { headers: [SDP], body: sound(), within: false });
const ACK = send('ACK', 1);
/** Of a refusal: its branch is that of its INVITE, this many lines before. */
const ackOf = (cseq: number, branch = '[branch-3]') => send('ACK', cseq, { branch });
const ringing = [hears(100, null, true), hears(180, null, true)];

/** A call whose far end is there no more: it ends while the other tests run. */
let cut: Promise<Call> | null = null;

test('a far end vanishes in the middle of its call', { skip }, async () => {
  const taken = nextCall((call) => call.state === 'selecting');
  const caller = await run({
    scenario: [INVITE, ...ringing, hears(200), ACK, waits(20_000)],
    to: patchbay.sip.agent.portOf('TCP'),
    transport: 't1',
    args: ['-s', OWN_NUMBER],
  });
  const { id } = await taken;
  while (patchbay.trunkCalls.carrier.dialogs() === 0) await new Promise(setImmediate);
  caller.stop();
  await assert.rejects(caller.done);
  cut = patchbay.reached(id, 'failed');
});

for (const transport of ['UDP', 'TCP'] as const)
  test(`sofia asks over ${transport} what is spoken here`, { skip: withoutSofia }, async () => {
    const at = `sip:127.0.0.1:${patchbay.sip.agent.portOf(transport)};transport=${transport.toLowerCase()}`;
    const { path, env } = sofia ?? assert.fail();
    const bind = `--bind=sip:127.0.0.1:*;transport=${transport.toLowerCase()}`;
    const { stdout } = await promisify(execFile)(path, ['--all', bind, at], { env: { ...process.env, ...env } });
    assert.match(stdout, /^SIP\/2.0 200 OK/);
    assert.match(stdout, new RegExp(`^Via: SIP/2.0/${transport} `, 'm'));
    assert.match(stdout, /^Allow: INVITE, ACK, CANCEL, BYE, OPTIONS/m);
  });

test('a call comes in, a key by INFO chooses its queue, and the caller hangs up', { skip }, async () => {
  const over = nextCall((call) => call.state === 'failed' && call.failReason !== 'voip_conn_timeout');
  const body = 'Signal=3\nDuration=160\n';
  const caller = await calls([
    INVITE,
    ...ringing,
    hears(200, 'm=audio [1-9][0-9]* RTP/AVP 0 101'),
    ACK,
    waits(300),
    send('INFO', 2, { headers: ['Content-Type: application/dtmf-relay'], body }),
    hears(200),
    waits(300),
    send('BYE', 3),
    hears(200),
  ]);
  await caller.done;
  const call = await over;
  const events = (await patchbay.engine.calls.events(1, call.id)).map(({ type }) => type);
  assert.ok(events.includes('menu_selected'), events.join(' '));
  assert.deepEqual([call.contactNumber, call.carrier.startsWith('trunk:')], ['+14155550123', true]);
  assert.equal(call.disconnectedBy, 'disconnected_by_end_user');
  const { steps, infos, ends } = await sipOf(patchbay, call.id);
  assert.deepEqual(steps, [['far_end', '> INVITE, < 200, > ACK, > INFO, < 200, > BYE, < 200']]);
  assert.match(infos[0] ?? '', /\n\n\(\d+ bytes\)$/, 'which key was pressed is not kept');
  assert.deepEqual(ends, ['far_end']);
});

test(
  'a call comes in over IPv6, and every address that it is told is one of IPv6',
  { skip: skip === false && !hasIpv6 ? 'no IPv6' : skip },
  async () => {
    const taken = nextCall((call) => call.state === 'selecting');
    const caller = await run({
      scenario: [
        INVITE,
        ...ringing,
        hears(200, 'Contact: <sip:.*@\\[::1\\]:5967>.*c=IN IP6 '),
        ACK,
        isAsked('BYE'),
        answer('200 OK', { tag: '' }),
      ],
      to: SIX,
      address: '::1',
      args: ['-s', OWN_NUMBER, '-mi', '::1'],
    });
    const { id } = await taken;
    while (patchbay.trunkCalls.carrier.dialogs() === 0) await new Promise(setImmediate);
    assert.ok((await patchbay.engine.hangUp({ kind: 'token', workspaceId: 1 }, id)).ok);
    await caller.done;
  },
);

test('a caller who takes the call back while it rings is answered 200, and the INVITE 487', { skip }, async () => {
  const over = nextCall((call) => call.state === 'failed' && call.failReason !== 'voip_conn_timeout');
  const cancel = send('CANCEL', 1, { within: false, branch: '[branch-3]' });
  const caller = await calls(
    [INVITE, hears(100, null, true), hears(180), cancel, hears(200), hears(487), ackOf(1, '[branch-6]')],
    DIRECT,
  );
  await caller.done;
  assert.equal((await over).failReason, 'eu_abandoned');
});

test('a number that is no one’s is answered 404, and no call is made', { skip }, async () => {
  const caller = await calls([INVITE, hears(100, null, true), hears(404), ackOf(1)], '+13392195000');
  await caller.done;
  const stream = await fetch(`${patchbay.address}/v1/events?types=call.refused&after=0`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  let told = '';
  for await (const chunk of stream.body ?? assert.fail()) {
    told += Buffer.from(chunk).toString();
    if (told.includes('"call":null')) break;
  }
  const refusal = { direction: 'inbound', cause: 'number_unknown', trunk_id: trunkId, omitted: 0 };
  assert.ok(told.includes(`"refusal":${JSON.stringify(refusal)}`), told);
  const { text } = await patchbay.send('/metrics', { token: null });
  const labels = `trunk="${trunkId}",direction="in",cause="number_unknown"`;
  assert.ok(text.includes(`patchbay_trunk_refusals_total{${labels}} 1\n`), text);
});

test('a call without a description is offered one, and answers it in its ACK', { skip }, async () => {
  const caller = await calls([
    send('INVITE', 1, { within: false }),
    ...ringing,
    hears(200, 'm=audio [1-9][0-9]* RTP/AVP'),
    send('ACK', 1, { headers: [SDP], body: sound() }),
    waits(300),
    send('BYE', 2),
    hears(200),
  ]);
  await caller.done;
});

test('hold is answered as it is offered, a fax is refused, and the call continues', { skip }, async () => {
  const offer = (cseq: number, body: string) => send('INVITE', cseq, { headers: [SDP], body });
  const ack = (cseq: number) => send('ACK', cseq);
  const fax = sound().replace('m=audio [media_port] RTP/AVP 0 101', 'm=image [media_port] udptl t38');
  const caller = await calls([
    INVITE,
    ...ringing,
    hears(200),
    ACK,
    offer(2, sound(['a=sendonly'])),
    hears(100, null, true),
    hears(200, 'a=recvonly'),
    ack(2),
    offer(3, sound(['a=inactive'])),
    hears(100, null, true),
    hears(200, 'a=inactive'),
    ack(3),
    offer(4, sound(['a=sendrecv'])),
    hears(100, null, true),
    hears(200, 'a=sendrecv'),
    ack(4),
    offer(5, fax),
    hears(100, null, true),
    hears(488),
    ackOf(5),
    send('INVITE', 6),
    hears(100, null, true),
    hears(200, 'm=audio'),
    send('ACK', 6, { headers: [SDP], body: sound() }),
    send('UPDATE', 7),
    hears(200),
    send('OPTIONS', 8),
    hears(200, 'Allow: .*INVITE'),
    send('INFO', 9, { headers: ['Info-Package: foo'] }),
    hears(469),
    send('BYE', 10),
    hears(200),
    send('BYE', 11),
    hears(481),
  ]);
  await caller.done;
});

test(
  'a call that wants every provisional response acknowledged, and brings a fax and fields that we do not know, is answered',
  { skip },
  async () => {
    const caller = await calls([
      send('INVITE', 1, {
        headers: [
          'Require: 100rel',
          'P-Charging-Vector: icid-value="1.2";orig-ioi=home.net',
          'X.Vendor-1.Name: é',
          SDP,
        ],
        body: sound(['m=image 6000 udptl t38', 'a=T38FaxVersion:0']),
        within: false,
      }),
      hears(100, null, true),
      hears(200, 'm=audio [1-9][0-9]* RTP/AVP 0.*m=image 0 udptl t38'),
      ACK,
      send('BYE', 2),
      hears(200),
    ]);
    await caller.done;
  },
);

test('a session interval below ours is refused with the least, and one that fits is agreed on', { skip }, async () => {
  const timed = (cseq: number, seconds: number) =>
    send('INVITE', cseq, {
      headers: ['Supported: timer', `Session-Expires: ${seconds}`, SDP],
      body: sound(),
      within: false,
    });
  const caller = await calls([
    timed(1, 60),
    hears(100, null, true),
    hears(422, 'Min-SE: 90'),
    ackOf(1),
    timed(2, 120),
    ...ringing,
    hears(200, 'Session-Expires: 120;refresher=uac'),
    send('ACK', 2),
    send('BYE', 3),
    hears(200),
  ]);
  await caller.done;
});

test('the call of the far end that vanished has ended for that reason', { skip }, async () => {
  assert.equal((await cut)?.failReason, 'voip_conn_timeout');
});

test('no dialog is left of any of them', { skip }, () => {
  assert.equal(patchbay.trunkCalls.carrier.dialogs(), 0);
});
