import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import type { ZipEntry } from '#http/zip.ts';
import { zip } from '#http/zip.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import type { Manifest } from './backup-file.ts';
import { checkBackup, createSum, FORMAT, FORMAT_VERSION, MANIFEST } from './backup-file.ts';

const AT = '2026-11-28T04:30:10.000Z';
const REST: Omit<Manifest, 'sha256'> = {
  format: FORMAT,
  formatVersion: FORMAT_VERSION,
  version: '0.2.0',
  at: AT,
  migrations: [{ name: '0001.sql', checksum: null }],
  tables: [],
  sequences: [{ name: 'participant_id', value: '7', isCalled: true }],
  hasKey: false,
};

/** What is written, and what the check sum is made of instead where that differs. */
type Draft = {
  readonly files: readonly (readonly [string, string])[];
  readonly summed?: Draft['files'];
  readonly said?: object;
};

/** A backup as a program might write it that knows the format. */
async function* written({ files, summed = files, said = REST }: Draft): AsyncGenerator<ZipEntry> {
  const sum = createSum();
  for (const [name, content] of summed) for await (const part of sum.passing(name, [content])) assert.ok(part);
  const at = new Date(AT);
  for (const [name, content] of files) yield { name, at, content: [content] };
  yield { name: MANIFEST, at, content: [JSON.stringify({ ...said, sha256: sum.done(REST) })] };
}

const FILES = [
  ['database/call.jsonl', '["1"]\n'],
  ['recordings/ab/x.wav', 'RIFF'],
] as const;

for (const [what, draft] of [
  ['a file is missing', { files: FILES.slice(1), summed: FILES }],
  ['a file is another one', { files: [FILES[0], ['recordings/ab/x.wav', 'RIFX']], summed: FILES }],
  ['a file has another name', { files: [FILES[0], ['recordings/ab/y.wav', 'RIFF']], summed: FILES }],
  ['a file is too much', { files: [...FILES, ['recordings/ab/y.wav', 'RIFF']], summed: FILES }],
  ['files have changed places', { files: FILES.toReversed(), summed: FILES }],
  ['two files are one', { files: [['database/call.jsonl', '["1"]\nrecordings/ab/x.wavRIFF']], summed: FILES }],
  ['the manifest says another sequence', { files: FILES, said: { ...REST, sequences: [] } }],
  ['the format is of another version', { files: FILES, said: { ...REST, formatVersion: 2 } }],
] satisfies readonly (readonly [string, Draft])[])
  test(`where ${what} it is no backup`, async (t) => {
    const path = join(await scratchDirectory(t), 'a.backup');
    await pipeline(zip(written(draft)), createWriteStream(path));
    await assert.rejects(checkBackup(path), { fault: 'no_backup' });
  });

test('one that is as it was written is a backup, and says what it holds', async (t) => {
  const path = join(await scratchDirectory(t), 'a.backup');
  await pipeline(zip(written({ files: FILES })), createWriteStream(path));
  const { sha256, ...rest } = await checkBackup(path);
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(rest, REST);
});
