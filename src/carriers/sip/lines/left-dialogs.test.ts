import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipNews } from '#carriers/sip/news.ts';
import type { Heard } from '#carriers/sip/signalling.ts';
import type { KeptDialog } from '#domain/ports/dialog-book.ts';
import { writeUri } from '#sip/address/uri.ts';
import type { SipTrunk } from '../sip-trunk.ts';
import { createManualClock } from '../../../../test/support/manual-clock.ts';
import { aTrunk, openTalk } from '../../../../test/support/talk-world.ts';
import { endLeftDialogs, keptOf } from './left-dialogs.ts';

/** What a process left of one talk, as the database gives it back, and the next process's user agent. */
async function open(hasTrunk = true) {
  const { talk, parts, sent, answers } = await openTalk();
  const kept: KeptDialog[] = [structuredClone(keptOf(aTrunk(), talk.dialog(), talk.flow()))];
  const [dropped, told, trunks]: [string[], SipNews[], SipTrunk[]] = [[], [], []];
  const clock = createManualClock(new Date());
  let isOpen = false;
  const ended = endLeftDialogs(
    {
      agent: {
        viaFor: parts.agent.viaFor,
        within(place, request, hear) {
          assert.ok(isOpen, 'there is a socket');
          trunks.push(place.trunk);
          return parts.agent.within(place, request, hear);
        },
      },
      clock,
      book: { drop: (key: string) => void dropped.push(key) },
      trunkOf: async () => (hasTrunk ? aTrunk() : null),
      async whileOpen(work) {
        isOpen = true;
        await work();
        isOpen = false;
      },
      tell: (news) => void told.push(news),
    },
    kept,
  );
  await new Promise(setImmediate);
  const fails = async (reason: Extract<Heard, { type: 'failed' }>['reason']): Promise<void> => {
    sent.at(-1)?.hear({ type: 'failed', reason, detail: 'For this reason.' });
    await new Promise(setImmediate);
  };
  return { ended, clock, fails, sent, trunks, answers, dropped, told, key: kept[0]?.key };
}

test('a dialog that was left is hung up, and dropped once its BYE is answered', async () => {
  const { ended, sent, answers, dropped, told, key } = await open();
  const { request } = sent[0] ?? assert.fail();
  const fields = Object.fromEntries(request.headers.map(({ name, value }) => [name, value]));
  assert.deepEqual(
    [sent.length, request.method, writeUri(request.uri), fields['CSeq'], fields['Call-ID'], dropped],
    [1, 'BYE', 'sip:alice@192.0.2.1', '10001 BYE', 'a84b4c76e66710@192.0.2.1', []],
  );
  assert.deepEqual([fields['From']?.includes('tag=ours'), fields['To']?.includes('tag=1928301774')], [true, true]);
  await answers(481);
  await ended;
  assert.deepEqual([dropped, told], [[key], []]);
});

test('one that no one answers is dropped as well, and told of', async () => {
  const { ended, fails, dropped, told, key } = await open();
  await fails('timeout');
  await ended;
  assert.deepEqual(dropped, [key]);
  assert.deepEqual(told, [{ type: 'dialog_left_open', trunkId: 1, why: 'timeout', detail: 'For this reason.' }]);
});

test('one whose BYE is refused is told of', async () => {
  const { ended, answers, told } = await open();
  await answers(403);
  await ended;
  assert.deepEqual(told, [
    { type: 'dialog_left_open', trunkId: 1, why: 'refused', detail: 'It answered BYE with 403.' },
  ]);
});

test('a BYE that cannot leave is tried again until the network is there', async () => {
  const { ended, clock, fails, sent, answers, dropped, told, key } = await open();
  await fails('unreachable');
  assert.deepEqual([sent.length, dropped], [1, []]);
  await clock.advance(2000);
  await new Promise(setImmediate);
  const [first, second] = sent.map(({ request }) => request.headers.find(({ name }) => name === 'CSeq')?.value);
  assert.deepEqual([first, second], ['10001 BYE', '10002 BYE']);
  await answers(200);
  await ended;
  assert.deepEqual([dropped, told], [[key], []]);
});

test('one that can never leave is given up after six minutes, and told of', async () => {
  const { ended, clock, fails, sent, dropped, told, key } = await open();
  for (const milliseconds of [0, 2000, 10_000, 60_000, 300_000]) {
    await clock.advance(milliseconds);
    await new Promise(setImmediate);
    assert.deepEqual(dropped, []);
    await fails('unresolved');
  }
  await ended;
  assert.deepEqual([sent.length, dropped, told.map(({ type }) => type)], [5, [key], ['dialog_left_open']]);
});

test('one whose trunk is gone is hung up where its far end was, without credentials', async () => {
  const { ended, trunks, answers, dropped, key } = await open(false);
  const [{ id, host, outboundProxy, transports, password } = assert.fail()] = trunks;
  assert.deepEqual(
    [id, host, outboundProxy, transports, password],
    [1, aTrunk().host, '192.0.2.1:5060', ['udp'], null],
  );
  await answers(200);
  await ended;
  assert.deepEqual(dropped, [key]);
});
