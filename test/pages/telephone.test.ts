/**
 * A telephone over a trunk, an agent in a browser, and nothing of ours between them but Patchbay: baresip calls, hears
 * the menu, presses a key and talks with the agent; the call's page shows how.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strengthOf } from '../support/webrtc-peer.ts';
import { assertClean, assertNarrow } from '../support/accessible.ts';
import { baresipDials } from '../support/baresip.ts';
import * as browsers from '../support/browser.ts';
import { AGENT_A, press } from '../support/browser.ts';
import { cleanUp } from '../support/clean-up.ts';
import { hears } from '../support/ear.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { findProgram } from '../support/peer-programs.ts';
import { makeScratchDirectory } from '../support/scratch-directory.ts';
import { addTrunk } from '../support/trunks.ts';

/** What the telephone says, in hertz. */
const PHONE = 440;
/** The key of the menu that the agent takes calls of, and the menu. */
const [KEY, MENU] = ['3', 50];

const baresip = await findProgram('baresip');
const skip = baresip === null ? 'baresip is not here, and cannot be installed: apt-get install baresip-core.' : false;

test('a telephone reaches an agent over a trunk: both hear each other, and the page shows how', { skip }, async (t) => {
  assert.ok(baresip !== null);
  const patchbay = await testPatchbay({
    PATCHBAY_SIP: 'udp://127.0.0.1:0',
    PATCHBAY_MEDIA_PORTS: '43500-43559',
    PATCHBAY_DEMO_PASSWORD: PASSWORD,
  });
  await addTrunk(patchbay, 5971, { name: 'Main trunk' });
  const desk = await browsers.onlineDesk(t, await browsers.openBrowser(AGENT_A), patchbay);
  const came = Promise.withResolvers<number>();
  patchbay.engine.onTransition(({ call }) => {
    if (call.state === 'selecting') came.resolve(call.id);
  });
  const phone = await baresipDials(baresip, {
    directory: await makeScratchDirectory(),
    codec: 'PCMU',
    encryption: null,
    hertz: PHONE,
    to: `+13392195276@127.0.0.1:${patchbay.sip.agent.portOf('UDP')}`,
  });
  cleanUp(t, async () => void (await phone.end()));
  const id = await came.promise;
  await patchbay.until(id, (call) => call.participants.length > 0);
  await phone.press(KEY);
  assert.equal((await patchbay.until(id, (call) => call.menuId !== null)).menuId, MENU);
  await browsers.answer(desk);
  await hears(desk, PHONE, 20);
  await press(desk, 'Hang up');

  const { samples, sampleRate } = await phone.end();
  const call = await patchbay.until(id, (each) => each.recording?.status === 'stored');
  assert.deepEqual([call.state, call.disconnectedBy], ['finished', 'disconnected_by_agent']);
  const loudest = (hertz: number): number => {
    let most = 0;
    for (let from = 0; from + sampleRate / 4 <= samples.length; from += sampleRate / 4)
      most = Math.max(most, strengthOf(hertz, samples.slice(from, from + sampleRate / 4), sampleRate));
    return most;
  };
  assert.ok(loudest(AGENT_A) > 0.3, 'the telephone heard the agent');

  const { text } = await patchbay.send('/metrics', { token: null });
  assert.match(text, /patchbay_trunk_answers_total\{trunk="\d+",trunk_name="Main trunk",direction="in"\} 1\n/);
  const page = await browsers.openPage(t, await browsers.openBrowser(AGENT_A));
  await browsers.signInAt(page, patchbay, 'owner@somedomain.com');
  await page.goto(`${patchbay.address}/app/calls/${id}`);
  await page.getByRole('tab', { name: 'Connection' }).click();
  const ladder = page.getByRole('region', { name: 'SIP: Caller, over Main trunk' });
  const messages = ladder.getByRole('listitem');
  assert.match(await messages.first().innerText(), /INVITE/);
  assert.match(await messages.last().innerText(), /200 OK \(BYE\)/);
  await messages.first().locator('summary').press('Enter');
  await ladder.getByText('Call-ID:').first().waitFor();
  assert.match(await page.getByRole('list', { name: 'Parties' }).innerText(), /Caller[\s\S]*Codec/);
  await assertClean(page, 'connection');
  await page.setViewportSize({ width: 390, height: 800 });
  await assertNarrow(page, 'connection');
  await assertClean(page, 'connection at 390 px');
});
