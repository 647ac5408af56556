/** Calls that are dialed over a trunk whose far end is sipp. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { TRUNK_PRESETS } from '#domain/directory/trunk.ts';
import { createAuthority } from '../support/certificates.ts';
import { PASSWORD } from '../support/pages.ts';
import type { Desk } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import { callsIn, callsOut, usePreset } from '../support/preset-calls.ts';
import { sitDown } from '../support/seated-agent.ts';
import type { Sipp } from '../support/sipp.ts';
import { startSipp } from '../support/sipp.ts';
import { answer, isAsked, isCalled, SDP, sound, VIA_OF_INVITE, waits } from '../support/sipp-steps.ts';
import { addTrunk } from '../support/trunks.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;
const OWN_NUMBER = '+13392195276';
const FIRST = 5965;
const SECOND = 5966;

/** Who signs the certificates of providers that are reached over TLS. */
const authority = createAuthority();
const patchbay = await testPatchbay({
  PATCHBAY_SIP: 'udp://127.0.0.1:0,tcp://127.0.0.1:0',
  PATCHBAY_SIP_TLS_CA: authority.certificate,
  PATCHBAY_MEDIA_PORTS: '43600-43699',
  PATCHBAY_DEMO_PASSWORD: PASSWORD,
});
await addTrunk(patchbay, FIRST);
after(async () => (await seated)?.peer.close());

async function takes(scenario: readonly string[], port = FIRST): Promise<Sipp> {
  return startSipp(sipp as FoundProgram, { scenario, to: null, port });
}

let seated: ReturnType<typeof sitDown> | null = null;

/** The agent, who sits down with the first call, calls the number. */
async function dial(number: string): Promise<{ readonly desk: Desk; readonly id: number }> {
  seated ??= sitDown(patchbay, 'agent@somedomain.com', 1000);
  const { desk } = await seated;
  await desk.ask({ type: 'wrap_up_done' });
  const dialled = await desk.ask({ type: 'dial', number, ownNumber: OWN_NUMBER, lang: 'en' });
  assert.equal(dialled.ok, true, JSON.stringify(dialled));
  const { data } = await desk.next('call', (message) => message.data.contact?.number === number);
  return { desk, id: data.id };
}

test('a far end that is busy ends the call, and what its exchange says is kept', { skip }, async () => {
  const callee = await takes([
    isAsked('INVITE', 'From: <sip:.13392195276@'),
    answer('486 Busy Here', { headers: ['Reason: Q.850;cause=17;text="User busy"', 'X-Test-Error: 7'] }),
    isAsked('ACK'),
  ]);
  const call = await patchbay.reached((await dial('+14155550201')).id, 'failed');
  await callee.done;
  assert.deepEqual([call.failReason, call.failDetails], ['eu_busy', 'SIP 486; Q.850 17 (User busy); X-Test-Error: 7']);
  assert.deepEqual(call.carriersTried, []);
});

test(
  'a call that the far end answers continues, on hold without a new offer, until Patchbay hangs up',
  { skip },
  async () => {
    const callee = await takes([
      isAsked('INVITE', 'sip:.14155550202@127.0.0.1:5965'),
      answer('180 Ringing'),
      waits(200),
      answer('200 OK', { headers: [SDP], body: sound() }),
      isAsked('ACK'),
      isAsked('BYE'),
      answer('200 OK', { tag: '' }),
    ]);
    const { desk, id } = await dial('+14155550202');
    await patchbay.reached(id, 'connected');
    for (const type of ['hold', 'resume', 'hold', 'hang_up'] as const)
      assert.ok((await desk.ask({ type, callId: id })).ok, type);
    await callee.done;
    assert.equal((await patchbay.reached(id, 'finished')).disconnectedBy, 'disconnected_by_agent');
  },
);

test(
  'a call that is taken back before anything was heard waits for the first response with its CANCEL',
  { skip },
  async () => {
    const callee = await takes([
      isAsked('INVITE'),
      waits(700),
      answer('180 Ringing'),
      isAsked('CANCEL'),
      answer('200 OK'),
      answer('487 Request Terminated').replace('[last_CSeq:]', 'CSeq: 1 INVITE'),
      isAsked('ACK'),
    ]);
    const { desk, id } = await dial('+14155550203');
    await patchbay.reached(id, 'connecting');
    assert.ok((await desk.ask({ type: 'hang_up', callId: id })).ok);
    await callee.done;
  },
);

test('of two devices that answer the first has the call, and the second is hung up', { skip }, async () => {
  const taken = (tag: string) => answer('200 OK', { headers: [SDP], body: sound(), tag });
  const callee = await takes([
    isCalled(),
    answer('183 Session Progress', { headers: [SDP], body: sound(), tag: 'one' }),
    answer('180 Ringing', { tag: 'two' }),
    taken('two'),
    isAsked('ACK', 'tag=two'),
    taken('one')
      .replace('[last_CSeq:]', 'CSeq: 1 INVITE')
      .replace('[last_Via:]', VIA_OF_INVITE)
      .replace('[last_To:];tag=one', 'To: <sip:callee@127.0.0.1>;tag=one'),
    isAsked('ACK', 'tag=one'),
    isAsked('BYE', 'tag=one'),
    answer('200 OK', { tag: '' }),
    isAsked('BYE', 'tag=two'),
    answer('200 OK', { tag: '' }),
  ]);
  const { desk, id } = await dial('+14155550204');
  await patchbay.reached(id, 'connected');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok((await desk.ask({ type: 'hang_up', callId: id })).ok);
  await callee.done;
});

test(
  'a reliable response is acknowledged once by PRACK, and keys go as INFO to who takes no others',
  { skip },
  async () => {
    const rel = { headers: ['Require: 100rel', 'RSeq: 7', 'Allow: INVITE, INFO, PRACK'] };
    const ofInvite = (text: string): string =>
      text.replace('[last_CSeq:]', 'CSeq: 1 INVITE').replace('[last_Via:]', VIA_OF_INVITE);
    const callee = await takes([
      isCalled(),
      answer('180 Ringing', rel),
      isAsked('PRACK', 'RAck: 7 1 INVITE'),
      answer('200 OK', { tag: '' }),
      ofInvite(
        answer('200 OK', {
          headers: [SDP, 'Allow: INVITE, BYE, INFO'],
          body: sound().replaceAll(/ 101|a=rtpmap:101.*\n/g, ''),
          tag: '',
        }),
      ),
      isAsked('ACK'),
      isAsked('INFO', 'Signal=4'),
      answer('200 OK', { tag: '' }),
      isAsked('INFO', 'Signal=#'),
      answer('200 OK', { tag: '' }),
      isAsked('BYE'),
      answer('200 OK', { tag: '' }),
    ]);
    const { desk, id } = await dial('+14155550206');
    await patchbay.reached(id, 'connected');
    assert.ok((await desk.ask({ type: 'digits', callId: id, digits: '4#' })).ok);
    while (!(await callee.said()).includes('Signal=#')) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok((await desk.ask({ type: 'hang_up', callId: id })).ok);
    await callee.done;
  },
);

test('a redirection is not followed: whom the far end names is not dialed', { skip }, async () => {
  const callee = await takes([
    isAsked('INVITE'),
    answer('302 Moved Temporarily', { headers: ['Contact: <sip:+19005550199@127.0.0.1:5965>'] }),
    isAsked('ACK'),
  ]);
  const call = await patchbay.reached((await dial('+14155550207')).id, 'failed');
  await callee.done;
  assert.deepEqual([call.failReason, call.failDetails, call.carriersTried], ['voip_conn_general', 'SIP 302', []]);
});

test('a trunk that answers 503 is followed by the next one', { skip }, async () => {
  await addTrunk(patchbay, SECOND);
  const first = await takes([isAsked('INVITE'), answer('503 Service Unavailable'), isAsked('ACK')]);
  const second = await takes([isAsked('INVITE'), answer('603 Decline'), isAsked('ACK')], SECOND);
  const call = await patchbay.reached((await dial('+14155550205')).id, 'failed');
  await Promise.all([first.done, second.done]);
  assert.deepEqual([call.carriersTried.length, call.failReason], [1, 'eu_rejected']);
});

test('a scheduled call that may be dialed no more when it comes due fails for that reason', { skip }, async () => {
  const limit = async (countries: string[] | null): Promise<void> => {
    await patchbay.database.query.updateTable('trunk').set({ countries }).execute();
    await patchbay.trunkCalls.readTrunks();
  };
  const planned = await patchbay.engine.scheduleCall({
    workspaceId: 1,
    menuId: 53,
    parentId: null,
    scheduledAt: new Date(Date.now() + 3_600_000),
    ticketId: null,
    number: '+14155550320',
    ownNumber: OWN_NUMBER,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  });
  assert.ok(planned.ok, JSON.stringify(planned));
  await limit(['FR']);
  assert.ok((await patchbay.engine.callScheduledNow({ kind: 'token', workspaceId: 1 }, planned.value.id)).ok);
  assert.equal((await patchbay.reached(planned.value.id, 'failed')).failReason, 'number_not_called');
  await limit(null);
});

for (const preset of TRUNK_PRESETS)
  test(`a trunk of the preset ${preset} sends and takes what its provider documents`, { skip }, async (t) => {
    const world = await usePreset(t, patchbay, preset, authority);
    await callsOut(patchbay, world, dial);
    await callsIn(t, patchbay, world);
  });

test('no dialog is left of any of them', { skip }, () => {
  assert.equal(patchbay.trunkCalls.carrier.dialogs(), 0);
});
