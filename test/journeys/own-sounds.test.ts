import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const media = createFakeMedia();
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media });
const { goOnline, callIn, pathAt, hearsMusic } = createLivePeople(patchbay, media);

async function bring(place: string, hertz: number): Promise<void> {
  const channels = [tone({ hertz, seconds: 0.5, sampleRate: 8000, level: 0.5 })];
  const raw = new Uint8Array(encodeWav({ sampleRate: 8000, channels }));
  const got = await patchbay.send(`/v1/prompts/${place}`, {
    method: 'PUT',
    raw,
    headers: { 'content-type': 'audio/wav' },
  });
  assert.equal(got.status, 200, got.text);
}

/** Whether the file is one that was brought: those are named by what is in them. */
const isOwn = (path: string): boolean =>
  basename(path, '.ogg') === createHash('sha256').update(readFileSync(path)).digest('hex');

/** What the leg hears next that is not what it heard. */
async function heardNext(leg: string, before = ''): Promise<string> {
  await until(() => pathAt(leg) !== '' && pathAt(leg) !== before, 'nothing else is heard');
  return pathAt(leg);
}

/** What a caller of the menu hears, in order, until the music. */
async function heardInQueue(menuId: number): Promise<readonly [welcome: string, chosen: string, queue: string]> {
  const { page, leg } = await callIn();
  const welcome = await heardNext(leg);
  page.say({ type: 'choose', menuId });
  const chosen = await heardNext(leg, welcome);
  media.finish(leg);
  const queue = await heardNext(leg, chosen);
  media.finish(leg);
  await until(hearsMusic(leg), 'no music');
  page.say({ type: 'hang_up' });
  return [welcome, chosen, queue];
}

test('anyone who has chosen hears what that menu says, then that they wait, then music', async () => {
  const desk = await goOnline();
  assert.equal((await desk.ask({ type: 'status', status: 'break' })).ok, true);
  const [one, other] = [await heardInQueue(50), await heardInQueue(9)];
  assert.equal(new Set([...one, other[1]]).size, 4, 'each menu says its own');
  assert.deepEqual([other[0], other[2]], [one[0], one[2]]);
  desk.close();
  await desk.closed;
});

test('callers hear what the workspace brought, in their language, at the top, in the menu, in the queue and for music', async () => {
  const spoken = await callIn();
  const text = await heardNext(spoken.leg);
  assert.ok(!isOwn(text));
  spoken.page.say({ type: 'hang_up' });

  await patchbay.send('/v1/languages/es', { method: 'PUT', body: { enabled: true } });
  await bring('welcome', 440);
  await bring('welcome?lang=es', 550);
  await bring('menu_50', 600);
  await bring('queue', 660);
  await bring('hold_music', 770);
  const [english, spanish] = [await callIn('en'), await callIn('es')];
  const [welcome, bienvenida] = [await heardNext(english.leg), await heardNext(spanish.leg)];
  assert.ok(isOwn(welcome) && isOwn(bienvenida));
  assert.notEqual(welcome, bienvenida);
  english.page.say({ type: 'hang_up' });

  const desk = await goOnline();
  assert.equal((await desk.ask({ type: 'status', status: 'break' })).ok, true);
  spanish.page.say({ type: 'choose', menuId: 50 });
  await spanish.page.next('call', stage('queue'));
  const chosen = await heardNext(spanish.leg, bienvenida);
  media.finish(spanish.leg);
  const queue = await heardNext(spanish.leg, chosen);
  media.finish(spanish.leg);
  const music = await heardNext(spanish.leg, queue);
  assert.deepEqual([chosen, queue, music].map(isOwn), [true, true, true]);
  spanish.page.say({ type: 'hang_up' });

  assert.equal((await patchbay.send('/v1/prompts/welcome', { method: 'DELETE' })).status, 204);
  const again = await callIn();
  assert.equal(await heardNext(again.leg), text);
  again.page.say({ type: 'hang_up' });
  desk.close();
});

test('a file that is lost comes back from the database', async () => {
  await bring('welcome', 880);
  const first = await callIn();
  const path = await heardNext(first.leg);
  assert.ok(isOwn(path));
  first.page.say({ type: 'hang_up' });
  rmSync(path);
  const second = await callIn();
  assert.equal(await heardNext(second.leg), path);
  assert.ok(isOwn(path));
  second.page.say({ type: 'hang_up' });
});
