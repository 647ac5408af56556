import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#config/config.ts';
import { greeting } from './greeting.ts';

const config = readConfig({ PATCHBAY_DATA_DIR: '/srv/patchbay', PATCHBAY_DEMO_TOKEN: 'given-token-0123456789' });
const address = 'http://127.0.0.1:8080';
const made = { kind: 'made', value: 'made-just-now' } as const;

test('it names the pages, where the data lies, and how to stop', () => {
  const text = greeting(config, { address, demo: null, setupPath: null });
  for (const word of ['/app/desk', '/app/live', '/docs', '/srv/patchbay', 'Ctrl-C'])
    assert.ok(text.includes(word), word);
  assert.ok(!text.includes('/w/demo'));
});

test('an empty server says first how it is set up', () => {
  const text = greeting(config, { address, demo: null, setupPath: '/setup/secret' });
  assert.ok(text.indexOf(`${address}/setup/secret`) < text.indexOf('/app/desk'));
});

test('a secret is printed when it was made, ready to be pasted', () => {
  const text = greeting(config, {
    address,
    demo: { token: made, password: { kind: 'made', value: 'secret-word' } },
    setupPath: null,
  });
  for (const word of ['made-just-now (printed this once)', 'demo:made-just-now http', 'secret-word', '/w/demo'])
    assert.ok(text.includes(word), word);
});

test('a secret that was given is not printed, and one that is kept says how to choose another', () => {
  const text = greeting(config, {
    address,
    demo: { token: { kind: 'given' }, password: { kind: 'kept' } },
    setupPath: null,
  });
  assert.ok(!text.includes('given-token'));
  assert.ok(text.includes('demo:$PATCHBAY_DEMO_TOKEN http'));
  assert.match(text, /password: as printed when it was made; lost\? Set PATCHBAY_DEMO_PASSWORD to choose a new one/);
});

test('a command with an IPv6 address can be pasted into every shell', () => {
  const demo = { token: made, password: { kind: 'given' } } as const;
  assert.ok(
    greeting(config, { address: 'http://[::1]:8080', demo, setupPath: null }).includes(
      "'http://[::1]:8080/apps/api/v1/calls' -H",
    ),
  );
});
