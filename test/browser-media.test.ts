/** Two real browsers with microphones that play files, talking through the media engine. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Browser, Page } from '@playwright/test';
import type { LegEvent, LegId } from '#media/media-server.ts';
import { createRecorder } from '#media/recordings/running-recordings.ts';
import { createMediaEngine } from '#media/server/media-engine.ts';
import { encodeOgg } from '#media/prompts/encode-ogg.ts';
import { tone } from '#media/codec/pcm.ts';
import { decodeWav } from '#media/codec/wav.ts';
import { AGENT_A, CALLER, openBrowser } from './support/browser.ts';
import { cleanUp } from './support/clean-up.ts';
import { scratchDirectory } from './support/scratch-directory.ts';
import { isIn } from './support/listening.ts';
import { strengthOf } from './support/webrtc-peer.ts';
import { until } from './support/until.ts';

/** What a page does: a microphone, an offer with all candidates, and an ear for the strongest tone. */
const PAGE = `<!doctype html><body><script>
async function call(leg) {
  const media = await navigator.mediaDevices.getUserMedia({audio: {echoCancellation: false, noiseSuppression: false, autoGainControl: false}});
  const pc = window.pc = new RTCPeerConnection();
  window.sender = pc.addTransceiver(media.getAudioTracks()[0], {direction: 'sendrecv', streams: [media]}).sender;
  pc.ontrack = ({track}) => {
    const stream = new MediaStream([track]);
    const audio = window.audio = new Audio();
    audio.srcObject = stream;
    void audio.play();
    const context = window.context = new AudioContext({sampleRate: 48000});
    const analyser = window.analyser = context.createAnalyser();
    analyser.fftSize = 4096;
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
  };
  return negotiate(leg);
}
async function negotiate(leg) {
  await pc.setLocalDescription(await pc.createOffer());
  if (pc.iceGatheringState !== 'complete') await new Promise((r) => { pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && r(); });
  const response = await fetch('/offer?leg=' + (leg ?? ''), {method: 'POST', body: pc.localDescription.sdp});
  const made = await response.json();
  await pc.setRemoteDescription({type: 'answer', sdp: made.answer});
  return made.legId;
}
function peak() {
  if (!window.analyser) return 0;
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  let best = 1;
  for (let bin = 1; bin < bins.length; bin += 1) if (bins[bin] > bins[best]) best = bin;
  return bins[best] < -60 ? 0 : best * context.sampleRate / analyser.fftSize;
}
</script></body>`;

const [callers, agents] = await Promise.all([openBrowser(CALLER), openBrowser(AGENT_A)]);

test(
  'two browsers talk, are played to, press keys, come back and are recorded',
  { timeout: 120_000 },
  async (context) => {
    const { media, recorder, directory, events, base } = await world(context);
    const [caller, agent] = await Promise.all([openPage(context, callers, base), openPage(context, agents, base)]);
    const callerLeg = await caller.evaluate<LegId>('call()');
    const agentLeg = await agent.evaluate<LegId>('call()');
    await hears(caller, 0);

    const prompt = join(directory, 'prompt.ogg');
    writeFileSync(
      prompt,
      encodeOgg(tone({ hertz: 700, seconds: 30, sampleRate: 16_000, level: 0.4 }), 16_000, 'speech'),
    );
    await media.play(callerLeg, { path: prompt, isLooped: false }, true);
    await hears(caller, 700);
    await caller.evaluate("sender.dtmf.insertDTMF('5#', 120, 80)");
    await until(() => events.some((event) => event.type === 'digit' && event.digit === '#'));
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'digit' ? event.digit : [])),
      ['5', '#'],
    );
    assert.ok(events.some((event) => event.type === 'played' && event.byDigit));
    await hears(caller, 0);

    await media.bridge(callerLeg, agentLeg);
    const path = join(directory, 'call.wav');
    await recorder.record('call', { left: agentLeg, right: callerLeg }, path);
    await hears(caller, 1000);
    await hears(agent, 440);

    await media.unbridge(callerLeg);
    await media.play(callerLeg, { path: prompt, isLooped: true }, false);
    await hears(agent, 0);
    await hears(caller, 700);
    await media.bridge(callerLeg, agentLeg);
    await hears(caller, 1000);

    await agent.reload();
    assert.equal(await agent.evaluate<LegId>(`call(${JSON.stringify(agentLeg)})`), agentLeg);
    await hears(agent, 440);
    await hears(caller, 1000);

    await caller.evaluate('pc.restartIce()');
    assert.equal(await caller.evaluate<LegId>(`negotiate(${JSON.stringify(callerLeg)})`), callerLeg);
    await until(async () => (await caller.evaluate<string>('pc.iceConnectionState')) === 'connected');
    await hears(caller, 1000);
    await hears(agent, 440);

    // Two seconds more, which are listened to below.
    const packets = async () => (await media.stats(callerLeg))?.packetsReceived ?? 0;
    const before = await packets();
    await until(async () => (await packets()) > before + 100);
    const recorded = await recorder.stopRecording('call');
    assert.ok(recorded !== null && recorded.seconds > 2, JSON.stringify(recorded));
    const read = decodeWav(readFileSync(path));
    assert.ok(read.ok);
    const [left = new Int16Array(0), right = new Int16Array(0)] = read.wav.channels;
    const end = (sound: Int16Array) => sound.slice(-16_000);
    assert.ok(isIn(1000, end(left), 16_000) && strengthOf(440, end(left), 16_000) < 0.02);
    assert.ok(isIn(440, end(right), 16_000) && strengthOf(1000, end(right), 16_000) < 0.02);
    assert.deepEqual(
      events.filter(({ type }) => type === 'lost'),
      [],
    );
  },
);

async function world(context: TestContext) {
  const directory = await scratchDirectory(context);
  const media = createMediaEngine({ workers: 2, ports: { first: 43_000, last: 43_999 } });
  cleanUp(context, () => media.shutDown());
  const recorder = createRecorder({ media });
  cleanUp(context, () => recorder.shutDown());
  const events: LegEvent[] = [];
  media.onEvent((event) => void events.push(event));
  async function answer(request: IncomingMessage): Promise<string> {
    const body = (await request.toArray()).map(String).join('');
    const leg = new URL(request.url ?? '/', 'http://localhost').searchParams.get('leg');
    return JSON.stringify(
      await media.createLeg({ kind: 'browser', offer: body }, leg === null || leg === '' ? undefined : leg),
    );
  }
  const server = createServer((request, response) => {
    if (request.method !== 'POST') response.setHeader('content-type', 'text/html').end(PAGE);
    else void answer(request).then((made) => response.end(made));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(context, () => new Promise((resolve) => server.close(resolve)));
  return { media, recorder, directory, events, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function openPage(context: TestContext, browser: Browser, base: string): Promise<Page> {
  const page = await browser.newPage();
  cleanUp(context, () => page.close());
  await page.goto(base);
  return page;
}

/** The page's strongest tone is that one; 0 is silence. */
async function hears(page: Page, hertz: number): Promise<void> {
  await until(async () => Math.abs((await page.evaluate<number>('peak()')) - hertz) < 20, `${hertz} Hz`);
}
