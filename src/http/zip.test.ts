import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { bytesOf, filesIn } from '../../test/support/zip-files.ts';
import type { ZipEntry } from './zip.ts';
import { zip } from './zip.ts';

const AT = new Date('2026-11-28T04:30:10Z');

async function* listed(...entries: readonly ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* entries;
}

test('files come back as they were written, whatever they are called and however they come', async () => {
  const long = 'abcdefgh'.repeat(100_000);
  const archive = await bytesOf(
    zip(
      listed(
        { name: 'calls.jsonl', at: AT, content: ['{"id":1}\n', Buffer.from('{"id":2}\n')] },
        { name: 'recordings/Ünï.wav', at: AT, content: [long], isDense: true },
        { name: 'long.txt', at: AT, content: [long, '', 'end'] },
        { name: 'empty.txt', at: AT, content: [] },
      ),
    ),
  );
  assert.deepEqual(await filesIn(archive), {
    'calls.jsonl': '{"id":1}\n{"id":2}\n',
    'recordings/Ünï.wav': long,
    'long.txt': `${long}end`,
    'empty.txt': '',
  });
  assert.ok(archive.length > long.length, 'what is dense is stored');
  assert.ok(archive.length < long.length * 1.1, 'texts are packed');
});

test('an archive without files is one', async () => {
  assert.deepEqual(await filesIn(await bytesOf(zip(listed()))), {});
});

test('what fails to be read fails the archive, which then is none', async () => {
  const broken = async function* (): AsyncGenerator<string> {
    yield 'a part';
    throw new Error('The disk is gone.');
  };
  const parts: Uint8Array[] = [];
  const reading = async (): Promise<void> => {
    for await (const part of zip(listed({ name: 'a', at: AT, content: broken() }))) parts.push(part as Uint8Array);
  };
  await assert.rejects(reading(), /The disk is gone/);
  await assert.rejects(filesIn(Buffer.concat(parts)));
});

test('a reader that takes nothing is waited for, and once it has gone nothing is read any more', async () => {
  const state = { made: 0, ended: 0 };
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        state.made += 1;
        yield new Uint8Array(64 * 1024);
      }
    } finally {
      state.ended += 1;
    }
  };
  const entries = async function* (): AsyncGenerator<ZipEntry> {
    try {
      yield { name: 'endless', at: AT, content: endless(), isDense: true };
    } finally {
      state.ended += 1;
    }
  };
  const archive = zip(entries());
  const whole = async (): Promise<number> => {
    for (let turn = 0; turn < 200; turn += 1) await setImmediate();
    return state.made;
  };
  assert.equal(state.made, 0, 'nothing is read before someone reads');
  archive.read(0);
  const held = await whole();
  assert.ok(held > 0 && held < 20, `${held} parts of 64 KiB`);
  assert.equal(await whole(), held);
  archive.destroy();
  await once(archive, 'close');
  await whole();
  assert.equal(state.ended, 2, 'the file and the list of files are let go');
  assert.ok(state.made <= held + 2);
});
