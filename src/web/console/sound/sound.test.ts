// oxlint-disable-next-line import/no-unassigned-import -- Puts a document where the page looks for it.
import '../../../../test/support/console/dom.ts';
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { FakeMicrophone, FakePeer, installBrowserSound } from '../../../../test/support/console/browser-sound.ts';
import type { Reply } from '../link/socket.ts';
import type { Sound, SoundState } from './sound.ts';
import { createSound } from './sound.ts';
import { talkIn } from './talk-in.ts';

const ANSWERED: Reply = { ok: true, data: { answer: 'the answer' } };
const refusing = (error: string): Reply => ({ ok: false, error, message: 'No.' });
/** Lets promises come to their end; timers stand still. */
const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** A sound whose server answers each offer in turn, the last for good, in a browser as new. */
function opened(t: TestContext, ...replies: readonly Reply[]) {
  installBrowserSound();
  const offered: string[] = [];
  const states: SoundState[] = [];
  const asking = Promise.withResolvers<Response>();
  const { fetch } = globalThis;
  // By which servers the sound may go is answered at once, until a test wants to wait for it.
  const ice = { isSlow: false, answer: () => asking.resolve(Response.json({ iceServers: [] })) };
  globalThis.fetch = async () => (ice.isSlow ? asking.promise.then((answer) => answer.clone()) : Response.error());
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const sound: Sound = createSound({
    async offer(sdp) {
      offered.push(sdp);
      return replies[Math.min(offered.length, replies.length) - 1] ?? ANSWERED;
    },
    changed: (state) => void states.push(state),
    context: () => new AudioContext(),
  });
  t.after(() => {
    sound.stop();
    globalThis.fetch = fetch;
    document.querySelector('#voice')?.remove();
  });
  const pass = async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    await settled();
  };
  return { sound, offered, states, ice, pass, phase: () => sound.state().phase };
}
const peer = (index = -1): FakePeer => FakePeer.made.at(index) ?? assert.fail('no connection was made');
const openPeers = (): number => FakePeer.made.filter(({ connectionState }) => connectionState !== 'closed').length;

test('going online asks, connects, and says which microphone it has', async (t) => {
  const { sound, states, offered } = opened(t);
  await sound.start();
  assert.deepEqual([...new Set(states.map(({ phase }) => phase))], ['asking', 'connecting', 'connected']);
  assert.deepEqual([sound.state().device, offered], ['Headset', ['offer 1']]);
});

const FAULTS = [
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'no_device'],
  ['OverconstrainedError', 'no_device'],
  ['NotReadableError', 'in_use'],
] as const;
for (const [name, problem] of FAULTS)
  test(`a microphone that fails with ${name} is ${problem}, and nothing is offered`, async (t) => {
    const { sound, offered } = opened(t);
    FakeMicrophone.fault = new DOMException('No.', name);
    await sound.start();
    assert.deepEqual([sound.state().phase, sound.state().problem, offered], ['failed', problem, []]);
  });

test('going offline while the browser asks for the microphone stays offline, and lets the microphone go', async (t) => {
  const { sound, phase, offered } = opened(t);
  const starting = sound.start();
  sound.stop();
  await starting;
  await settled();
  assert.deepEqual([phase(), offered, FakePeer.made.length], ['off', [], 0]);
  assert.deepEqual(
    FakeMicrophone.opened.map(({ isStopped }) => isStopped),
    [true],
  );
});

test('going offline while the offer is made stays offline: nothing is offered, and the connection is closed', async (t) => {
  const { sound, phase, offered, ice } = opened(t);
  ice.isSlow = true;
  const starting = sound.start();
  await settled();
  assert.equal(phase(), 'connecting');
  sound.stop();
  ice.answer();
  await starting;
  assert.deepEqual([phase(), offered, openPeers()], ['off', [], 0]);
});

test('of two offers that are begun at once, one is sent, and no other connection stays open', async (t) => {
  const { sound, phase, offered, ice } = opened(t);
  await sound.start();
  ice.isSlow = true;
  const [first, second] = [sound.renew(), sound.renew()];
  await settled();
  ice.answer();
  await Promise.all([first, second]);
  assert.deepEqual([phase(), offered.length, openPeers()], ['connected', 2, 1]);
});

test('a connection that failed at first and stands then is left alone', async (t) => {
  const { sound, phase, pass } = opened(t);
  FakePeer.connects = false;
  await sound.start();
  peer().become('failed');
  FakePeer.connects = true;
  await pass(500);
  assert.deepEqual([phase(), FakePeer.made.length], ['connected', 2]);
  // What would have been tried had the first one not failed is not tried.
  await pass(12_000);
  await pass(1_000);
  assert.deepEqual([phase(), FakePeer.made.length], ['connected', 2]);
});

test('what does not connect within twelve seconds is offered anew, three times, and then said to be blocked', async (t) => {
  const { sound, pass, offered } = opened(t);
  FakePeer.connects = false;
  await sound.start();
  for (const pause of [500, 1000, 1500]) {
    await pass(12_000);
    await pass(pause);
  }
  assert.equal(offered.length, 4);
  await pass(12_000);
  await pass(60_000);
  assert.deepEqual([sound.state().phase, sound.state().problem, offered.length], ['failed', 'blocked', 4]);
});

test('an offer that is refused is made again, an offline server is waited for', async (t) => {
  const { sound, phase, pass, offered } = opened(t, refusing('offline'), refusing('busy'), ANSWERED);
  await sound.start();
  await pass(60_000);
  assert.deepEqual([phase(), offered.length], ['connecting', 1]);
  await sound.renew();
  await pass(500);
  assert.deepEqual([phase(), offered.length], ['connected', 3]);
});

test('a break that the browser mends is no new offer; one that lasts three seconds is', async (t) => {
  const { sound, phase, pass, offered } = opened(t);
  await sound.start();
  peer().become('disconnected');
  assert.equal(phase(), 'interrupted');
  await pass(2_900);
  peer().become('connected');
  await pass(20_000);
  assert.deepEqual([phase(), offered.length], ['connected', 1]);
  peer().become('disconnected');
  await pass(3_000);
  await pass(500);
  assert.deepEqual([phase(), offered.length], ['connected', 2]);
});

test('an unplugged microphone is replaced in the same connection, and stays muted', async (t) => {
  const { sound, phase, offered } = opened(t);
  await sound.start();
  sound.mute(true);
  FakeMicrophone.opened[0]?.dispatchEvent(new Event('ended'));
  await settled();
  const [, next] = FakeMicrophone.opened;
  assert.ok(next !== undefined && peer().sent === next && !next.enabled);
  assert.deepEqual([phase(), offered.length, FakeMicrophone.opened[0]?.isStopped], ['connected', 1, true]);
});

test('where none is left, the microphone is said to be unplugged; after going offline nothing is said', async (t) => {
  const { sound } = opened(t);
  await sound.start();
  FakeMicrophone.fault = new DOMException('None.', 'NotFoundError');
  FakeMicrophone.opened[0]?.dispatchEvent(new Event('ended'));
  await settled();
  assert.deepEqual([sound.state().phase, sound.state().problem], ['failed', 'unplugged']);
  sound.stop();
  FakeMicrophone.opened[0]?.dispatchEvent(new Event('ended'));
  await settled();
  assert.deepEqual([sound.state().phase, sound.state().problem], ['off', null]);
});

/** What the server says of its side -> phase, whether the agent is unheard, and how often it was offered. */
const SAID = [
  [['silent'], 'connected', true, 1],
  [['silent', 'sounding'], 'connected', false, 1],
  [['interrupted'], 'interrupted', false, 1],
  [['interrupted', 'connected'], 'connected', false, 1],
  [['lost'], 'connected', false, 2],
] as const;
for (const [words, phase, isUnheard, times] of SAID)
  test(`when the server says ${words.join(', then ')}: ${phase}${isUnheard ? ', unheard' : ''}, offered ${times}`, async (t) => {
    const { sound, offered } = opened(t);
    await sound.start();
    for (const word of words) sound.heard(word);
    await settled();
    assert.deepEqual([sound.state().phase, sound.state().isUnheard, offered.length], [phase, isUnheard, times]);
  });

test('offline, what the server says changes nothing; a mute does not outlive going offline', async (t) => {
  const { sound, offered } = opened(t);
  for (const word of ['silent', 'lost', 'interrupted', 'connected'] as const) sound.heard(word);
  await sound.renew();
  assert.deepEqual([sound.state().phase, offered], ['off', []]);
  await sound.start();
  sound.mute(true);
  assert.equal(FakeMicrophone.opened[0]?.enabled, false);
  sound.stop();
  await sound.start();
  assert.deepEqual([sound.state().isMuted, FakeMicrophone.opened[1]?.enabled], [false, true]);
});

/** The codecs that were negotiated, and the one that is wanted -> the one that is sent from then on. */
const CODECS = [
  [['audio/opus', 'audio/PCMU'], 'pcmu', 'audio/PCMU'],
  [['audio/opus'], 'pcmu', null],
  [[], 'opus', null],
] as const;
for (const [negotiated, wanted, sent] of CODECS)
  test(`of ${negotiated.join(', ') || 'nothing'}, ${wanted} is ${sent === null ? 'not talked in' : 'talked in'}`, async () => {
    let set: RTCRtpSendParameters | null = null;
    const encodings: { codec?: RTCRtpCodec }[] = [{}];
    const codecs = negotiated.map((mimeType) => ({ mimeType, clockRate: 8000, payloadType: 0 }));
    const sender = {
      getParameters: () => ({ codecs, encodings }),
      setParameters: async (parameters: RTCRtpSendParameters) => void (set = parameters),
    } as unknown as RTCRtpSender; // As much of one as is asked.
    await talkIn(sender, wanted);
    assert.deepEqual([encodings[0]?.codec?.mimeType ?? null, set !== null], [sent, sent !== null]);
  });
