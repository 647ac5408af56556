import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Media } from '../media-server.ts';
import { createPlaylists } from './playlist.ts';

const TWO = [
  { path: 'a', isLooped: false },
  { path: 'b', isLooped: true },
];

/** A media server that plays nothing: what it was asked, and a way to end what it plays. */
function worldOf() {
  const asked: string[] = [];
  const failures: unknown[] = [];
  let count = 0;
  let isAway = false;
  let before: ((playId: string) => void) | null = null;
  const media = {
    async play(legId: string, { path }: { readonly path: string }, isStoppedByDigit: boolean) {
      if (isAway) throw new Error('the media server is away');
      count += 1;
      asked.push(`${legId} ${path} ${isStoppedByDigit}`);
      before?.(`play-${count}`);
      return { playId: `play-${count}` };
    },
  };
  const playlists = createPlaylists(media as unknown as Media, (error) => void failures.push(error));
  const played = async (playId: string, legId = 'leg'): Promise<void> => {
    playlists.heard({ type: 'played', legId, playId, byDigit: false });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    playlists,
    asked,
    failures,
    played,
    goAway: () => (isAway = true),
    /** What happens while the media server answers. */
    meanwhile: (act: ((playId: string) => void) | null) => (before = act),
  };
}

test('sounds come one after the other, and the end is told once', async () => {
  const { playlists, asked, played } = worldOf();
  let ends = 0;
  await playlists.start('leg', TWO, true, () => (ends += 1));
  assert.deepEqual(asked, ['leg a true']);
  await played('play-1');
  assert.deepEqual([asked, ends], [['leg a true', 'leg b true'], 0]);
  await played('play-2');
  await played('play-2');
  assert.equal(ends, 1);
});

test('what ended before its id was known has ended all the same', async () => {
  const { playlists, asked, meanwhile } = worldOf();
  meanwhile((playId) => {
    meanwhile(null);
    playlists.heard({ type: 'played', legId: 'leg', playId, byDigit: false });
  });
  await playlists.start('leg', TWO, false);
  assert.deepEqual(asked, ['leg a false', 'leg b false']);
});

test('an end of something else, or at another leg, moves no list', async () => {
  const { playlists, asked, played } = worldOf();
  await playlists.start('leg', TWO, false);
  await played('play-9');
  await played('play-1', 'another');
  assert.equal(asked.length, 1);
});

for (const how of ['drop', 'lost', 'another list'] as const)
  test(`a list that made room (${how}) goes no further and tells no end`, async () => {
    const { playlists, asked, played } = worldOf();
    let ends = 0;
    await playlists.start('leg', TWO, false, () => (ends += 1));
    if (how === 'drop') playlists.drop('leg');
    if (how === 'lost') playlists.heard({ type: 'lost', legId: 'leg', reason: 'timeout' });
    if (how === 'another list') await playlists.start('leg', [{ path: 'c', isLooped: true }], false);
    const before = asked.length;
    await played('play-1');
    assert.deepEqual([asked.length, ends], [before, 0]);
  });

test('an empty list ends at once', async () => {
  const { playlists } = worldOf();
  let ends = 0;
  await playlists.start('leg', [], false, () => (ends += 1));
  assert.equal(ends, 1);
});

test('what fails later is reported, not lost', async () => {
  const { playlists, failures, goAway, played } = worldOf();
  await playlists.start('leg', TWO, false);
  goAway();
  await played('play-1');
  assert.equal(failures.length, 1);
});
