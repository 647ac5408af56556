/**
 * A carrier that Patchbay has never heard of: whole calls with real sound, telephone to desk and desk to telephone.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { decodeWav } from '#media/codec/wav.ts';
import { hearsTone, hearsTones } from '../support/listening.ts';
import type { Listener } from '../support/listening.ts';
import { PASSWORD } from '../support/pages.ts';
import type { Desk } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { createRtpPhone } from '../support/rtp-phone.ts';
import { sitDown } from '../support/seated-agent.ts';
import type { Seated } from '../support/seated-agent.ts';
import { createTelephones } from '../support/telephone-carrier.ts';
import { decoded, isVoice, strengthOf } from '../support/webrtc-peer.ts';
import type { Heard, WebrtcPeer } from '../support/webrtc-peer.ts';

const ADMIN = 4;
const AGENT = 2;
/** Heard nowhere else: prompts and music have other tones. */
const CALLER_HERTZ = 440;
const AGENT_HERTZ = 1000;
const ADMIN_HERTZ = 1500;
const THIRD_HERTZ = 700;

const CALLER = '+14155550123';
const OWN_NUMBER = '+13392195276';
const CALLED = '+14155550124';
const BUSY = '+14155550125';
const FIRST = '+14155550128';
const THIRD = '+14155550127';

const telephones = createTelephones();
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_MEDIA_PORTS: '43200-43299' },
  { carriers: [telephones.make] },
);
const peers: WebrtcPeer[] = [];
const phone = await createRtpPhone({ codec: 'pcmu' });
after(async () => Promise.all([phone.close(), ...peers.map(async (peer) => peer.close())]));

/** The agent at a page, who goes when the tests are over. */
async function takeSeat(email: string, hertz: number): Promise<Seated> {
  const seated = await sitDown(patchbay, email, hertz);
  peers.push(seated.peer);
  return seated;
}

/** Waits until half a second has come without the tone, as of music. */
async function hearsElse(peer: Listener, hertz: number): Promise<void> {
  const isVoiceOf = (all: readonly Heard[]) => decoded(all.filter(isVoice).slice(-25));
  const from = peer.heard.length;
  await peer.hears((all) => all.length > from + 25 && strengthOf(hertz, isVoiceOf(all), 16_000) < 0.03);
}

async function ask(desk: Desk, command: Parameters<Desk['ask']>[0]): Promise<void> {
  const reply = await desk.ask(command);
  assert.equal(reply.ok, true, JSON.stringify(reply));
}

/** The two sides of the call's recording, at 16 kHz. */
async function recordingOf(callId: number): Promise<readonly [Int16Array, Int16Array]> {
  const call = await patchbay.until(callId, (each) => each.recording?.status === 'stored');
  const shown = await patchbay.send(`/apps/api/v1/calls/${callId}`);
  const url = (shown.json as { recording_url: string }).recording_url;
  const read = decodeWav(new Uint8Array(await (await fetch(url)).arrayBuffer()));
  assert.ok(read.ok && call.recording !== null);
  const [left, right] = read.wav.channels;
  assert.ok(left !== undefined && right !== undefined);
  return [left, right];
}

/** How strong a tone is in the loudest second of the sound. */
function loudest(hertz: number, sound: Int16Array): number {
  const seconds = Array.from({ length: Math.floor(sound.length / 8000) }, (_, index) =>
    strengthOf(hertz, sound.slice(index * 8000, index * 8000 + 16_000), 16_000),
  );
  return Math.max(0, ...seconds);
}

let seated: ReturnType<typeof takeSeat> | null = null;
/** The agent, who sits down for the first test and stays. */
const theAgent = async () => (seated ??= takeSeat('agent@somedomain.com', AGENT_HERTZ));

test('a telephone calls: menu, key, both ways, hold, hand-over, recording, and it hangs up', async () => {
  const agent = await theAgent();
  phone.say(CALLER_HERTZ);
  const { id: callId } = await telephones.call(phone, CALLER, OWN_NUMBER);
  await phone.hears((heard) => heard.length > 50);
  phone.press('3');
  await agent.desk.next('call', ({ data }) => data.id === callId && data.offer?.agentIds.includes(AGENT) === true);
  await ask(agent.desk, { type: 'answer', callId });
  await patchbay.until(callId, (call) => call.state === 'connected' && call.recording !== null);
  await Promise.all([hearsTone(phone, AGENT_HERTZ), hearsTone(agent.peer, CALLER_HERTZ)]);
  await ask(agent.desk, { type: 'digits', callId, digits: '42#' });
  await phone.hears(() => phone.keys() === '42#');
  await phone.says(100);

  await ask(agent.desk, { type: 'hold', callId });
  await hearsElse(phone, AGENT_HERTZ);
  await ask(agent.desk, { type: 'resume', callId });
  await hearsTone(phone, AGENT_HERTZ);

  const admin = await takeSeat('owner@somedomain.com', ADMIN_HERTZ);
  await ask(agent.desk, { type: 'transfer', callId, to: { agentId: ADMIN }, mode: 'warm' });
  await admin.desk.next('call', ({ data }) => data.id === callId && data.offer?.agentIds[0] === ADMIN);
  await ask(admin.desk, { type: 'answer', callId });
  await hearsTones(phone, [AGENT_HERTZ, ADMIN_HERTZ]);
  await hearsTones(admin.peer, [CALLER_HERTZ, AGENT_HERTZ]);
  await ask(agent.desk, { type: 'hang_up', callId });
  await Promise.all([hearsTone(phone, ADMIN_HERTZ), hearsTone(admin.peer, CALLER_HERTZ)]);
  await phone.says(100);

  await telephones.hangUp(callId);
  const over = await patchbay.reached(callId, 'finished');
  assert.equal(over.disconnectedBy, 'disconnected_by_end_user');
  await telephones.released(callId);
  const [left, right] = await recordingOf(callId);
  assert.ok(loudest(AGENT_HERTZ, left) > 0.2 && loudest(ADMIN_HERTZ, left) > 0.2, 'the agents are not on the left');
  assert.ok(loudest(CALLER_HERTZ, right) > 0.2, 'the telephone is not on the right');
  assert.ok(loudest(CALLER_HERTZ, left) < 0.05 && loudest(AGENT_HERTZ, right) < 0.05, 'the sides are mixed up');
  await ask(admin.desk, { type: 'status', status: 'unavailable' });
  admin.desk.close();
});

test('an agent calls a telephone: it rings, they talk both ways, and the agent hangs up', async () => {
  const agent = await theAgent();
  const rings = Promise.withResolvers<null>();
  const lifted = Promise.withResolvers<number | null>();
  telephones.connect(CALLED, phone, async () => {
    rings.resolve(null);
    return lifted.promise;
  });
  await ask(agent.desk, { type: 'wrap_up_done' });
  const dialled = await agent.desk.ask({ type: 'dial', number: CALLED, ownNumber: OWN_NUMBER, lang: 'en' });
  assert.equal(dialled.ok, true, JSON.stringify(dialled));
  await rings.promise;
  const { data } = await agent.desk.next('call', (message) => message.data.contact?.number === CALLED);
  const callId = data.id;
  await patchbay.reached(callId, 'connecting');
  lifted.resolve(null);
  await patchbay.until(callId, (call) => call.state === 'connected' && call.recording !== null);
  await Promise.all([hearsTone(phone, AGENT_HERTZ), hearsTone(agent.peer, CALLER_HERTZ)]);
  await phone.says(100);
  await ask(agent.desk, { type: 'hang_up', callId });
  const over = await patchbay.reached(callId, 'finished');
  assert.equal(over.carrier, telephones.name);
  await telephones.released(callId);
  const [left, right] = await recordingOf(callId);
  assert.ok(loudest(AGENT_HERTZ, left) > 0.2 && loudest(CALLER_HERTZ, right) > 0.2);
});

test('a third party over the carrier is a telephone: all three talk, and the two telephones without the agent', async () => {
  const agent = await theAgent();
  await ask(agent.desk, { type: 'wrap_up_done' });
  const other = await createRtpPhone({ codec: 'pcma' });
  after(() => other.close());
  other.say(THIRD_HERTZ);
  telephones.connect(FIRST, phone, async () => null);
  telephones.connect(THIRD, other, async () => null);
  assert.equal((await agent.desk.ask({ type: 'dial', number: FIRST, ownNumber: OWN_NUMBER, lang: 'en' })).ok, true);
  const { data } = await agent.desk.next(
    'call',
    (message) => message.data.contact?.number === FIRST && message.data.state === 'connected',
  );
  await ask(agent.desk, { type: 'transfer', callId: data.id, to: { number: THIRD }, mode: 'warm' });
  await hearsTones(other, [CALLER_HERTZ, AGENT_HERTZ]);
  await hearsTones(phone, [THIRD_HERTZ, AGENT_HERTZ]);
  await ask(agent.desk, { type: 'hang_up', callId: data.id });
  await Promise.all([hearsTone(phone, THIRD_HERTZ), hearsTone(other, CALLER_HERTZ)]);
  await telephones.hangUp(data.id);
  await patchbay.reached(data.id, 'finished');
  await telephones.released(data.id);
});

test('a telephone that is busy ends the call, and one that no carrier knows of is a wrong number', async () => {
  const agent = await theAgent();
  await ask(agent.desk, { type: 'wrap_up_done' });
  telephones.connect(BUSY, phone, async () => 486);
  for (const [number, reason] of [
    [BUSY, 'eu_busy'],
    ['+14155550126', 'eu_wrong_number'],
  ] as const) {
    assert.equal((await agent.desk.ask({ type: 'dial', number, ownNumber: OWN_NUMBER, lang: 'en' })).ok, true);
    const { data } = await agent.desk.next('call', (message) => message.data.contact?.number === number);
    const over = await patchbay.reached(data.id, 'failed');
    assert.equal(over.failReason, reason);
  }
});

test('nothing inside names it, or any carrier, and nothing was left undone', () => {
  assert.deepEqual(telephones.faults, []);
  const names = [...globSync('src/carriers/*/').map((path) => path.split(/[/\\]/).at(-1)), telephones.name];
  // A name, a name with a number or a part of it; no host of a provider, such as sip.example.com.
  const named = new RegExp(`['"\`](${names.join('|')})\\w*(\\.\\w+)?['"\`]`, 'u');
  assert.doesNotMatch(`host: 'sip.example.com'`, named);
  assert.match(`x === 'webrtc'`, named);
  const inside = globSync('src/{media,engine,domain}/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  assert.ok(inside.length > 100);
  assert.deepEqual(
    inside.filter((file) => named.test(readFileSync(file, 'utf8'))),
    [],
  );
});
