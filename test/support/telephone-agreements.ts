/**
 * What every media engine must keep to with telephones: whom it hears, and what is agreed on. Part of the telephones'
 * conformance.
 */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import { cleanUp } from './clean-up.ts';
import { ENOUGH, hearsTone, isSilent } from './listening.ts';
import { createMediaWorld } from './media-world.ts';
import type { MakeMedia } from './media-world.ts';
import { createRtpPhone } from './rtp-phone.ts';
import { rings } from './telephone-lines.ts';

/** Registers the tests. `make`: an engine for each. */
export function describeTelephoneAgreements(make: MakeMedia): void {
  describeStrangers(make);
  describeAgreements(make);
}

function describeStrangers(make: MakeMedia): void {
  const noise = new Uint8Array(160).fill(0x80);

  for (const source of ['signalled', 'first'] as const)
    test(`what comes from another port is not heard, nor is it spoken to: ${source}`, async (context) => {
      const world = await createMediaWorld(context, make);
      // Behind a translation of addresses, a telephone names one at which it cannot be reached.
      const phone = await createRtpPhone({ codec: 'pcmu', named: source === 'first' ? '127.0.0.2' : '127.0.0.1' });
      cleanUp(context, () => phone.close());
      const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(), asker: '127.0.0.1', source });
      assert.ok(made.ok);
      phone.accept(made.answer);
      phone.say(440);
      const a = await world.speaker(1000);
      await world.media.bridge(a.legId, made.legId);
      await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
      const received = async () => (await world.media.stats(made.legId))?.packetsReceived ?? 0;
      phone.hush();
      await world.happens((event) => event.type === 'silent');
      const before = await received();
      await phone.sayFromElsewhere(noise, 1000);
      await hearsTone(phone, 1000);
      assert.equal(await received(), before);
    });

  test('garbage from the telephone itself and from others changes nothing for those who talk', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 1 });
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(a.peer, 440);
    for (let round = 0; round < 500; round += 1) {
      const bytes = Buffer.from(Array.from({ length: (round * 37) % 300 }, (_, at) => (round * 131 + at * 17) & 0xff));
      if (bytes.length > 1) bytes.set([round % 2 === 0 ? 0x80 : 0x90, [0, 101, 0xc8, 0xff][round % 4] ?? 0]);
      await phone.sayRaw(bytes, round % 3 === 0);
    }
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    assert.ok(!world.events.some(({ type }) => type === 'lost' || type === 'interrupted'));
  });

  test('from an address that is not the one described nothing is heard', async (context) => {
    const world = await createMediaWorld(context, make);
    const phone = await createRtpPhone({ codec: 'pcmu', named: '127.0.0.2' });
    cleanUp(context, () => phone.close());
    const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(), asker: '127.0.0.1' });
    assert.ok(made.ok);
    phone.accept(made.answer);
    phone.say(440);
    await phone.says(ENOUGH);
    assert.equal((await world.media.stats(made.legId))?.packetsReceived, 0);
  });
}

function describeAgreements(make: MakeMedia): void {
  test('a telephone that holds the call is not spoken to until it takes it off hold', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(phone, 1000);
    for (const [direction, answered] of [
      ['sendonly', 'recvonly'],
      ['inactive', 'inactive'],
    ] as const) {
      const held = await world.media.createLeg({ kind: 'rtp', offer: phone.offer(direction) }, legId);
      assert.ok(held.ok);
      assert.match(held.answer, new RegExp(`a=${answered}\\r`, 'u'));
      await isSilent(phone, world, a);
    }
    const back = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() }, legId);
    assert.ok(back.ok);
    await Promise.all([hearsTone(phone, 1000), hearsTone(a.peer, 440)]);
  });

  test('an offer that says nothing new is answered alike, and one that can be no call leaves the call as it was', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    const offer = phone.offer();
    const answers = [await world.media.createLeg({ kind: 'rtp', offer }, legId)];
    answers.push(await world.media.createLeg({ kind: 'rtp', offer }, legId));
    assert.deepEqual(answers[0], answers[1]);
    const fax = offer.replace(/^m=[^]*$/mu, 'm=image 40002 udptl t38\r\n');
    const refused = await world.media.createLeg({ kind: 'rtp', offer: fax }, legId);
    assert.deepEqual(refused, { ok: false, refusal: 'malformed_offer' });
    await Promise.all([hearsTone(phone, 1000), hearsTone(a.peer, 440)]);
  });

  test('a hold by an address of zeros is one, and is over with the next description', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(phone, 1000);
    const offer = phone.offer().replace(/^c=.*$/mu, 'c=IN IP4 0.0.0.0');
    const held = await world.media.createLeg({ kind: 'rtp', offer }, legId);
    assert.ok(held.ok && held.isHeld);
    assert.match(held.answer, /a=recvonly\r/u);
    await isSilent(phone, world, a);
    const back = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() }, legId);
    assert.ok(back.ok && !back.isHeld);
    await Promise.all([hearsTone(phone, 1000), hearsTone(a.peer, 440)]);
  });

  test('we hold a telephone by an offer: it hears our music and is not heard, whatever it offers, until we end it', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, legId);
    await hearsTone(a.peer, 440);
    const asked = { kind: 'rtp', asker: '127.0.0.1' } as const;
    const held = await world.media.offerLeg({ ...asked, direction: 'sendonly' }, legId);
    assert.ok(held.ok);
    assert.deepEqual(await world.media.offerLeg({ ...asked, direction: 'sendonly' }, legId), held);
    assert.match(held.offer, /m=audio \d+ RTP\/AVP 0 101\r[^]*a=sendonly\r/u);
    assert.equal(await world.media.acceptAnswer(legId, phone.answer(held.offer, 'recvonly')), null);
    await world.media.unbridge(legId);
    await world.media.play(legId, { path: world.toneFile(700, 30), isLooped: true }, false);
    await hearsTone(phone, 700);
    const received = (await world.media.stats(legId))?.packetsReceived;
    const theirs = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() }, legId);
    assert.ok(theirs.ok);
    assert.match(theirs.answer, /a=sendonly\r/u);
    await phone.says(ENOUGH);
    assert.equal((await world.media.stats(legId))?.packetsReceived, received);
    assert.ok(!world.events.some(({ type }) => type === 'silent'), 'whom we hold need not speak');
    const back = await world.media.offerLeg(asked, legId);
    assert.ok(back.ok);
    assert.equal(await world.media.acceptAnswer(legId, phone.answer(back.offer)), null);
    await world.media.bridge(a.legId, legId);
    await Promise.all([hearsTone(phone, 1000), hearsTone(a.peer, 440)]);
  });

  test('early sound and the answer after it may come from two places: the later answer counts', async (context) => {
    const world = await createMediaWorld(context, make);
    const early = await createRtpPhone({ codec: 'pcma' });
    const phone = await createRtpPhone({ codec: 'pcmu' });
    cleanUp(context, async () => Promise.all([early.close(), phone.close()]));
    const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1', codecs: ['pcma', 'pcmu'] });
    assert.ok(made.ok);
    assert.match(made.offer, /m=audio \d+ RTP\/AVP 8 0 101\r/u);
    const a = await world.speaker(1000);
    await world.media.bridge(a.legId, made.legId);
    assert.equal(await world.media.acceptAnswer(made.legId, early.answer(made.offer)), null);
    early.say(660);
    await hearsTone(a.peer, 660);
    assert.equal(await world.media.acceptAnswer(made.legId, phone.answer(made.offer)), null);
    phone.say(440);
    await Promise.all([hearsTone(a.peer, 440), hearsTone(phone, 1000)]);
    const other = early.offer().replace(' 8 101', ' 9 101');
    assert.equal(await world.media.acceptAnswer(made.legId, other), 'no_common_codec');
  });

  test('packets of 10 to 60 ms are heard, go out in 20 ms, and noise is silence and no loss', async (context) => {
    const world = await createMediaWorld(context, make);
    const a = await rings(context, world, 'pcmu', 440);
    const b = await rings(context, world, 'pcmu', 1000);
    await world.media.bridge(a.legId, b.legId);
    for (const milliseconds of [10, 30, 60]) {
      a.phone.say(440, milliseconds);
      await hearsTone(b.phone, 440);
    }
    a.phone.hush();
    const quiet = b.phone.heard.length;
    for (let packet = 0; packet < 50; packet += 1) a.phone.sayNoise();
    await b.phone.hears((heard) => heard.length >= quiet + 50);
    assert.ok(b.phone.heard.slice(-40).every(({ payload }) => payload.every((byte) => byte === 0xff)));
    assert.ok(b.phone.heard.every(({ payload }) => payload.length === 160));
    assert.equal((await world.media.stats(a.legId))?.packetsLost, 0);
  });

  test('what cannot be agreed on is refused, and leaves nothing', async (context) => {
    const world = await createMediaWorld(context, make, { workers: 1 });
    const phone = await createRtpPhone({ codec: 'pcmu' });
    cleanUp(context, () => phone.close());
    const offer = phone.offer();
    const refused = [
      ['', 'malformed_offer'],
      ['x'.repeat(100_000), 'malformed_offer'],
      [offer.replace('RTP/AVP', 'RTP/SAVP'), 'no_common_encryption'],
      [offer.replace(/^c=.*\r\n/mu, ''), 'malformed_offer'],
      [offer.replace('c=IN IP4 127.0.0.1', 'c=IN IP4 somewhere.example'), 'malformed_offer'],
      [offer.replace('AVP 0 101', 'AVP 18 101'), 'no_common_codec'],
    ] as const;
    for (const [text, refusal] of refused)
      assert.deepEqual(await world.media.createLeg({ kind: 'rtp', offer: text }), { ok: false, refusal });
    const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' });
    assert.ok(made.ok);
    assert.match(made.offer, /m=audio \d+ RTP\/AVP 96 0 8 9 101 102\r/u);
    for (const [text, refusal] of refused) assert.equal(await world.media.acceptAnswer(made.legId, text), refusal);
    assert.equal(await world.media.acceptAnswer('nowhere', phone.answer(made.offer)), 'closed');
    const [, port = '0'] = /m=audio (\d+)/u.exec(made.offer) ?? [];
    await world.media.close(made.legId);
    assert.deepEqual(await world.media.createLeg({ kind: 'rtp', offer }, made.legId), { ok: false, refusal: 'closed' });
    await isFree(Number(port));
  });

  test('a leg keeps its kind', async (context) => {
    const world = await createMediaWorld(context, make);
    const { phone, legId } = await rings(context, world, 'pcmu', 440);
    const a = await world.connect();
    const offer = await a.peer.offer();
    assert.deepEqual(await world.media.createLeg({ kind: 'browser', offer }, legId), { ok: false, refusal: 'closed' });
    const other = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() }, a.legId);
    assert.deepEqual(other, { ok: false, refusal: 'closed' });
  });
}

/** Waits until the port can be bound again. */
async function isFree(port: number): Promise<void> {
  for (let tried = 0; tried < 500; tried += 1) {
    const socket = createSocket('udp4');
    const bound = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(port, '127.0.0.1', () => resolve(true));
    });
    socket.close();
    if (bound) return;
  }
  assert.fail(`port ${port} is not given back`);
}
