import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand } from './command-line.ts';
import { KEYS } from '#config/keys.ts';

test('without arguments it starts', () => {
  assert.deepEqual(readCommand([]), { kind: 'start' });
});

for (const option of ['--help', '-h'])
  test(`${option} names every setting and how to start and stop`, () => {
    const command = readCommand([option]);
    assert.ok(command.kind === 'print' && command.code === 0);
    for (const word of [...Object.keys(KEYS), 'npm start', 'Ctrl-C']) assert.ok(command.text.includes(word), word);
  });

test('help is shown wherever it is asked for', () => {
  for (const asked of [
    ['doctor', '--help'],
    ['backup', '-h'],
    ['user', 'add', '--help'],
  ])
    assert.deepEqual(readCommand(asked), readCommand(['--help']), asked.join(' '));
});

for (const option of ['--version', '-v'])
  test(`${option} says the version`, () => {
    const command = readCommand([option]);
    assert.ok(command.kind === 'print' && command.code === 0);
    assert.match(command.text, /^patchbay \d+\.\d+\.\d+\S*\n$/);
  });

test('an unknown option ends with 2 and one sentence', () => {
  assert.deepEqual(readCommand(['--hlep']), {
    kind: 'print',
    text: '--hlep is not an option of Patchbay. Did you mean --help?\n',
    code: 2,
  });
  const other = readCommand(['start']);
  assert.ok(other.kind === 'print' && other.code === 2 && other.text.includes('--help'));
});
