/** Telephones that transfer their calls, and carriers that are asked to: REFER, with sipp at the far ends. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import { sitDown } from '../support/seated-agent.ts';
import type { Sipp } from '../support/sipp.ts';
import { startSipp } from '../support/sipp.ts';
import { answer, hears, isAsked, isReferred, notifies, SDP, send, sound, waits } from '../support/sipp-steps.ts';
import { createScriptedVoice } from '../support/scripted-voice.ts';
import { addTrunk } from '../support/trunks.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;
const OWN_NUMBER = '+13392195276';
const TRUNK = 5963;

const patchbay = await testPatchbay(
  {
    PATCHBAY_SIP: 'udp://127.0.0.1:0',
    PATCHBAY_MEDIA_PORTS: '43400-43499',
    PATCHBAY_DEMO_PASSWORD: PASSWORD,
  },
  { speaker: createScriptedVoice().speaker },
);
const trunkId = await addTrunk(patchbay, TRUNK, { refer_in: true, refer_out: true });
let seated: ReturnType<typeof sitDown> | null = null;
after(async () => (await seated)?.peer.close());

/** sipp calls in over the trunk. */
async function calls(scenario: readonly string[], number = OWN_NUMBER): Promise<Sipp> {
  const to = patchbay.sip.agent.portOf('UDP');
  return startSipp(sipp as FoundProgram, { scenario, to, args: ['-s', number] });
}
/** sipp is dialed over it. */
async function takes(scenario: readonly string[]): Promise<Sipp> {
  return startSipp(sipp as FoundProgram, { scenario, to: null, port: TRUNK });
}

/** The next call that gets there. */
function nextCall(holds: (call: Call) => boolean): Promise<Call> {
  const found = Promise.withResolvers<Call>();
  patchbay.engine.onTransition(({ call }) => {
    if (holds(call)) found.resolve(call);
  });
  return found.promise;
}

async function eventsOf({ id }: Call): Promise<readonly string[]> {
  return (await patchbay.engine.calls.events(1, id)).map(({ type }) => type);
}

const IS_IN = [
  send('INVITE', 1, { headers: [SDP], body: sound(), within: false }),
  hears(100, null, true),
  hears(180, null, true),
  hears(200),
  send('ACK', 1),
];
const refer = (cseq: number, to: string, headers: readonly string[] = []) =>
  send('REFER', cseq, { headers: [...(to === '' ? [] : [`Refer-To: <${to}>`]), ...headers] });
/** Is told how the transfer stands, and says that it was heard. */
const isTold = (status: number) => [isAsked('NOTIFY', `SIP/2.0 ${status} `), answer('200 OK', { tag: '' })];
const leaves = (cseq: number) => [send('BYE', cseq), hears(200)];
const rings = [answer('180 Ringing'), waits(100)];
const picksUp = [answer('200 OK', { headers: [SDP], body: sound() }), isAsked('ACK')];
const isHungUp = [isAsked('BYE'), answer('200 OK', { tag: '' })];

/** The next call in which another telephone has the far end's place is hung up by Patchbay. */
async function goesOnUntilHungUp(): Promise<readonly string[]> {
  const moved = Promise.withResolvers<Call>();
  patchbay.engine.onTransition(({ call, event }) => {
    if (event.type === 'telephone_changed') moved.resolve(call);
  });
  const call = await moved.promise;
  assert.ok((await patchbay.engine.hangUp({ kind: 'token', workspaceId: 1 }, call.id)).ok);
  return eventsOf(call);
}

test('who is named has the place once they answer, and the call continues with them', { skip }, async () => {
  const events = goesOnUntilHungUp();
  const target = await takes([isAsked('INVITE', 'sip:.14155550301@'), ...rings, ...picksUp, ...isHungUp]);
  const caller = await calls([
    ...IS_IN,
    refer(2, 'sip:+14155550301@127.0.0.1'),
    hears(202),
    ...isTold(100),
    ...isTold(180),
    ...isTold(200),
    ...leaves(3),
  ]);
  await Promise.all([caller.done, target.done]);
  assert.deepEqual((await events).slice(-2), ['telephone_changed', 'hung_up']);
});

test('who hangs up before the end of their transfer has left, and the call continues', { skip }, async () => {
  const events = goesOnUntilHungUp();
  const target = await takes([isAsked('INVITE'), waits(1_000), ...picksUp, ...isHungUp]);
  const caller = await calls([...IS_IN, refer(2, 'tel:+1-415-555-0302'), hears(202), ...isTold(100), ...leaves(3)]);
  await Promise.all([caller.done, target.done]);
  assert.deepEqual((await events).slice(-2), ['telephone_changed', 'hung_up']);
});

test('who is busy leaves the call where it is; a second transfer is told by its number', { skip }, async () => {
  const over = nextCall((call) => call.state === 'failed');
  const busy = [isAsked('INVITE'), answer('486 Busy Here'), isAsked('ACK')];
  const first = await takes(busy);
  const caller = await calls([
    ...IS_IN,
    refer(2, 'sip:+14155550303@127.0.0.1'),
    hears(202),
    ...isTold(100),
    ...isTold(486),
    waits(300),
    refer(3, 'sip:+14155550304@127.0.0.1'),
    hears(202),
    isAsked('NOTIFY', 'refer;id=3'),
    answer('200 OK', { tag: '' }),
    ...isTold(486),
    refer(4, 'sip:+14155550305@127.0.0.1', ['Refer-Sub: false']),
    hears(202, 'Refer-Sub: false'),
    waits(200),
    ...leaves(5),
  ]);
  await first.done;
  const more = await startSipp(sipp as FoundProgram, { scenario: busy, to: null, port: TRUNK, calls: 2 });
  await Promise.all([caller.done, more.done]);
  const events = await eventsOf(await over);
  assert.deepEqual([events.includes('telephone_changed'), events.at(-1)], [false, 'hung_up']);
});

/** A call that stays until it is hung up, and the dialog that it is in, as its far end names it in Replaces. */
async function staying(): Promise<{ readonly caller: Sipp; readonly replaces: string; readonly call: Call }> {
  const taken = nextCall(({ state }) => state === 'selecting');
  const caller = await calls([...IS_IN, ...isHungUp]);
  const call = await taken;
  for (;;) {
    const said = await caller.said();
    const [, tag] = /SIP\/2\.0 200 OK[^]*?\nTo: [^\n]*;tag=(\w+)/.exec(said) ?? [];
    const [, callId] = /\nCall-ID: (\S+)/.exec(said) ?? [];
    if (tag !== undefined) return { caller, call, replaces: `${callId};to-tag=${tag};from-tag=caller-1` };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const replacing = (replaces: string) =>
  send('INVITE', 1, { headers: ['Require: replaces', `Replaces: ${replaces}`, SDP], body: sound(), within: false });

test('an INVITE with Replaces takes the place of the telephone that it names, which is hung up', { skip }, async () => {
  const { caller, replaces } = await staying();
  const events = goesOnUntilHungUp();
  const taker = await calls([replacing(replaces), hears(100, null, true), ...IS_IN.slice(3), ...isHungUp]);
  await Promise.all([caller.done, taker.done]);
  assert.deepEqual((await events).slice(-2), ['telephone_changed', 'hung_up']);
});

/** What Replaces says of a dialog in progress -> the answer. Source: RFC 3891 section 3. */
const NOT_REPLACED = [
  [(replaces: string) => replaces.replace('caller-1', 'someone'), 481],
  [(replaces: string) => `${replaces};early-only`, 486],
  [() => 'no-tags', 400],
] as const;

test('what names no dialog, or asks for an early one, replaces nothing', { skip }, async () => {
  const { caller, replaces, call } = await staying();
  for (const [change, status] of NOT_REPLACED) {
    const branch = '[branch-3]';
    const ack = send('ACK', 1, { branch });
    const taker = await calls([replacing(change(replaces)), hears(100, null, true), hears(status), ack]);
    await taker.done;
  }
  assert.ok((await patchbay.engine.hangUp({ kind: 'token', workspaceId: 1 }, call.id)).ok);
  await caller.done;
});

test('a telephone connects two of its calls with each other, and leaves both', { skip }, async () => {
  const { caller, replaces, call } = await staying();
  const taken = nextCall(({ state, id }) => state === 'selecting' && id !== call.id);
  const referTo = `sip:+13392195276@127.0.0.1?Replaces=${encodeURIComponent(replaces)}`;
  const transferor = await calls([
    ...IS_IN,
    refer(2, referTo),
    hears(202),
    ...isTold(100),
    ...isTold(200),
    ...leaves(3),
  ]);
  const other = await taken;
  await Promise.all([caller.done, transferor.done]);
  assert.ok((await patchbay.engine.hangUp({ kind: 'token', workspaceId: 1 }, call.id)).ok);
  const left = await patchbay.reached(other.id, 'failed');
  assert.equal(left.disconnectedBy, 'disconnected_by_end_user');
  assert.deepEqual(
    [(await eventsOf(call)).at(-2), (await eventsOf(other)).at(-2)],
    ['telephone_changed', 'telephone_changed'],
  );
});

test(
  'a telephone transfers its call to a number of the workspace: no one is dialed, and the menus have it',
  { skip },
  async () => {
    const first = nextCall(({ state }) => state === 'selecting');
    const answers = [...isTold(100), ...isTold(200), ...leaves(3)];
    const caller = await calls([...IS_IN, refer(2, `sip:${OWN_NUMBER}@127.0.0.1`), hears(202), ...answers]);
    const { id } = await first;
    const second = nextCall((call) => call.state === 'selecting' && call.id !== id);
    await caller.done;
    const inside = await second;
    assert.deepEqual([inside.contactNumber, inside.carrier], ['+14155550123', `trunk:${trunkId}`]);
    assert.ok((await patchbay.engine.hangUp({ kind: 'token', workspaceId: 1 }, id)).ok);
    assert.equal((await patchbay.reached(inside.id, 'failed')).disconnectedBy, 'disconnected_by_end_user');
  },
);

/** A call from the desk that the far end has answered. */
async function calling(number: string) {
  seated ??= sitDown(patchbay, 'agent@somedomain.com', 1000);
  const { desk } = await seated;
  await desk.ask({ type: 'wrap_up_done' });
  assert.ok((await desk.ask({ type: 'dial', number, ownNumber: OWN_NUMBER, lang: 'en' })).ok);
  const { data } = await desk.next('call', (message) => message.data.contact?.number === number);
  await patchbay.reached(data.id, 'connected');
  return { desk, id: data.id };
}
const answered = [isAsked('INVITE'), answer('200 OK', { headers: [SDP], body: sound() }), isAsked('ACK')];

test(
  'a hand-over to a number is left to the trunk, and the call ends once that has connected them',
  { skip },
  async () => {
    const callee = await takes([
      ...answered,
      isReferred('Refer-To: <sip:.14155550311@127.0.0.1:5963>'),
      answer('202 Accepted', { tag: '' }),
      notifies(1, '100 Trying', 'active;expires=60'),
      hears(200),
      notifies(2, '200 OK', 'terminated;reason=noresource'),
      hears(200),
      ...isHungUp,
    ]);
    const { desk, id } = await calling('+14155550310');
    assert.ok((await desk.ask({ type: 'transfer', callId: id, to: { number: '+14155550311' }, mode: 'cold' })).ok);
    await callee.done;
    const over = await patchbay.reached(id, 'finished');
    assert.deepEqual(over.participants.map(({ kind, status }) => `${kind} ${status}`).toSorted(), [
      'agent finished',
      'end_user finished',
      'third_party finished',
    ]);
  },
);

/** Whom a REFER names -> its answer. The workspace calls the United States and Canada. */
const REFUSED = [
  ['sip:911@127.0.0.1', 403],
  ['sip:+493012345678@127.0.0.1', 403],
  ['sip:reception@127.0.0.1', 404],
  ['https://example.com/', 603],
  ['', 400],
] as const;

test('what may not be dialed is refused, and the call continues', { skip }, async () => {
  const asked = REFUSED.flatMap(([to, status], at) => [refer(at + 2, to), hears(status)]);
  const caller = await calls([...IS_IN, ...asked, ...leaves(REFUSED.length + 2)]);
  await caller.done;
});

test('a trunk that does not allow it has every transfer declined', { skip }, async () => {
  const allow = async (isAllowed: boolean): Promise<void> => {
    const { query } = patchbay.database;
    await query.updateTable('trunk').set({ refer_in: isAllowed }).where('id', '=', trunkId).execute();
    await patchbay.trunkCalls.readTrunks();
  };
  await allow(false);
  const caller = await calls([...IS_IN, refer(2, 'sip:+14155550301@127.0.0.1'), hears(603), ...leaves(3)]);
  await caller.done;
  await allow(true);
});

test('no dialog is left of any of them', { skip }, async () => {
  assert.equal(patchbay.trunkCalls.carrier.dialogs(), 0);
  assert.deepEqual(await patchbay.database.query.selectFrom('sip_dialog').selectAll().execute(), []);
});

test(
  'a caller of the voice agent moves on to the queue in the same dialog, and that call ends it',
  { skip },
  async () => {
    const queued = nextCall((call) => call.finCallId !== null && call.state === 'queued');
    const caller = await calls([...IS_IN, ...isHungUp], '+13392195277');
    const next = await queued;
    const fin = await patchbay.reached(next.finCallId ?? 0, 'finished');
    assert.deepEqual([fin.origin, fin.carrier, next.origin, next.carrier], ['fin', next.carrier, 'phone', fin.carrier]);
    await patchbay.engine.report(next.id, { type: 'hung_up', by: 'system', reason: 'expired' });
    await caller.done;
  },
);
