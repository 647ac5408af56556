/** A whole call over IPv6: a telephone that is not ours calls in, presses a key, and talks with an agent. */
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { baresipDials } from '../support/baresip.ts';
import { cleanUp } from '../support/clean-up.ts';
import { hearsTone } from '../support/listening.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { findProgram } from '../support/peer-programs.ts';
import { makeScratchDirectory } from '../support/scratch-directory.ts';
import { sitDown } from '../support/seated-agent.ts';
import { addTrunk } from '../support/trunks.ts';
import { until } from '../support/until.ts';
import { strengthOf } from '../support/webrtc-peer.ts';

/** What each says, in hertz. */
const [PHONE, AGENT] = [440, 1000];
/** The key of the menu that the agent takes calls of, and the menu. */
const [KEY, MENU] = ['3', 50];
/** More than noise. */
const LOUD = 1000;
const ADDRESS = '::1';

const baresip = await findProgram('baresip');
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === ADDRESS));
const without = hasIpv6 ? false : 'This machine has no IPv6.';
const skip = baresip === null ? 'baresip is not here, and cannot be installed: apt-get install baresip-core.' : without;

test('a telephone on IPv6 hears the menu, chooses by a key, and talks with an agent', { skip }, async (t) => {
  assert.ok(baresip !== null);
  const patchbay = await testPatchbay({
    PATCHBAY_SIP: 'udp://[::1]:0,udp://127.0.0.1:0',
    PATCHBAY_MEDIA_HOST: '',
    PATCHBAY_MEDIA_PORTS: '43560-43599',
    PATCHBAY_DEMO_PASSWORD: PASSWORD,
  });
  await addTrunk(patchbay, 5972, { inbound_addresses: [ADDRESS] });
  const { desk, peer } = await sitDown(patchbay, 'agent@somedomain.com', AGENT);
  cleanUp(t, async () => peer.close());
  const came = Promise.withResolvers<number>();
  patchbay.engine.onTransition(({ call }) => {
    if (call.state === 'selecting') came.resolve(call.id);
  });
  const phone = await baresipDials(baresip, {
    directory: await makeScratchDirectory(),
    address: ADDRESS,
    codec: 'PCMU',
    encryption: null,
    hertz: PHONE,
    to: `+13392195276@[${ADDRESS}]:${patchbay.sip.agent.portOf('UDP')}`,
  });
  cleanUp(t, async () => void (await phone.end()));
  const id = await came.promise;
  // No one but the menu can be heard yet.
  await until(() => phone.heard().samples.some((sample) => Math.abs(sample) > LOUD));
  await phone.press(KEY);
  assert.equal((await patchbay.until(id, (call) => call.menuId !== null)).menuId, MENU);
  assert.equal((await desk.ask({ type: 'answer', callId: id })).ok, true);
  await hearsTone(peer, PHONE);
  await hearsTone(peer, PHONE);
  assert.ok((await desk.ask({ type: 'hang_up', callId: id })).ok);
  await patchbay.reached(id, 'finished');

  const { samples, sampleRate } = await phone.end();
  const quarter = sampleRate / 4;
  const heards = Array.from({ length: Math.floor(samples.length / quarter) }, (_, index) =>
    strengthOf(AGENT, samples.slice(index * quarter, (index + 1) * quarter), sampleRate),
  );
  assert.ok(Math.max(...heards) > 0.3, `the telephone heard the agent: ${heards.join(' ')}`);
  const { text } = await patchbay.send('/metrics', { token: null });
  assert.match(text, /patchbay_trunk_answers_total\{[^}]*direction="in"\} 1\n/);
});
