import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { decodeWav } from '#media/codec/wav.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { recordingFile } from '#storage/recordings.ts';
import { createSystemClock } from '../src/app/system-clock.ts';
import { testPatchbay } from './support/patchbay.ts';

/** How far the server's clock is ahead. Milliseconds. */
let ahead = 0;
const clock: Clock = { ...createSystemClock(), now: () => new Date(Date.now() + ahead) };
const patchbay = await testPatchbay({}, { clock });

/** The signed address of a finished call's recording, without the server's own. */
async function recorded(): Promise<string> {
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: '+1 859-657-9625' },
  });
  const { id } = placed.json as { id: number };
  await patchbay.until(id, (call) => call.recording?.status === 'stored');
  const shown = await patchbay.send(`/apps/api/v1/calls/${id}`);
  return (shown.json as { recording_url: string }).recording_url.slice(patchbay.address.length);
}

const path = await recorded();
const get = async (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(patchbay.address + url, { method, headers });

test('the address serves a playable file without a token, and bears one', async () => {
  for (const headers of [{}, { authorization: 'Bearer whoever' }]) {
    const response = await get(path, headers);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^audio\/(x-)?wav/);
    const decoded = decodeWav(new Uint8Array(await response.arrayBuffer()));
    assert.ok(decoded.ok && decoded.wav.channels.length === 2 && (decoded.wav.channels[0]?.length ?? 0) > 8000);
  }
});

test('a range is 206 with the bytes asked for', async () => {
  const whole = Buffer.from(await (await get(path)).arrayBuffer());
  const part = await get(path, { range: 'bytes=100-199' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 100-199/${whole.length}`);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(100, 200));
  const tail = await get(path, { range: 'bytes=-10' });
  assert.deepEqual(Buffer.from(await tail.arrayBuffer()), whole.subarray(-10));
});

test('a range beyond the end is 416', async () => {
  const { length } = Buffer.from(await (await get(path)).arrayBuffer());
  const beyond = await get(path, { range: 'bytes=999999999-' });
  assert.equal(beyond.status, 416);
  assert.equal(beyond.headers.get('content-range'), `bytes */${length}`);
});

test('HEAD tells the size, also with a range, which is for GET', async () => {
  const whole = await get(path);
  for (const headers of [{}, { range: 'bytes=0-9' }]) {
    const head = await get(path, headers, 'HEAD');
    assert.equal(head.status, 200);
    assert.equal(head.headers.get('content-length'), whole.headers.get('content-length'));
    assert.equal(await head.text(), '');
  }
});

test('a changed address is 403, and an unknown recording cannot be asked for', async () => {
  assert.equal((await get(path.replace(/signature=.{4}/, 'signature=AAAA'))).status, 403);
  assert.equal((await get(path.replace(/expires=\d/, 'expires=9'))).status, 403);
  assert.equal((await get('/recordings/00000000-0000-0000-0000-000000000000')).status, 403);
  assert.equal((await get('/recordings/..%2f..%2fpostgres')).status, 403);
});

test('an address expires after an hour', async () => {
  ahead = 61 * 60_000;
  assert.equal((await get(path)).status, 410);
  ahead = 0;
});

test('a recording whose file is gone is 404', async () => {
  const gone = await recorded();
  const uid = gone.replace(/^\/recordings\/([^?]+).*$/, '$1');
  await rm(recordingFile(patchbay.dataDirectory, uid).path);
  assert.equal((await get(gone)).status, 404);
});
