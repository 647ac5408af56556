/**
 * What every media engine must keep to with telephones that encrypt their sound. Part of the telephones' conformance.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { RtpTerms } from '#media/media-server.ts';
import { cleanUp } from './clean-up.ts';
import { hearsTone } from './listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia, MediaWorld } from './media-world.ts';
import { createHandshakeCipher, createSdesCipher } from './phone-ciphers.ts';
import type { PhoneCipher } from './phone-ciphers.ts';
import { createRtpPhone } from './rtp-phone.ts';
import type { RtpPhone } from './rtp-phone.ts';
import type { Line } from './telephone-lines.ts';

const TERMS: RtpTerms = { srtp: 'required', codecs: ['pcmu'] };
const NOISE = new Uint8Array(160).fill(0x80);

async function phoneWith(context: TestContext, cipher: PhoneCipher | null, named?: string): Promise<RtpPhone> {
  const phone = await createRtpPhone({ codec: 'pcmu', cipher, ...(named === undefined ? {} : { named }) });
  cleanUp(context, () => phone.close());
  return phone;
}

/** It offers, and says a tone. */
async function calls(world: MediaWorld, phone: RtpPhone, terms: RtpTerms, legId?: string): Promise<Line> {
  const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(), asker: '127.0.0.1', ...terms }, legId);
  assert.ok(made.ok, JSON.stringify(made));
  phone.accept(made.answer);
  phone.say(440);
  return { phone, legId: made.legId };
}

/** Registers the tests. `make`: an engine for each. */
export function describeTelephoneSecurity(make: MakeMedia): void {
  test('keys in descriptions: the same continues over the end of the numbers, a new one begins anew', async (context) => {
    const world = await createMediaWorld(context, make);
    const cipher = createSdesCipher('AES_CM_128_HMAC_SHA1_80');
    const phone = await phoneWith(context, cipher);
    const { legId } = await calls(world, phone, TERMS);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await phone.says(50);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    await calls(world, phone, {}, legId);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    phone.hush();
    cipher.rekey();
    await calls(world, phone, {}, legId);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    assert.equal((await world.media.stats(legId))?.packetsLost, 0);
  });

  test('our offer has both suites, the one that is answered is kept, and an answer in the clear is none', async (context) => {
    const world = await createMediaWorld(context, make);
    const phone = await phoneWith(context, createSdesCipher('AES_CM_128_HMAC_SHA1_32'));
    const plain = await phoneWith(context, null);
    const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1', ...TERMS });
    assert.ok(made.ok);
    assert.match(made.offer, /m=audio \d+ RTP\/SAVP 0 101\r[^]*a=crypto:1 \S+_80 [^]*a=crypto:2 \S+_32 /u);
    const unlike = phone.answer(made.offer).replace('a=crypto:2', 'a=crypto:1');
    const inTheClear = plain.answer(made.offer);
    for (const answer of [inTheClear, unlike])
      assert.equal(await world.media.acceptAnswer(made.legId, answer), 'no_common_encryption');
    assert.equal(await world.media.acceptAnswer(made.legId, phone.answer(made.offer)), null);
    phone.say(440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, made.legId);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    const again = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' }, made.legId);
    assert.ok(again.ok);
    const keys = (text: string) => text.match(/^a=crypto:.*$/gmu)?.map((line) => line.replace(/^a=crypto:\d/u, ''));
    assert.deepEqual(keys(again.offer), keys(made.offer)?.slice(1));
  });

  test('where encryption may be, a telephone without it is talked with, and one with a key beside is encrypted', async (context) => {
    const world = await createMediaWorld(context, make);
    const terms: RtpTerms = { ...TERMS, srtp: 'optional' };
    const a = await calls(world, await phoneWith(context, null), terms);
    const cipher = createSdesCipher('AES_CM_128_HMAC_SHA1_80', 'RTP/AVP');
    const b = await phoneWith(context, cipher);
    const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1', ...terms });
    assert.ok(made.ok);
    assert.match(made.offer, /m=audio \d+ RTP\/AVP 0 101\r/u);
    assert.equal(await world.media.acceptAnswer(made.legId, b.answer(made.offer)), null);
    b.say(1000);
    await world.media.bridge(a.legId, made.legId);
    await Promise.all([hearsTone(a.phone, 1000), hearsTone(b, 440)]);
  });

  test('keys by a handshake on the port of the sound', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await calls(world, await phoneWith(context, await createHandshakeCipher()), TERMS);
    await world.happens((event) => event.type === 'connected' && event.legId === legId);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
  });

  test('what no key opens is not the first packet that comes', async (context) => {
    const world = await createMediaWorld(context, make);
    const phone = await phoneWith(context, createSdesCipher('AES_CM_128_HMAC_SHA1_80'), '127.0.0.2');
    const { legId } = await calls(world, phone, { ...TERMS, source: 'first' });
    phone.hush();
    await phone.sayFromElsewhere(NOISE, 5);
    phone.say(440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
  });
}
