import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeWav } from '#media/codec/wav.ts';
import * as browsers from '../support/browser.ts';
import { AGENT_A, CALLER, press } from '../support/browser.ts';
import { hearsOther, isSilent } from '../support/ear.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { isIn } from '../support/listening.ts';
import { strengthOf } from '../support/webrtc-peer.ts';

const [callers, agents] = await Promise.all([browsers.openBrowser(CALLER), browsers.openBrowser(AGENT_A)]);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });

/** Two seconds, told by what is heard: nothing. */
const SECONDS_OF_SILENCE = 20;

test('after hours the caller is greeted, speaks after the beep, and the agent hears the message: then it is read', async (t) => {
  const caller = await browsers.callerAtMenu(t, callers, patchbay);
  await caller.getByRole('button', { name: 'Night line' }).click();
  await caller.getByRole('heading', { name: 'Leave a message' }).waitFor();
  await hearsOther(caller, [CALLER, AGENT_A]);
  await isSilent(caller, SECONDS_OF_SILENCE);
  const id = await browsers.newestCall(patchbay);
  await press(caller, 'Done');
  await caller.getByRole('heading', { name: 'Thank you' }).waitFor();
  const left = await patchbay.until(id, (call) => call.recording?.status === 'stored');
  assert.deepEqual(
    [left.state, left.voicemailReason, left.recording?.kind],
    ['voicemail_received', 'after_hours', 'voicemail'],
  );

  const desk = await browsers.openPage(t, agents);
  await browsers.signInAt(desk, patchbay);
  await desk.getByText('Unknown caller').first().click();
  await press(desk, 'Listen');
  const url = await desk.getByLabel('The message').getAttribute('src');
  const heard = decodeWav(Buffer.from(await (await fetch(new URL(url ?? '', patchbay.address))).arrayBuffer()));
  assert.ok(heard.ok);
  const { channels, sampleRate } = heard.wav;
  const [ours, theirs] = [channels[0] ?? new Int16Array(0), channels[1] ?? new Int16Array(0)];
  const middle = (samples: Int16Array) => samples.slice(samples.length / 4, (3 * samples.length) / 4);
  assert.ok(isIn(CALLER, middle(theirs), sampleRate), 'the caller is not in his message');
  assert.ok(strengthOf(CALLER, middle(ours), sampleRate) < 0.05);
  const read = await patchbay.reached(id, 'voicemail_read');
  assert.equal(read.recording?.played, true);
});
