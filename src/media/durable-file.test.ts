import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PARTIAL_SUFFIX, writeDurably } from './durable-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'patchbay-durable-'));
after(() => rmSync(directory, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const onPosix = { skip: process.platform === 'win32' };

test('a file appears with its bytes, in directories made for it', () => {
  const path = join(directory, 'a', 'b', 'c.wav');
  writeDurably(path, Buffer.from('sound'));
  assert.equal(readFileSync(path, 'utf8'), 'sound');
  assert.deepEqual(readdirSync(join(directory, 'a', 'b')), ['c.wav']);
});

test('only the owner may read the file and enter its directory', onPosix, () => {
  const path = join(directory, 'private', 'c.wav');
  writeDurably(path, Buffer.from('sound'));
  assert.deepEqual([modeOf(path), modeOf(join(directory, 'private'))], [0o600, 0o700]);
});

test('an older file is replaced', () => {
  const path = join(directory, 'twice.wav');
  writeDurably(path, Buffer.from('a longer first one'));
  writeDurably(path, Buffer.from('second'));
  assert.equal(readFileSync(path, 'utf8'), 'second');
});

test('a write that fails leaves nothing behind', () => {
  const taken = join(directory, 'taken');
  mkdirSync(join(taken, 'file.wav', 'inside'), { recursive: true });
  assert.throws(() => writeDurably(join(taken, 'file.wav'), Buffer.from('sound')));
  assert.deepEqual(readdirSync(taken), ['file.wav']);
  writeFileSync(join(directory, 'no-directory'), '');
  assert.throws(() => writeDurably(join(directory, 'no-directory', 'file.wav'), Buffer.from('sound')));
});

test('a process killed in the middle of writing leaves a whole file under the name', async () => {
  const home = join(directory, 'killed');
  const path = join(home, 'file.wav');
  const size = 4_000_000;
  const program = `
    const { writeDurably } = await import(${JSON.stringify(new URL('./durable-file.ts', import.meta.url).href)});
    for (let round = 0; ; round += 1) {
      writeDurably(${JSON.stringify(path)}, Buffer.alloc(${size}, round % 256));
      process.stdout.write('.');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for (let written = 0; written < 3;) written += String((await once(child.stdout, 'data'))[0]).length;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const bytes = readFileSync(path);
  assert.ok(bytes.equals(Buffer.alloc(size, bytes[0])));
  assert.ok(readdirSync(home).every((name) => name === 'file.wav' || name.endsWith(PARTIAL_SUFFIX)));
});
