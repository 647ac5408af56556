/** A server that dies in the middle of a recorded call: what was said until then is kept, and is told of. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { decodeWav } from '#media/codec/wav.ts';
import { cleanUp } from '../support/clean-up.ts';
import { framesOf } from '../support/media-world.ts';
import { openCaller, openDesk, PASSWORD, signIn } from '../support/pages.ts';
import { TOKEN } from '../support/patchbay.ts';
import { scratchDirectory } from '../support/scratch-directory.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { queryDatabase, startServerProcess } from '../support/server-process.ts';
import { isIn } from '../support/listening.ts';
import { createWebrtcPeer } from '../support/webrtc-peer.ts';
import { until } from '../support/until.ts';

const ENV = { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_MEDIA_PORTS: '43100-43199' };
const AUTHORIZATION = `Basic ${Buffer.from(`demo:${TOKEN}`).toString('base64')}`;
const CALLER_HERTZ = 440;
const AGENT_HERTZ = 1000;
const SECOND = 50; // Packets.
const skip = process.platform === 'win32' ? 'needs signals' : false;

type Recording = { readonly status: string; readonly seconds: number | null; readonly uid: string };

/** The call's recording, once it is as asked. */
async function recordingOf(directory: string, callId: number, isWanted: (one: Recording) => boolean) {
  return until(async () => {
    const [row] = await queryDatabase(directory, `select recording, state from call where id = ${callId}`);
    const recording = row?.['recording'] as Recording | null;
    return recording !== null && isWanted(recording) && recording;
  }, `the recording of call ${callId} as asked`);
}

/** A caller and an agent who talk, and are recorded, until both have said three seconds. */
async function talk(server: ServerProcess, close: (end: () => unknown) => void): Promise<number> {
  const [agent, caller] = [createWebrtcPeer(), createWebrtcPeer()];
  close(async () => Promise.all([agent.close(), caller.close()]));
  const desk = await openDesk(server, await signIn(server));
  await desk.ask({ type: 'hello', since: null });
  const offered = await desk.ask({ type: 'sound_offer', sdp: await agent.offer() });
  assert.ok(offered.ok);
  await agent.accept((offered.data as { answer: string }).answer);
  agent.say(framesOf(AGENT_HERTZ));
  await desk.next('sound', ({ state }) => state === 'connected');
  assert.equal((await desk.ask({ type: 'status', status: 'available' })).ok, true);

  const page = await openCaller(server);
  page.say({ type: 'call', sdp: await caller.offer(), lang: 'en', name: 'Cut off' });
  await caller.accept((await page.next('answer')).sdp);
  caller.say(framesOf(CALLER_HERTZ));
  await page.next('sound', ({ state }) => state === 'connected');
  const { data } = await page.next('call');
  await caller.press('3');
  await desk.next('call', (message) => message.data.id === data.callId && message.data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId: data.callId })).ok, true);
  await page.next('call', (message) => message.data.stage === 'talking');
  const before = agent.heard.length;
  await agent.hears((heard) => heard.length > before + 3 * SECOND);
  return data.callId;
}

test(
  'kill -9 in the middle of a recorded call: at the next start the recording plays up to there',
  { skip },
  async (t) => {
    const directory = await scratchDirectory(t);
    const first = await startServerProcess(directory, ENV);
    cleanUp(t, async () => first.end('SIGTERM'));
    const callId = await talk(first, (end) => cleanUp(t, async () => void (await end())));
    await first.end('SIGKILL');

    const next = await startServerProcess(directory, ENV);
    cleanUp(t, async () => next.end('SIGTERM'));
    const open = await recordingOf(directory, callId, () => true);
    assert.equal(open.status, 'pending', 'the call may still continue, and its recording with it');
    const desk = await openDesk(next, await signIn(next));
    await desk.ask({ type: 'hello', since: null });
    assert.equal((await desk.ask({ type: 'hang_up', callId })).ok, true);
    const stored = await recordingOf(directory, callId, ({ status }) => status !== 'pending');
    assert.equal(stored.status, 'stored');
    assert.ok((stored.seconds ?? 0) >= 2, `${stored.seconds} s`);
    const shown = await fetch(`${next.address}/apps/api/v1/calls/${callId}`, {
      headers: { authorization: AUTHORIZATION },
    });
    const { recording_url: url } = (await shown.json()) as { recording_url: string };
    const read = decodeWav(Buffer.from(await (await fetch(url)).arrayBuffer()));
    assert.ok(read.ok);
    const { sampleRate } = read.wav;
    const [left, right] = read.wav.channels.map((channel) => channel.slice(sampleRate, 2 * sampleRate));
    assert.ok(left !== undefined && isIn(AGENT_HERTZ, left, sampleRate), 'the agent is not on the left');
    assert.ok(right !== undefined && isIn(CALLER_HERTZ, right, sampleRate), 'the caller is not on the right');
    desk.close();
  },
);
