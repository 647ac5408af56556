import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Prompt } from '#domain/directory/prompt.ts';
import { START } from '../../../test/support/calls.ts';
import { keepPrompts } from './prompt-uploads.ts';

type Converted = Awaited<ReturnType<Parameters<typeof keepPrompts>[0]['convert']>>;

const FILE = new Uint8Array([1, 2, 3]);
const STORED: Prompt = { name: 'welcome', lang: 'en', hash: 'h', seconds: 2, createdAt: START };

/** A keeper whose sounds are converted to what the test says, into a store that takes as many as it says. */
function keeper(converted: Converted, isFull = false) {
  const kinds: string[] = [];
  const stored: number[] = [];
  const keep = keepPrompts(
    {
      convert: async (_file, kind) => {
        kinds.push(kind);
        return converted;
      },
    },
    {
      put: async (_workspaceId, _prompt, audio) => {
        stored.push(audio.length);
        return isFull ? null : STORED;
      },
      remove: async () => true,
      audio: async () => null,
    },
  );
  const put = async (name: Prompt['name']) => keep.put(1, { name, lang: 'en' }, FILE);
  return { put, kinds, stored };
}
const GOOD: Converted = { ok: true, audio: new Uint8Array(8), seconds: 2 };

test('a sound is made playable, and what comes of it is stored', async () => {
  const { put, kinds, stored } = keeper(GOOD);
  assert.deepEqual(await put('welcome'), { ok: true, value: STORED });
  await put('hold_music');
  assert.deepEqual(
    [kinds, stored],
    [
      ['speech', 'music'],
      [8, 8],
    ],
  );
});

test('nothing is stored of a sound that cannot be made playable, or not now', async () => {
  const busy = keeper(null);
  assert.deepEqual([await busy.put('welcome'), busy.stored], [{ ok: false, fault: 'busy' }, []]);
});

test('a workspace that is full is told so', async () => {
  assert.deepEqual(await keeper(GOOD, true).put('welcome'), { ok: false, fault: 'full' });
});
