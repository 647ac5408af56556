import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { MAX_PROMPT_BYTES } from '../prompts.ts';

const patchbay = await testPatchbay();

const SOUND = tone({ hertz: 440, seconds: 1.5, sampleRate: 8000, level: 0.5 });
const WAV = new Uint8Array(encodeWav({ sampleRate: 8000, channels: [SOUND] }));

async function put(path: string, file: Uint8Array<ArrayBuffer>, mediaType = 'audio/wav'): Promise<Got> {
  return patchbay.send(path, { method: 'PUT', raw: file, headers: { 'content-type': mediaType } });
}

const list = async () =>
  ((await patchbay.send('/v1/prompts')).json as { data: { name: string; lang: string | null; seconds: number }[] })
    .data;

test('a sound is put, listed, replaced and taken away, for a language and for all', async () => {
  const made = await put('/v1/prompts/welcome', WAV);
  assert.equal(made.status, 200, made.text);
  const { created_at: createdAt, ...prompt } = made.json as Record<string, unknown>;
  assert.deepEqual(prompt, { name: 'welcome', lang: null, seconds: 1.5 });
  assert.ok(!Number.isNaN(Date.parse(String(createdAt))));
  assert.equal((await put('/v1/prompts/welcome?lang=es', WAV, 'audio/x-wav; rate=8000')).status, 200);
  assert.equal((await put('/v1/prompts/menu_9', WAV)).status, 200);
  const shorter = WAV.slice(0, 44 + 8000);
  assert.equal((await put('/v1/prompts/welcome', shorter)).status, 200, 'a file that was cut is played up to there');
  assert.deepEqual(
    (await list()).map(({ name, lang, seconds }) => [name, lang, seconds]),
    [
      ['menu_9', null, 1.5],
      ['welcome', null, 0.5],
      ['welcome', 'es', 1.5],
    ],
  );
  const remove = async (path: string) => (await patchbay.send(path, { method: 'DELETE' })).status;
  assert.equal(await remove('/v1/prompts/welcome?lang=fr'), 404);
  assert.equal(await remove('/v1/prompts/welcome?lang=es'), 204);
  assert.equal(await remove('/v1/prompts/welcome?lang=es'), 404);
  assert.deepEqual(
    (await list()).map(({ name }) => name),
    ['menu_9', 'welcome'],
  );
});

const REFUSED: readonly (readonly [string, string, Uint8Array<ArrayBuffer>, string, number, string])[] = [
  ['an unknown place', '/v1/prompts/farewell', WAV, 'audio/wav', 404, 'not_found'],
  ['an unknown menu', '/v1/prompts/menu_999', WAV, 'audio/wav', 404, 'not_found'],
  ['a language that is none', '/v1/prompts/welcome?lang=english', WAV, 'audio/wav', 400, 'query_invalid'],
  ['an unknown parameter', '/v1/prompts/welcome?language=en', WAV, 'audio/wav', 400, 'query_invalid'],
  ['JSON', '/v1/prompts/welcome', Buffer.from('{}'), 'application/json', 415, 'unsupported_media_type'],
  ['another kind of sound', '/v1/prompts/welcome', WAV, 'audio/mpeg', 415, 'unsupported_media_type'],
  ['nothing', '/v1/prompts/welcome', new Uint8Array(0), 'audio/wav', 422, 'sound_invalid'],
  ['what is no sound', '/v1/prompts/welcome', Buffer.from('RIFFraff'), 'audio/wav', 422, 'sound_invalid'],
  ['too large a file', '/v1/prompts/welcome', new Uint8Array(MAX_PROMPT_BYTES + 1), 'audio/wav', 413, 'body_too_large'],
];
for (const [what, path, file, mediaType, status, code] of REFUSED)
  test(`${what} is refused: ${status} ${code}`, async () => {
    const before = await list();
    const got = await put(path, file, mediaType);
    assert.deepEqual([got.status, (got.json as { code: string }).code], [status, code]);
    assert.deepEqual(await list(), before);
  });

test('all that is registered for the two kinds of file is taken, and what is not is told what is', async () => {
  for (const type of [
    'audio/wav',
    'audio/vnd.wave',
    'audio/wave',
    'audio/x-wav',
    'audio/ogg',
    'audio/opus',
    'application/ogg',
  ])
    assert.equal((await put('/v1/prompts/queue', WAV, type)).status, 200, type);
  const got = await put('/v1/prompts/queue', WAV, 'audio/mpeg');
  assert.match(got.headers.get('accept') ?? '', /audio\/vnd\.wave, .*application\/ogg/);
  assert.match((got.json as { detail: string }).detail, /`audio\/wav`.*`application\/ogg`/);
  const cut = new Uint8Array(WAV.slice(0, 44 + 8000));
  cut.fill(0, 40, 44);
  assert.equal(((await put('/v1/prompts/queue', cut)).json as { seconds: number }).seconds, 0.5, 'a length left open');
  assert.equal((await patchbay.send('/v1/prompts/queue', { method: 'DELETE' })).status, 204);
});

test('a sound where JSON is expected is 415', async () => {
  const got = await patchbay.send('/v1/menus', { method: 'POST', raw: WAV, headers: { 'content-type': 'audio/wav' } });
  assert.deepEqual([got.status, (got.json as { code: string }).code], [415, 'unsupported_media_type']);
});

test('of many sounds at once some are told to come later, and all others are kept', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => put(`/v1/prompts/closed?lang=x${'abcdefghijkl'[index]}`, WAV)),
  );
  const kept = answers.filter(({ status }) => status === 200).length;
  const told = answers.filter(({ status, headers }) => status === 429 && headers.get('retry-after') === '5').length;
  assert.equal(kept + told, 12);
  assert.ok(kept >= 4, `${kept} were kept`);
  assert.equal((await list()).filter(({ name }) => name === 'closed').length, kept);
});

test('a workspace has a thousand sounds at most; with those it may replace and delete', async () => {
  const before = (await list()).length;
  await patchbay.database.pool.query(
    `insert into prompt (workspace_id, name, lang, audio, hash, seconds, created_at)
     select 1, 'menu_' || n, '', '', '', 1, now() from generate_series(1000, $1::int) n`,
    [1999 - before],
  );
  const full = await put('/v1/prompts/voicemail', WAV);
  assert.deepEqual([full.status, (full.json as { code: string }).code], [409, 'prompts_full']);
  assert.equal((await put('/v1/prompts/menu_9', WAV)).status, 200);
  assert.equal((await patchbay.send('/v1/prompts/menu_1000', { method: 'DELETE' })).status, 204);
  assert.equal((await put('/v1/prompts/voicemail', WAV)).status, 200);
});
