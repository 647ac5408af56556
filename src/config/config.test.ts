import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeScratchDirectory } from '../../test/support/scratch-directory.ts';
import { ConfigError, readConfig } from './config.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults;
  }
}

test('an empty environment is a server on loopback with the demo', () => {
  const config = readConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8080);
  assert.equal(config.publicUrl, 'http://127.0.0.1:8080');
  assert.equal(config.hasDemo, true);
  assert.equal(config.isRateLimited, true);
  assert.deepEqual(config.secrets, {
    databaseUrl: null,
    demoToken: null,
    demoPassword: null,
    secretKey: null,
    turnCredential: null,
    engineKeys: { transcriber: [], listener: [], speaker: [], reasoner: [] },
  });
});

test('the key for secrets is 32 bytes, in base64 or hexadecimal', () => {
  const key = Buffer.alloc(32, 7);
  for (const text of [key.toString('base64'), key.toString('base64url'), key.toString('hex')])
    assert.deepEqual(readConfig({ PATCHBAY_SECRET_KEY: text }).secrets.secretKey, key, text);
  for (const text of ['short', 'x'.repeat(43) + '!', 'ab'.repeat(31), 'A'.repeat(45)])
    assert.match(faultsOf({ PATCHBAY_SECRET_KEY: text }).join(), /PATCHBAY_SECRET_KEY must be 32 bytes/);
});

test('every fault is listed at once', () => {
  const faults = faultsOf({
    PATCHBAY_PORT: '70000',
    PATCHBAY_DEMO: 'maybe',
    PATCHBAY_PUBLIC_URL: 'https://example.org/path',
    PATCHBAY_DATABASE_URL: 'mysql://x',
    PATCHBAY_DEMO_TOKEN: 'short',
    PATCHBAY_SIMULATOR_SPEED: '-1',
    PATCHBAY_RATE_LIMIT: 'no',
    PATCHBAY_LOG_LEVEL: 'loud',
    PATCHBAY_TRUSTED_PROXIES: '10.0.0.0/8, 0.0.0.0/0',
    PATCHBAY_PROT: '1',
  });
  assert.equal(faults.length, 10);
  for (const key of [
    'PORT',
    'DEMO',
    'PUBLIC_URL',
    'DATABASE_URL',
    'DEMO_TOKEN',
    'SIMULATOR_SPEED',
    'RATE_LIMIT',
    'LOG_LEVEL',
    'TRUSTED_PROXIES',
    'PROT',
  ])
    assert.ok(
      faults.some((fault) => fault.startsWith(`PATCHBAY_${key} `)),
      key,
    );
});

test('a fault never repeats a secret', () => {
  const faults = faultsOf({
    PATCHBAY_DEMO_TOKEN: 'has a space in it 123',
    PATCHBAY_DATABASE_URL: 'http://user:password@host',
  });
  assert.equal(faults.length, 2);
  assert.ok(!faults.join().includes('password') && !faults.join().includes('has a space'));
});

for (const port of ['', '0', '65535', ' 80 '])
  test(`port "${port}" is taken`, () => assert.deepEqual(faultsOf({ PATCHBAY_PORT: port }), []));
for (const port of ['65536', '-1', '1.5', '0x50', 'eighty', '1e3'])
  test(`port "${port}" is a fault`, () => assert.equal(faultsOf({ PATCHBAY_PORT: port }).length, 1));

test('a secret may come from a file, and not from both', async () => {
  const file = join(await makeScratchDirectory(), 'token');
  writeFileSync(file, 'a-token-from-a-file-01\n');
  assert.equal(readConfig({ PATCHBAY_DEMO_TOKEN_FILE: file }).secrets.demoToken, 'a-token-from-a-file-01');
  assert.equal(faultsOf({ PATCHBAY_DEMO_TOKEN_FILE: file, PATCHBAY_DEMO_TOKEN: 'another-token-0123' }).length, 1);
  assert.equal(faultsOf({ PATCHBAY_DEMO_TOKEN_FILE: `${file}.missing` }).length, 1);
  assert.equal(faultsOf({ PATCHBAY_PORT_FILE: file }).length, 1);
});

test('the configuration is frozen', () => assert.ok(Object.isFrozen(readConfig({}))));

test('sound takes sixteen ports on every address, unless told otherwise', () => {
  assert.deepEqual(readConfig({}).media, {
    ports: { first: 50_000, last: 50_015 },
    host: null,
    publicAddress: null,
    stunUrls: [],
    turnUrls: [],
    turnUsername: null,
  });
  const { media } = readConfig({
    PATCHBAY_MEDIA_PORTS: '40000-40001',
    PATCHBAY_MEDIA_HOST: '10.0.0.5',
    PATCHBAY_MEDIA_PUBLIC_ADDRESS: '2001:db8::1',
    PATCHBAY_STUN_URLS: 'stun:stun.example.org:3478, stuns:stun.example.org',
    PATCHBAY_TURN_URLS: 'turn:turn.example.org?transport=udp,turns:turn.example.org:443?transport=tcp',
    PATCHBAY_TURN_USERNAME: 'pages',
    PATCHBAY_TURN_CREDENTIAL: 'of-the-turn-server',
  });
  assert.deepEqual(media, {
    ports: { first: 40_000, last: 40_001 },
    host: '10.0.0.5',
    publicAddress: '2001:db8::1',
    stunUrls: ['stun:stun.example.org:3478', 'stuns:stun.example.org'],
    turnUrls: ['turn:turn.example.org?transport=udp', 'turns:turn.example.org:443?transport=tcp'],
    turnUsername: 'pages',
  });
});

test('one port is enough for sound', () =>
  assert.deepEqual(readConfig({ PATCHBAY_MEDIA_PORTS: '50000' }).media.ports, { first: 50_000, last: 50_000 }));

const BAD_MEDIA = [
  { PATCHBAY_MEDIA_PORTS: '50000-' },
  { PATCHBAY_MEDIA_PORTS: '1023' },
  { PATCHBAY_MEDIA_PORTS: '50999-50000' },
  { PATCHBAY_MEDIA_PORTS: '80-90' },
  { PATCHBAY_MEDIA_PORTS: '60000-70000' },
  { PATCHBAY_MEDIA_HOST: 'localhost' },
  { PATCHBAY_MEDIA_PUBLIC_ADDRESS: 'example.org' },
  { PATCHBAY_STUN_URLS: 'http://stun.example.org' },
  { PATCHBAY_STUN_URLS: 'turn:turn.example.org' },
  { PATCHBAY_TURN_URLS: 'turn:turn.example.org' },
  { PATCHBAY_TURN_USERNAME: 'pages' },
  { PATCHBAY_TURN_CREDENTIAL: 'of-nobody' },
  {
    PATCHBAY_TURN_URLS: 'stun:turn.example.org',
    PATCHBAY_TURN_USERNAME: 'pages',
    PATCHBAY_TURN_CREDENTIAL: 'of-the-turn-server',
  },
  { PATCHBAY_DEMO_PASSWORD: 'short' },
] as const;

for (const env of BAD_MEDIA) test(`${JSON.stringify(env)} is a fault`, () => assert.equal(faultsOf(env).length, 1));

const PUBLIC_URLS = [
  ['https://Voice.Example.com', 'https://voice.example.com'],
  ['https://voice.example.com/', 'https://voice.example.com'],
  ['HTTPS://VOICE.EXAMPLE.COM:443/', 'https://voice.example.com'],
  ['http://voice.example.com:80', 'http://voice.example.com'],
  ['http://voice.example.com:443', 'http://voice.example.com:443'],
  ['https://[FD00::0:2]:8443', 'https://[fd00::2]:8443'],
  ['https://müller.example', 'https://xn--mller-kva.example'],
] as const;

for (const [given, origin] of PUBLIC_URLS)
  test(`the public URL ${given} is ${origin}`, () => {
    assert.equal(readConfig({ PATCHBAY_PUBLIC_URL: given }).publicUrl, origin);
  });

for (const given of [
  'https://a.example/b',
  'ftp://a.example',
  'https://a@b.example',
  'https://',
  'https://a b',
  'https://a:x',
])
  test(`the public URL ${given} is refused`, () => {
    assert.equal(faultsOf({ PATCHBAY_PUBLIC_URL: given }).length, 1);
  });

test('a mistyped setting is told what was meant', () => {
  assert.deepEqual(faultsOf({ PATCHBAY_PROT: '1', PATCHBAY_DEMO_TOKEN_FIEL: '/x', PATCHBAY_COLOR: 'red' }), [
    'PATCHBAY_PROT is not a setting of Patchbay; did you mean PATCHBAY_PORT?',
    'PATCHBAY_DEMO_TOKEN_FIEL is not a setting of Patchbay; did you mean PATCHBAY_DEMO_TOKEN_FILE?',
    'PATCHBAY_COLOR is not a setting of Patchbay.',
  ]);
});

for (const [key, least] of [
  ['PATCHBAY_DATABASE_CONNECTIONS', 8],
  ['PATCHBAY_DISK_RESERVE_MB', 64],
] as const)
  test(`${key} is a whole number, ${least} at the least`, () => {
    assert.equal(faultsOf({ [key]: String(least) }).length, 0);
    for (const wrong of [String(least - 1), '-1', '20.5', 'many']) assert.equal(faultsOf({ [key]: wrong }).length, 1);
  });

test('what callers say and hear stays on this machine, unless a server is named', () => {
  const none = readConfig({});
  assert.equal(none.transcriber, 'embedded');
  assert.deepEqual(none.engines, { transcriber: [], listener: [], speaker: [], reasoner: [] });
  const { engines, secrets } = readConfig({
    PATCHBAY_TRANSCRIBER_URL: 'https://Speech.example/v1/audio/transcriptions',
    PATCHBAY_TRANSCRIBER_MODEL: 'large-v3',
    PATCHBAY_TRANSCRIBER_KEY: 'of-the-server',
    PATCHBAY_LISTENER_URL: 'deepgram+http://127.0.0.1:8080/v1/listen',
    PATCHBAY_SPEAKER_URL: 'deepgram+https://api.deepgram.com',
    PATCHBAY_SPEAKER_KEY: 'of-deepgram',
    PATCHBAY_SPEAKER_2_URL: 'http://kokoro.internal:8880/v1',
    PATCHBAY_SPEAKER_2_MODEL: 'kokoro',
    PATCHBAY_SPEAKER_2_VOICE: 'af_heart',
    PATCHBAY_REASONER_URL: 'anthropic+https://api.anthropic.com',
    PATCHBAY_REASONER_MODEL: 'claude-haiku',
    PATCHBAY_REASONER_KEY: 'of-anthropic',
  });
  const url = 'https://speech.example/v1/audio/transcriptions';
  assert.deepEqual(engines.transcriber, [{ kind: 'openai', url, model: 'large-v3', voice: null }]);
  assert.deepEqual(engines.speaker, [
    { kind: 'deepgram', url: 'https://api.deepgram.com/', model: 'aura-2-thalia-en', voice: null },
    { kind: 'openai', url: 'http://kokoro.internal:8880/v1', model: 'kokoro', voice: 'af_heart' },
  ]);
  assert.deepEqual(engines.listener, [
    { kind: 'deepgram', url: 'http://127.0.0.1:8080/v1/listen', model: 'nova-3', voice: null },
  ]);
  assert.deepEqual(engines.reasoner, [
    { kind: 'anthropic', url: 'https://api.anthropic.com/', model: 'claude-haiku', voice: null },
  ]);
  assert.deepEqual(secrets.engineKeys, {
    transcriber: ['of-the-server'],
    listener: [null],
    speaker: ['of-deepgram', null],
    reasoner: ['of-anthropic'],
  });
});

const URL_AND_KEY = { PATCHBAY_TRANSCRIBER_URL: 'http://127.0.0.1:8000', PATCHBAY_TRANSCRIBER_KEY: 'k' };
test('a key may go to this machine in the clear', () => assert.deepEqual(faultsOf(URL_AND_KEY), []));

const BAD_TRANSCRIBERS = [
  { PATCHBAY_TRANSCRIBER: 'on' },
  { PATCHBAY_TRANSCRIBER_URL: 'speech.example' },
  { PATCHBAY_TRANSCRIBER_URL: 'ftp://speech.example' },
  { PATCHBAY_TRANSCRIBER_URL: 'https://user:password@speech.example' },
  { PATCHBAY_TRANSCRIBER_URL: 'https://:password@speech.example' },
  { PATCHBAY_TRANSCRIBER_KEY: 'of-nobody' },
  { PATCHBAY_TRANSCRIBER_URL: 'https://speech.example', PATCHBAY_TRANSCRIBER_MODEL: 'x'.repeat(101) },
  { ...URL_AND_KEY, PATCHBAY_TRANSCRIBER_URL: 'http://speech.example' },
  { ...URL_AND_KEY, PATCHBAY_TRANSCRIBER: 'off' },
  { PATCHBAY_TRANSCRIBER_2_URL: 'https://speech.example' },
  { PATCHBAY_SPEAKER_URL: 'espeak+https://speech.example' },
  { PATCHBAY_SPEAKER_URL: 'https://speech.example', PATCHBAY_SPEAKER_VOICE: 'x'.repeat(101) },
  { PATCHBAY_SPEAKER_2_KEY: 'of-nobody' },
  { PATCHBAY_LISTENER_URL: 'https://api.deepgram.com' },
  { PATCHBAY_REASONER_URL: 'http://127.0.0.1:11434' },
  { PATCHBAY_REASONER_URL: 'deepgram+https://api.deepgram.com', PATCHBAY_REASONER_MODEL: 'nova-3' },
] as const;
for (const env of BAD_TRANSCRIBERS)
  test(`${JSON.stringify(env)} is a fault`, () => {
    const faults = faultsOf(env);
    assert.equal(faults.length, 1);
    assert.ok(!faults.join().includes('password'));
  });

test('models read, unless the operator says otherwise; numbers are whole, or how they begin', () => {
  assert.deepEqual(readConfig({}).mcp, { access: 'read', numbers: [] });
  const env = { PATCHBAY_MCP: 'write', PATCHBAY_MCP_NUMBERS: ' +1 (415) 555-0148,+4930*, ' };
  assert.deepEqual(readConfig(env).mcp, { access: 'write', numbers: ['+14155550148', '+4930*'] });
  for (const numbers of ['*', '+*', '911', '+1415*5', 'x'])
    assert.throws(() => readConfig({ PATCHBAY_MCP_NUMBERS: numbers }), /PATCHBAY_MCP_NUMBERS has "/, numbers);
  assert.throws(() => readConfig({ PATCHBAY_MCP: 'all' }), /PATCHBAY_MCP is "all"; it must be off or read or write/);
});

test('what the command line is told by does not stop the server', () => {
  readConfig({ PATCHBAY_SERVER: 'http://127.0.0.1:8080', PATCHBAY_TOKEN: 'pb_token' });
});
