/** The page of a call that came over a trunk: sipp calls, an agent talks, and the ladder shows it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClean, assertNarrow } from '../support/accessible.ts';
import * as browsers from '../support/browser.ts';
import { CALLER } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import { startSipp } from '../support/sipp.ts';
import { hears, SDP, send, sound, waits } from '../support/sipp-steps.ts';
import { addTrunk } from '../support/trunks.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;

test(
  'the page of a telephone call shows its messages and its sound, by keyboard, clean and narrow',
  { skip },
  async (t) => {
    const patchbay = await testPatchbay({
      PATCHBAY_SIP: 'udp://127.0.0.1:0',
      PATCHBAY_MEDIA_PORTS: '43500-43559',
      PATCHBAY_DEMO_PASSWORD: PASSWORD,
    });
    await addTrunk(patchbay, 5971, { name: 'Main trunk' });
    const ended = Promise.withResolvers<number>();
    patchbay.engine.onTransition(({ call }) => {
      if (call.state === 'failed') ended.resolve(call.id);
    });
    const caller = await startSipp(sipp as FoundProgram, {
      scenario: [
        send('INVITE', 1, { headers: [SDP], body: sound(), within: false }),
        hears(100, null, true),
        hears(180, null, true),
        hears(200),
        send('ACK', 1, { retry: false }),
        waits(800),
        send('BYE', 2),
        hears(200),
      ],
      to: patchbay.sip.agent.portOf('UDP'),
      args: ['-s', '+13392195276'],
    });
    await caller.done;
    const id = await ended.promise;
    const { text } = await patchbay.send('/metrics', { token: null });
    assert.match(text, /patchbay_trunk_answers_total\{trunk="\d+",trunk_name="Main trunk",direction="in"\} 1\n/);

    const page = await browsers.openPage(t, await browsers.openBrowser(CALLER));
    await browsers.signInAt(page, patchbay, 'owner@somedomain.com');
    await page.goto(`${patchbay.address}/app/calls/${id}`);
    await page.getByRole('tab', { name: 'Connection' }).click();
    const ladder = page.getByRole('region', { name: 'SIP: Caller, over Main trunk' });
    const messages = ladder.getByRole('listitem');
    assert.match(await messages.first().innerText(), /INVITE/);
    assert.match(await messages.last().innerText(), /200 OK \(BYE\)/);
    await messages.first().locator('summary').press('Enter');
    await ladder.getByText('Call-ID:').first().waitFor();
    assert.match(await page.getByRole('list', { name: 'Ends' }).innerText(), /Caller[\s\S]*Codec/);
    await assertClean(page, 'connection');
    await page.setViewportSize({ width: 390, height: 800 });
    await assertNarrow(page, 'connection');
    await assertClean(page, 'connection at 390 px');
  },
);
