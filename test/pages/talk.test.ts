import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { decodeWav, encodeWav } from '#media/codec/wav.ts';
import * as browsers from '../support/browser.ts';
import { AGENT_A, CALLER, press } from '../support/browser.ts';
import { hears, hearsOther, isSilent } from '../support/ear.ts';
import { cleanUp } from '../support/clean-up.ts';
import { hearsTone } from '../support/listening.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { createRtpPhone } from '../support/rtp-phone.ts';
import { createTelephones } from '../support/telephone-carrier.ts';
import { until } from '../support/until.ts';
import { strengthOf } from '../support/webrtc-peer.ts';

/** What the telephone says, in hertz. */
const BELL = 440;

const [callers, agents] = await Promise.all([browsers.openBrowser(CALLER), browsers.openBrowser(AGENT_A)]);
const telephones = createTelephones();
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' },
  { carriers: [telephones.make] },
);

test('a customer and an agent talk: each hears the other, the recording holds both apart, every API reads the call back', async (t) => {
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await caller.getByRole('heading', { name: 'You are talking to Agent' }).waitFor();
  await Promise.all([hears(desk, CALLER, 20), hears(caller, AGENT_A, 20)]);
  await press(desk, 'Hang up');
  await caller.getByRole('heading', { name: 'The call has ended' }).waitFor();

  const id = await browsers.newestCall(patchbay);
  const call = await patchbay.until(id, (each) => each.recording?.status === 'stored');
  assert.deepEqual(
    [call.state, call.disconnectedBy, call.transcriptStatus],
    ['finished', 'disconnected_by_agent', null],
  );
  assert.ok(call.connectedAt !== null && call.endsAt !== null);
  const talked = (call.endsAt.getTime() - call.connectedAt.getTime()) / 1000;

  const ccaip = await patchbay.send(`/apps/api/v1/calls/${id}`);
  const { recording_url: url, ...shown } = ccaip.json as { recording_url: string; id: number; status: string };
  assert.deepEqual([ccaip.status, shown.id, shown.status], [200, id, 'finished']);
  const intercom = (await patchbay.send(`/calls/${id}`)).json as Record<string, unknown>;
  assert.deepEqual(
    [intercom['id'], intercom['state'], intercom['direction'], intercom['call_type'], intercom['admin_id']],
    [String(id), 'completed', 'inbound', 'web', '2'],
  );
  const vcita = (await patchbay.send(`/v3/communication/voice_calls/${call.uid}`)).json as {
    data: Record<string, unknown>;
  };
  assert.deepEqual(
    [vcita.data['uid'], vcita.data['status'], vcita.data['direction']],
    [call.uid, 'ANSWERED_BY_STAFF', 'INBOUND'],
  );

  await assertRecording(Buffer.from(await (await fetch(url)).arrayBuffer()), talked);
  await browsers.finishWrapUp(desk);
});

test('the menu is heard, a key of the keypad chooses from it, and so does the keyboard', async (t) => {
  const caller = await browsers.callerAtMenu(t, callers, patchbay);
  await hearsOther(caller, [CALLER, AGENT_A]);
  await press(caller, 'Keypad');
  await press(caller, '3');
  const id = await browsers.newestCall(patchbay);
  const chosen = await patchbay.until(id, (call) => call.menuId !== null);
  assert.equal(chosen.menuId, 50);
  await press(caller, 'Hang up');
  await patchbay.reached(id, 'failed', 'finished');

  const second = await browsers.callerAtMenu(t, callers, patchbay);
  await second.getByRole('button', { name: 'Lock Star' }).focus();
  await second.keyboard.press('1');
  const next = await browsers.newestCall(patchbay);
  assert.equal((await patchbay.until(next, (call) => call.menuId !== null)).menuId, 9);
  await press(second, 'Hang up');
  await patchbay.reached(next, 'failed', 'finished');
});

test('a sound that the workspace brought is what callers hear in the menu, and its music on hold', async (t) => {
  const bring = async (place: string, hertz: number): Promise<void> => {
    const channels = [tone({ hertz, seconds: 3, sampleRate: 44_100, level: 0.4 })];
    const raw = new Uint8Array(encodeWav({ sampleRate: 44_100, channels }));
    const headers = { 'content-type': 'audio/wav' };
    const got = await patchbay.send(`/v1/prompts/${place}`, { method: 'PUT', raw, headers });
    assert.equal(got.status, 200, got.text);
  };
  await bring('welcome', 620);
  await bring('hold_music', 850);
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const caller = await browsers.callerAtMenu(t, callers, patchbay);
  await hears(caller, 620);
  await caller.getByRole('button', { name: 'Web support' }).click();
  await browsers.answer(desk);
  await hears(caller, AGENT_A);
  await press(desk, 'Hold');
  await hears(caller, 850, 15);
  await press(caller, 'Hang up');
  await browsers.finishWrapUp(desk);
  for (const place of ['welcome', 'hold_music'])
    assert.equal((await patchbay.send(`/v1/prompts/${place}`, { method: 'DELETE' })).status, 204);
});

test('on hold the caller hears music and the agent no one; both are back when it is over', async (t) => {
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  await press(desk, 'Hold');
  await caller.getByRole('heading', { name: 'On hold' }).waitFor();
  await Promise.all([isSilent(desk), hearsOther(caller, [CALLER, AGENT_A])]);
  await press(desk, 'Hold');
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  await press(desk, 'Mute');
  await Promise.all([hears(desk, CALLER), isSilent(caller)]);
  await press(desk, 'Mute');
  await hears(caller, AGENT_A);
  await press(caller, 'Hang up');
  await browsers.finishWrapUp(desk);
});

/** Runs in the page: how many packets of the voice came and went in each codec. */
const CODECS_NOW = `(async () => {
  const reports = [...(await connection.getStats()).values()];
  const of = (type) => reports.filter((each) => each.type === type)
    .map(({ codecId }) => reports.find(({ id }) => id === codecId)?.mimeType);
  return [...of('inbound-rtp'), ...of('outbound-rtp')];
})()`;

test('a telephone and the desk hear each other in the codec of the telephone, with nothing converted', async (t) => {
  const page = await browsers.openPage(t, agents);
  await page.addInitScript(`globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) { super(...options); globalThis.connection = this; }
  }`);
  const desk = await browsers.goOnline(page, patchbay);
  for (const codec of ['pcmu', 'g722'] as const) {
    const phone = await createRtpPhone({ codec });
    cleanUp(t, async () => phone.close());
    phone.say(BELL);
    const { id: callId } = await telephones.call(phone, '+14155550123', '+13392195276');
    await phone.hears((heard) => heard.length > 25);
    phone.press('3');
    await browsers.answer(desk);
    await Promise.all([hears(desk, BELL), hearsTone(phone, AGENT_A)]);
    const mimeType = `audio/${codec.toUpperCase()}`;
    await until(async () => (await desk.evaluate<string[]>(CODECS_NOW)).every((each) => each === mimeType));
    await Promise.all([hears(desk, BELL), hearsTone(phone, AGENT_A)]);
    await press(desk, 'Hang up');
    await telephones.released(callId);
    await browsers.finishWrapUp(desk);
  }
  assert.deepEqual(telephones.faults, []);
});

/**
 * The agent on the left, the caller on the right, neither on the other's side, from the first second to the last; and
 * as long as they talked.
 */
async function assertRecording(bytes: Buffer, seconds: number): Promise<void> {
  const read = decodeWav(bytes);
  assert.ok(read.ok);
  const { sampleRate, channels } = read.wav;
  const [left = new Int16Array(0), right = new Int16Array(0)] = channels;
  const length = left.length / sampleRate;
  assert.ok(Math.abs(length - seconds) < 1, `recorded ${length} s of ${seconds} s`);
  const window = sampleRate / 10;
  const good: boolean[] = [];
  for (let at = sampleRate; at + window <= left.length - sampleRate / 4; at += window) {
    const [agent, caller] = [left, right].map((side) => side.subarray(at, at + window));
    if (agent === undefined || caller === undefined) continue;
    const own = [strengthOf(AGENT_A, agent, sampleRate), strengthOf(CALLER, caller, sampleRate)];
    const foreign = [strengthOf(CALLER, agent, sampleRate), strengthOf(AGENT_A, caller, sampleRate)];
    good.push(own.every((each) => each > 0.2) && foreign.every((each) => each < 0.05));
  }
  const share = good.filter(Boolean).length / good.length;
  assert.ok(good.length >= 5 && share > 0.5, `${Math.round(share * 100)} % of ${good.length} windows hold both`);
}
