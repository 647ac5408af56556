import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeptDialog } from '#domain/ports/dialog-book.ts';
import { writeUri } from '#sip/address/uri.ts';
import { aTrunk, openTalk } from '../../../../test/support/talk-world.ts';
import { endLeftDialogs, keptOf } from './left-dialogs.ts';

/** What a process left of one talk, as the database gives it back, and the next process's user agent. */
async function open(hasTrunk = true) {
  const { talk, parts, sent, answers } = await openTalk();
  const kept: KeptDialog[] = [structuredClone(keptOf(aTrunk(), talk.dialog(), talk.flow()))];
  const dropped: string[] = [];
  const book = { all: async () => kept, drop: (key: string) => void dropped.push(key) };
  const count = await endLeftDialogs(parts.agent, book, async () => (hasTrunk ? aTrunk() : null));
  return { count, sent, answers, dropped, key: kept[0]?.key };
}

test('a dialog that was left is hung up, and dropped once its BYE is answered', async () => {
  const { count, sent, answers, dropped, key } = await open();
  const { request } = sent[0] ?? assert.fail();
  const fields = Object.fromEntries(request.headers.map(({ name, value }) => [name, value]));
  assert.deepEqual(
    [count, request.method, writeUri(request.uri), fields['CSeq'], fields['Call-ID'], dropped],
    [1, 'BYE', 'sip:alice@192.0.2.1', '10001 BYE', 'a84b4c76e66710@192.0.2.1', []],
  );
  assert.deepEqual([fields['From']?.includes('tag=ours'), fields['To']?.includes('tag=1928301774')], [true, true]);
  await answers(481);
  assert.deepEqual(dropped, [key]);
});

test('one that no one answers is dropped as well', async () => {
  const { sent, dropped, key } = await open();
  sent[0]?.hear({ type: 'failed', reason: 'timeout', detail: '' });
  assert.deepEqual(dropped, [key]);
});

test('one whose trunk is gone is dropped, and nothing is sent', async () => {
  const { sent, dropped, key } = await open(false);
  assert.deepEqual([sent, dropped], [[], [key]]);
});
