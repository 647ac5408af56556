// oxlint-disable-next-line import/no-unassigned-import -- Puts a document where the page looks for it.
import '../../../test/support/console/dom.ts';
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { FakeMicrophone, FakePeer, installBrowserSound } from '../../../test/support/console/browser-sound.ts';
import { createSound, openMicrophone } from './sound.ts';

/** The sound of a call in a browser as new, and what its page is told. */
async function opened(t: TestContext) {
  installBrowserSound();
  const told: string[] = [];
  const asking = Promise.withResolvers<Response>();
  const { fetch } = globalThis;
  const ice = { isSlow: false, answer: () => asking.resolve(Response.json({ iceServers: [] })) };
  globalThis.fetch = async () => (ice.isSlow ? asking.promise : Response.error());
  t.mock.timers.enable({ apis: ['setInterval'] });
  const microphone = await openMicrophone();
  assert.ok(microphone.ok);
  const speaker = document.createElement('audio');
  const sound = createSound(microphone.stream, speaker, {
    onState: (state) => void told.push(state),
    onSilent: (isSilent) => void told.push(isSilent ? 'may not play' : 'plays'),
    onDevice: (isMuted) => void told.push(isMuted ? 'device off' : 'device on'),
    onUnheard: (isUnheard) => void told.push(isUnheard ? 'unheard' : 'heard'),
  });
  t.after(() => {
    sound.close();
    globalThis.fetch = fetch;
  });
  return { sound, told, ice, speaker, pass: (milliseconds: number) => t.mock.timers.tick(milliseconds) };
}
const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const track = (index: number) => FakeMicrophone.opened[index] ?? assert.fail('no microphone was opened');
const peer = () => FakePeer.made.at(-1) ?? assert.fail('no connection was made');

/** What the browser throws -> what the page is told. */
const FAULTS = [
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'no_microphone'],
  ['OverconstrainedError', 'no_microphone'],
  ['NotReadableError', 'microphone_busy'],
  ['AbortError', 'microphone_busy'],
  ['UnknownError', 'no_microphone'],
] as const;
for (const [name, problem] of FAULTS)
  test(`a microphone that fails with ${name} is ${problem}`, async () => {
    installBrowserSound();
    FakeMicrophone.fault = new DOMException('No.', name);
    assert.deepEqual(await openMicrophone(), { ok: false, problem });
  });

test('a page over plain HTTP has no devices at all', async () => {
  installBrowserSound();
  Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true });
  assert.deepEqual(await openMicrophone(), { ok: false, problem: 'unsupported' });
});

test('each offer is a new connection, and the one before is closed and no longer heard of', async (t) => {
  const { sound, told } = await opened(t);
  await sound.answer('nothing is open yet');
  assert.equal(await sound.offer(), 'offer 1');
  const [first] = FakePeer.made;
  await sound.answer('a');
  assert.ok(sound.isConnected());
  assert.equal(await sound.offer(), 'offer 2');
  first?.become('failed');
  assert.deepEqual([told, sound.isConnected()], [['connected'], false]);
  peer().become('disconnected');
  peer().become('failed');
  assert.deepEqual(told, ['connected', 'interrupted', 'lost']);
});

test('a call that ends while its offer is made leaves no connection and no microphone open', async (t) => {
  const { sound, ice } = await opened(t);
  ice.isSlow = true;
  const offering = sound.offer();
  sound.close();
  ice.answer();
  assert.equal(await offering, '');
  assert.deepEqual([FakePeer.made.length, track(0).isStopped], [0, true]);
});

test('an unplugged microphone is replaced in the same connection, and stays muted', async (t) => {
  const { sound, told } = await opened(t);
  await sound.offer();
  sound.mute(true);
  track(0).dispatchEvent(new Event('ended'));
  await settled();
  assert.deepEqual([peer().sent === track(1), track(1).enabled, told], [true, false, ['device on']]);
  sound.mute(false);
  assert.ok(track(1).enabled);
});

test('where none is left the page is told; one that comes after the call has ended is let go', async (t) => {
  const { sound, told } = await opened(t);
  await sound.offer();
  FakeMicrophone.fault = new DOMException('None.', 'NotFoundError');
  track(0).dispatchEvent(new Event('ended'));
  await settled();
  assert.deepEqual(told, ['device off']);
  FakeMicrophone.fault = null;
  track(0).dispatchEvent(new Event('ended'));
  sound.close();
  await settled();
  assert.deepEqual([track(1).isStopped, told], [true, ['device off']]);
});

test('the device may switch itself off and on', async (t) => {
  const { told } = await opened(t);
  track(0).dispatchEvent(new Event('mute'));
  track(0).dispatchEvent(new Event('unmute'));
  assert.deepEqual(told, ['device off', 'device on']);
});

test('four seconds of nothing at all are told once, and again when something comes; a mute is no silence', async (t) => {
  const { sound, told, pass } = await opened(t);
  sound.mute(true);
  pass(8_000);
  sound.mute(false);
  pass(3_900);
  assert.deepEqual(told, []);
  pass(8_000);
  assert.deepEqual(told, ['unheard']);
  FakeMicrophone.loudness = 0.1;
  pass(80);
  FakeMicrophone.loudness = 0;
  pass(8_000);
  assert.deepEqual(told, ['unheard', 'heard']);
});

test('keys are sent as tones behind those that still sound', async (t) => {
  const { sound } = await opened(t);
  sound.press('1');
  await sound.offer();
  for (const key of ['4', '#']) sound.press(key);
  assert.equal(peer().tones, '4#');
});

for (const [what, fault, told] of [
  ['plays', null, 'plays'],
  ['is kept from playing until it is touched', new DOMException('No.', 'NotAllowedError'), 'may not play'],
  ['is interrupted by a newer sound', new DOMException('No.', 'AbortError'), 'plays'],
] as const)
  test(`a page that ${what} is told so`, async (t) => {
    const page = await opened(t);
    page.speaker.play = async () => (fault === null ? undefined : Promise.reject(fault));
    page.sound.play();
    await settled();
    assert.deepEqual(page.told, [told]);
  });

for (const [gathering, sdp, hasAddresses] of [
  ['complete', 'v=0\na=candidate:1 1 udp', true],
  ['complete', 'v=0', false],
  ['gathering', 'v=0', true],
] as const)
  test(`an offer with ${sdp.includes('candidate') ? 'an address' : 'none'}, ${gathering}: ${hasAddresses ? 'sound can come' : 'no sound can come'}`, async (t) => {
    const { sound } = await opened(t);
    await sound.offer();
    Object.assign(peer(), { iceGatheringState: gathering, localDescription: { sdp } });
    assert.equal(sound.hasAddresses(), hasAddresses);
  });
