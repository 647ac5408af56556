/** Far ends that are sent away by REFER: what the trunk says -> whether they are gone, or stay. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transferNotice } from '#sip/dialog/refer.ts';
import { aTrunk, openTalk } from '../../../../test/support/talk-world.ts';
import { createDepartures } from './departures.ts';

const NUMBER = '+14155550199';

async function open(referOut = true) {
  const world = await openTalk({ trunk: aTrunk({ referOut }) });
  const { clock, place, talk, told } = world;
  const departures = createDepartures(
    clock,
    async () => 'US',
    () => undefined,
  );
  const begin = async () => {
    const forget = departures.begin(place, NUMBER, (how) => void told.push(how));
    await new Promise(setImmediate);
    return forget;
  };
  /** The trunk says so; the answer's status. */
  const says = async (status: number, fields: Readonly<Record<string, string>> = {}): Promise<number> => {
    const { headers, body } = transferNotice(status);
    const given = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
    const replied = world.asks('NOTIFY', { ...given, ...fields }, Buffer.from(body).toString());
    return (await replied).status;
  };
  /** What the world told of NOTIFYs is the departures' to answer. */
  world.hears((inbound) => departures.notified(talk, inbound));
  return { ...world, begin, says };
}

test('a trunk that is asked to is sent a REFER to the number as it wants it', async () => {
  const { begin, sent } = await open();
  assert.notEqual(await begin(), null);
  const { request } = sent.at(-1) ?? assert.fail();
  const referTo = request.headers.find(({ name }) => name === 'Refer-To')?.value;
  assert.deepEqual([request.method, referTo], ['REFER', '<sip:+14155550199@192.0.2.1>']);
  assert.equal(await begin(), null, 'one at a time');
});

test('a trunk that is not asked to is sent none', async () => {
  const { begin, sent } = await open(false);
  assert.deepEqual([await begin(), sent.length], [null, 0]);
});

test('once the trunk has connected them they are gone', async () => {
  const { begin, answers, says, told } = await open();
  await begin();
  await answers(202);
  assert.deepEqual([await says(100), await says(180), told], [200, 200, []]);
  assert.deepEqual([await says(200), told], [200, ['gone']]);
  assert.equal(await says(200), 481, 'its subscription is over');
});

/** What comes -> they stay. */
const STAYING = {
  'a REFER that is refused': async ({ answers }) => answers(603),
  'a transfer that fails': async ({ answers, says }) => {
    await answers(202);
    await says(486);
  },
  'a subscription that ends without a word': async ({ answers, says }) => {
    await answers(202);
    await says(100, { 'Subscription-State': 'terminated;reason=timeout' });
  },
  silence: async ({ answers, clock }) => {
    await answers(202);
    await clock.advance(90_000);
  },
  'no answer at all': async ({ sent }) => sent.at(-1)?.hear({ type: 'failed', reason: 'timeout', detail: '' }),
} as const satisfies Record<string, (world: Awaited<ReturnType<typeof open>>) => Promise<void>>;

for (const [name, happens] of Object.entries(STAYING))
  test(`after ${name} they stay`, async () => {
    const world = await open();
    await world.begin();
    await happens(world);
    assert.deepEqual([world.told, world.talk.isOver(), world.place.claim()], [['stayed'], false, true]);
  });

test('who hangs up meanwhile has left, unless the last word within a second says that they were connected', async () => {
  for (const [isTold, expected] of [
    [true, ['gone', 'left by end_user']],
    [false, ['left by end_user']],
  ] as const) {
    const { begin, answers, asks, says, told, clock, dialogs } = await open();
    await begin();
    await answers(202);
    assert.equal((await asks('BYE')).status, 200);
    if (isTold) assert.equal(await says(200), 200);
    await clock.advance(1_000);
    assert.deepEqual([told, dialogs.size()], [expected, 0]);
  }
});

test('one that is taken back tells nothing, and its place can be transferred again', async () => {
  const { begin, answers, says, told, place } = await open();
  (await begin())?.();
  await answers(202);
  assert.deepEqual([await says(200), told, place.claim()], [481, [], true]);
});

test('a NOTIFY of something else is no word of it', async () => {
  const { begin, says } = await open();
  await begin();
  assert.equal(await says(200, { Event: 'presence' }), 489);
});
