/** Sound with a telephone that is not ours: baresip, in the clear and with each way of encryption. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { joinPlaces } from '#carriers/sip/lines/joint.ts';
import { Place } from '#carriers/sip/lines/place.ts';
import type { Talk } from '#carriers/sip/lines/talk.ts';
import type { LegId, RtpTerms } from '#media/media-server.ts';
import { createMediaEngine } from '#media/server/media-engine.ts';
import { cleanUp } from '../support/clean-up.ts';
import { baresipCalls } from '../support/baresip.ts';
import type { BaresipCall } from '../support/baresip.ts';
import { hearsTone } from '../support/listening.ts';
import { framesOf } from '../support/media-world.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { findProgram } from '../support/peer-programs.ts';
import { makeScratchDirectory } from '../support/scratch-directory.ts';
import { aTrunk } from '../support/talk-world.ts';
import { until } from '../support/until.ts';
import { createWebrtcPeer, strengthOf } from '../support/webrtc-peer.ts';

const PHONE = 440;
const PAGE = 1000;

const baresip = await findProgram('baresip');
const directory = await makeScratchDirectory();
const media = createMediaEngine({ workers: 1, host: '127.0.0.1', ports: { first: 46_000, last: 46_099 } });
after(async () => media.shutDown());

const CALLS: readonly (readonly [string, Pick<BaresipCall, 'codec' | 'encryption'>, RtpTerms])[] = [
  ['PCMU in the clear', { codec: 'PCMU', encryption: null }, { codecs: ['g722', 'pcmu'], source: 'first' }],
  ['PCMA with keys in its description', { codec: 'PCMA', encryption: 'srtp-mand' }, { srtp: 'required' }],
  ['PCMU with a handshake', { codec: 'PCMU', encryption: 'dtls_srtp' }, { srtp: 'optional' }],
];

describe('baresip', { concurrency: 1, skip: baresip === null ? 'baresip is not to be had' : false }, () => {
  for (const [index, [what, call, terms]] of CALLS.entries())
    test(`${what}: it and a page hear each other`, { timeout: 60_000 }, async (context) => {
      assert.ok(baresip !== null);
      const peer = createWebrtcPeer({ hasTelephones: true });
      cleanUp(context, async () => peer.close());
      const page = await media.createLeg({ kind: 'browser', offer: await peer.offer() });
      assert.ok(page.ok);
      await peer.accept(page.answer);
      peer.say(framesOf(PAGE));
      const home = join(directory, `${index}`);
      await mkdir(home);
      let legId: LegId = '';
      const hangUp = await baresipCalls(baresip, {
        ...call,
        directory: home,
        hertz: PHONE,
        async answer(offer) {
          const made = await media.createLeg({ kind: 'rtp', offer, ...terms });
          assert.ok(made.ok, JSON.stringify(made));
          legId = made.legId;
          await media.bridge(page.legId, legId);
          return made.answer;
        },
      });
      cleanUp(context, hangUp);
      await hearsTone(peer, PHONE);
      const stats = await media.stats(legId);
      const codec = call.codec.toLowerCase();
      assert.deepEqual([stats?.heardIn, stats?.saidIn, stats?.packetsLost], [codec, codec, 0]);
      await hearsTone(peer, PHONE);
      const { samples, sampleRate } = await hangUp();
      assert.ok(strengthOf(PAGE, samples.slice(-sampleRate / 2), sampleRate) > 0.3);
    });

  test('two whose calls are joined hear each other', { timeout: 60_000 }, async (context) => {
    assert.ok(baresip !== null);
    const phones = await Promise.all(
      [PHONE, PAGE].map(async (hertz, index) => {
        const home = join(directory, `joined-${index}`);
        await mkdir(home);
        let legId: LegId = '';
        const hangUp = await baresipCalls(baresip, {
          codec: index === 0 ? 'PCMU' : 'PCMA',
          encryption: null,
          directory: home,
          hertz,
          async answer(offer) {
            const made = await media.createLeg({ kind: 'rtp', offer, source: 'first' });
            assert.ok(made.ok);
            legId = made.legId;
            return made.answer;
          },
        });
        cleanUp(context, hangUp);
        await until(() => legId !== '');
        return { hangUp, legId, place: placeFor(legId) };
      }),
    );
    const [one, two] = phones;
    assert.ok(one !== undefined && two !== undefined);
    assert.ok(await joinPlaces(media, one.place, two.place, (error) => assert.fail(String(error))));
    await Promise.all(phones.map(async ({ legId, place }) => media.bridge(legId, place.legId() ?? '')));
    const heardOf = async ({ legId }: { legId: LegId }): Promise<number> =>
      (await media.stats(legId))?.packetsSent ?? 0;
    await until(async () => (await Promise.all(phones.map(heardOf))).every((packets) => packets > 50));
    const heard = await Promise.all(phones.map(async ({ hangUp }) => hangUp()));
    for (const [index, hertz] of [PAGE, PHONE].entries()) {
      const { samples, sampleRate } = heard[index] ?? assert.fail();
      assert.ok(strengthOf(hertz, samples.slice(-sampleRate / 4), sampleRate) > 0.3, `${hertz} Hz`);
    }
  });
});

/** The place of the far end of a call whose near end is the leg: a telephone of a trunk has it. */
function placeFor(legId: LegId): Place {
  const clock = createManualClock(new Date());
  const nothing = (): void => undefined;
  const place = new Place(1, clock, {
    left: nothing,
    pressed: nothing,
    touched: nothing,
    moved: nothing,
    transfer: nothing,
  });
  // As much of a talk as joining asks.
  const talk = { trunk: aTrunk() } as unknown as Talk;
  place.take({ legId: () => legId, early: () => undefined, talk: () => talk, close: nothing });
  return place;
}
