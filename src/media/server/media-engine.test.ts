import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import type { MakeMedia } from '../../../test/support/media-world.ts';
import { CHROME_OFFER } from '../../../test/support/chrome-offer.ts';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { describeConnectionConformance } from '../../../test/support/connection-conformance.ts';
import { createMediaEngine } from './media-engine.ts';
import { describeRecordingConformance } from '../../../test/support/recording-conformance.ts';
import { describeTelephoneConformance } from '../../../test/support/telephone-conformance.ts';

/** Tests run beside one another, and each engine takes what is free. */
const PORTS = { first: 42_000, last: 42_999 };

const make: MakeMedia = async ({ legsMax = 200, workers = 2 }) => {
  const media = createMediaEngine({ workers, legsMax, host: '127.0.0.1', ports: PORTS });
  return { media, kill: (legId) => media.terminateWorker(legId) };
};

// One worker is enough for what does not go from one to another: each takes half a second to start.
const makeSmall: MakeMedia = async (limits) => make({ workers: 1, ...limits });
describeConnectionConformance('the engine of this process', makeSmall);
describeRecordingConformance('the engine of this process', makeSmall);
describeTelephoneConformance('the engine of this process', make);

test('without a free port legs are refused, and a port given back can be taken', async (context) => {
  const taken = createSocket('udp4');
  await new Promise<void>((resolve) => taken.bind(0, '127.0.0.1', resolve));
  const { port } = taken.address();
  const options = { workers: 1, host: '127.0.0.1', ports: { first: port, last: port } };
  const media = createMediaEngine(options);
  cleanUp(context, () => media.shutDown());
  assert.deepEqual(await media.createLeg({ kind: 'browser', offer: CHROME_OFFER }), { ok: false, refusal: 'no_ports' });
  await new Promise<void>((resolve) => taken.close(() => resolve()));
  assert.equal((await media.createLeg({ kind: 'browser', offer: CHROME_OFFER })).ok, true);
  await media.shutDown();
  const again = createMediaEngine(options);
  cleanUp(context, () => again.shutDown());
  assert.equal((await again.createLeg({ kind: 'browser', offer: CHROME_OFFER })).ok, true);
});

test('what is announced is what the operator says, and every leg of a worker shares its one port', async (context) => {
  const media = createMediaEngine({ workers: 1, ports: PORTS, publicAddresses: ['203.0.113.7'] });
  cleanUp(context, () => media.shutDown());
  const answers = await Promise.all([
    media.createLeg({ kind: 'browser', offer: CHROME_OFFER }),
    media.createLeg({ kind: 'browser', offer: CHROME_OFFER }),
  ]);
  const candidates = answers.map((made) => (made.ok ? /a=candidate:.*/gu.exec(made.answer)?.[0] : null));
  assert.match(candidates[0] ?? '', / 203\.0\.113\.7 42\d+ typ host$/u);
  assert.equal(candidates[0], candidates[1]);
});

test('a browser on this machine is told its addresses besides, a stranger is not', async (context) => {
  const media = createMediaEngine({ workers: 1, ports: PORTS, host: '127.0.0.1', publicAddresses: ['203.0.113.7'] });
  cleanUp(context, () => media.shutDown());
  const toldTo = async (asker: string) => {
    const made = await media.createLeg({ kind: 'browser', offer: CHROME_OFFER, asker });
    assert.ok(made.ok);
    return [...made.answer.matchAll(/a=candidate:.* udp \d+ (\S+)/gu)].map(([, address]) => address);
  };
  assert.deepEqual(await toldTo('127.0.0.1'), ['203.0.113.7', '127.0.0.1']);
  assert.deepEqual(await toldTo('192.0.2.1'), ['203.0.113.7']);
});

test('malformed offers are refused, and nothing else happens', async (context) => {
  const media = createMediaEngine({ workers: 1, ports: PORTS });
  cleanUp(context, () => media.shutDown());
  for (const offer of ['', 'v=0', 'x'.repeat(1_000_000), CHROME_OFFER.replace('fingerprint', 'finger'), '\u0000\r\n']) {
    assert.deepEqual(await media.createLeg({ kind: 'browser', offer }), { ok: false, refusal: 'malformed_offer' });
  }
  assert.equal((await media.health())[0]?.legs, 0);
});

test('after the end there is nothing', async () => {
  const media = createMediaEngine({ workers: 1, ports: PORTS });
  await media.shutDown();
  assert.deepEqual(await media.createLeg({ kind: 'browser', offer: CHROME_OFFER }), { ok: false, refusal: 'closed' });
});
