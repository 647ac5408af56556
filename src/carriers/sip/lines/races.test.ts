/** What crosses on the wire, a hundred times each and in rolled orders: how it ends, and that nothing is left. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerOf } from '#sip/message/message.ts';
import { dialWorld } from '../../../../test/support/dial-world.ts';
import { openTalk } from '../../../../test/support/talk-world.ts';

const SDP = { 'Content-Type': 'application/sdp' };
const AUDIO = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\n';
const TIMES = 100;

/** Numbers from 0 to below 1, the same each time. Source: Marsaglia's xorshift, 32 bits. */
function rolls(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
const from = (tag: string) => ({ To: `<sip:them@192.0.2.1>;tag=${tag}` });

test('forks: of up to four that ring and answer in any order one has the call, and each other one is hung up', async () => {
  const roll = rolls();
  for (let time = 0; time < TIMES; time += 1) {
    const tags = ['a', 'b', 'c', 'd'].slice(0, 2 + Math.floor(roll() * 3)).toSorted(() => roll() - 0.5);
    const { line, says, told, sent, acks, media, dialogs } = await dialWorld();
    for (const tag of tags) if (roll() < 0.7) await says(roll() < 0.5 ? 183 : 180, { ...SDP, ...from(tag) }, AUDIO);
    for (const tag of tags) await says(200, { ...SDP, ...from(tag) }, AUDIO);
    const hungUp = sent.flatMap(({ request }) => (request.method === 'BYE' ? (headerOf(request, 'To') ?? []) : []));
    assert.deepEqual(
      hungUp.toSorted(),
      tags
        .slice(1)
        .map((tag) => from(tag).To)
        .toSorted(),
    );
    assert.deepEqual([told.filter((each) => each === 'answered').length, acks.length], [1, tags.length]);
    line.close();
    assert.deepEqual([media.legs(), dialogs.size(), sent.at(-1)?.request.method], [[], 0, 'BYE']);
  }
});

test('CANCEL against 200: whoever is taken back at any moment is hung up, and nothing of them is left', async () => {
  const roll = rolls();
  for (let time = 0; time < TIMES; time += 1) {
    const { line, says, told, sent, media, dialogs, isCancelled } = await dialWorld();
    const steps = [
      async () => says(180),
      async () => says(200, SDP, AUDIO),
      async () => says(200, { ...SDP, ...from('b') }, AUDIO),
    ];
    const at = Math.floor(roll() * (steps.length + 1));
    for (const [index, step] of steps.entries()) {
      if (index === at) line.close();
      await step();
    }
    if (at === steps.length) line.close();
    const byes = sent.filter(({ request }) => request.method === 'BYE').length;
    assert.deepEqual([byes, isCancelled()], [2, at <= 1], `taken back before step ${at}`);
    assert.equal(told.includes('answered'), at > 1);
    assert.deepEqual([media.legs(), dialogs.size()], [[], 0]);
  }
});

test('glare: both offer at once; theirs is refused, ours is sent again, and the call is none the worse', async () => {
  for (let time = 0; time < TIMES; time += 1) {
    const expires = { interval: 90, refresher: 'uas' } as const;
    const { talk, clock, sent, acks, asks, answers, dialogs, kept, told } = await openTalk({
      allow: 'INVITE, ACK, BYE',
      expires,
    });
    await clock.advance(45_000);
    assert.equal(sent.at(-1)?.request.method, 'INVITE');
    assert.equal((await asks('INVITE', SDP, AUDIO)).status, 491);
    await answers(491);
    // Theirs comes in the time between, as they wait for less.
    assert.equal((await asks('INVITE', SDP, AUDIO)).status, 200);
    await clock.advance(4_000);
    assert.equal(sent.length, 2, 'ours is sent once more');
    await answers(200, SDP, AUDIO);
    assert.deepEqual([acks.length, told], [1, []]);
    talk.hangUp();
    assert.deepEqual([dialogs.size(), kept.size, sent.at(-1)?.request.method], [0, 0, 'BYE']);
  }
});
