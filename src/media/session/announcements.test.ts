import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundsOf, SPOKEN } from './announcements.ts';
import type { Voice } from './announcements.ts';

const MENU = { place: 'menu.9', text: 'You chose sales.' };

/** Texts and music whose paths say what they are; `own` are the places for which the workspace has a sound. */
function voiceOf({ own = [], menu = MENU }: { own?: readonly string[]; menu?: typeof MENU | null } = {}): Voice {
  return {
    prompts: {
      pathFor: async (text) => `spoken: ${[...SPOKEN].find(([, spoken]) => spoken === text)?.[0] ?? text}`,
      holdMusic: async () => 'music',
      beep: async () => 'beep',
      ringing: async () => 'ringing',
    },
    own: async (place) => (own.includes(place) ? `own: ${place}` : null),
    menu: async () => menu,
  };
}

const paths = async (voice: Voice, what: Parameters<typeof soundsOf>[1]) =>
  (await soundsOf(voice, what)).map(({ path, isLooped }) => (isLooped ? `${path}…` : path));

const SOUNDS = [
  ['menu', ['spoken: You chose sales.']],
  ['queue', ['spoken: You chose sales.', 'spoken: queue', 'music…']],
  ['hold', ['music…']],
  ['closed', ['spoken: You chose sales.', 'spoken: closed']],
  ['unavailable', ['spoken: unavailable']],
  ['call_back', ['spoken: call_back']],
  ['voicemail', ['spoken: You chose sales.', 'spoken: voicemail', 'beep']],
] as const;
for (const [what, expected] of SOUNDS)
  test(`${what}: ${expected.join(', ')}`, async () => {
    assert.deepEqual(await paths(voiceOf(), what), expected);
  });

test('a sound of the workspace’s own comes instead of what would be spoken or composed', async () => {
  const own = ['menu.9', 'queue', 'hold_music'];
  assert.deepEqual(await paths(voiceOf({ own }), 'queue'), ['own: menu.9', 'own: queue', 'own: hold_music…']);
});

test('where the menu says nothing, the rest is heard alone', async () => {
  assert.deepEqual(await paths(voiceOf({ menu: null }), 'voicemail'), ['spoken: voicemail', 'beep']);
  assert.deepEqual(await paths(voiceOf({ menu: null }), 'menu'), []);
});
