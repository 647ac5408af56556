import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventStreamError, readEvents } from './server-sent-events.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function dataOf(text: string, size: number): Promise<string[]> {
  const all: string[] = [];
  for await (const data of readEvents(inPieces(text, size))) all.push(data);
  return all;
}

test('events are read however their bytes come, whatever ends their lines', async () => {
  const text = ': hello\nevent: a\ndata: {"x":"ü"}\nid: 1\n\ndata:two\ndata: lines\n\n\ndata: broken off';
  for (const end of ['\n', '\r\n', '\r'])
    for (const size of [1, 2, 7, 1000])
      assert.deepEqual(await dataOf(text.replaceAll('\n', end), size), ['{"x":"ü"}', 'two\nlines'], `${end} ${size}`);
});

test('a line without an end is a fault', async () => {
  await assert.rejects(dataOf(`data: ${'x'.repeat(200_000)}`, 10_000), EventStreamError);
});
