/** Telephones on IPv6 alone. */
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { hearsTone } from '../../../test/support/listening.ts';
import { createRtpPhone } from '../../../test/support/rtp-phone.ts';
import { createMediaEngine } from './media-engine.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const skip = hasIpv6 ? false : 'this machine has no IPv6';

test('two telephones on IPv6, one that called and one that was called, hear each other', { skip }, async (t) => {
  const media = createMediaEngine({ workers: 1, host: '::1', ports: { first: 46_200, last: 46_219 } });
  cleanUp(t, async () => media.shutDown());
  const phones = await Promise.all(['::1', '::1'].map(async (host) => createRtpPhone({ codec: 'pcmu', host })));
  for (const phone of phones) cleanUp(t, async () => phone.close());
  const [caller, callee] = phones;
  assert.ok(caller !== undefined && callee !== undefined);
  const taken = await media.createLeg({ kind: 'rtp', offer: caller.offer(), asker: '::1' });
  const dialed = await media.offerLeg({ kind: 'rtp', asker: '::1' });
  assert.ok(taken.ok && dialed.ok);
  for (const description of [taken.answer, dialed.offer]) {
    assert.match(description, /^o=.* IN IP6 ::1\r$/m);
    assert.match(description, /^c=IN IP6 ::1\r$/m);
  }
  caller.accept(taken.answer);
  assert.equal(await media.acceptAnswer(dialed.legId, callee.answer(dialed.offer)), null);
  await media.bridge(taken.legId, dialed.legId);
  caller.say(440);
  callee.say(1000);
  await Promise.all([hearsTone(caller, 1000), hearsTone(callee, 440)]);
});
