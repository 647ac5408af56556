import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUtteranceFinder } from './live-utterances.ts';

/** What is noticed of frames, each letter of which is one: `#` speech, `-` a word's quiet end, `.` silence. */
function noticed(frames: string, pauseMs = 700): string[] {
  const finder = createUtteranceFinder(pauseMs);
  const probability = { '#': 0.9, '-': 0.4, '.': 0.05 };
  const all = frames.split('').flatMap((frame) => finder.next(probability[frame as '#']));
  return [...all, ...finder.finish()].map((each) =>
    each.type === 'begun' ? `begun ${each.from}..${each.at}` : `${each.type} ${each.at}`,
  );
}

const STORIES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  nothing: ['.'.repeat(200), []],
  'a click is no speech': [`${'.'.repeat(20)}##${'.'.repeat(40)}##${'.'.repeat(40)}`, []],
  'speech begins with what was before it, and is over after the pause': [
    `${'.'.repeat(20)}${'#'.repeat(30)}${'.'.repeat(40)}`,
    ['begun 13..20', 'paused 50', 'over 50'],
  ],
  'a short pause ends nothing': [
    `${'#'.repeat(10)}${'.'.repeat(10)}${'#'.repeat(10)}${'.'.repeat(40)}`,
    ['begun 0..0', 'paused 10', 'resumed 20', 'paused 30', 'over 30'],
  ],
  'a quiet end of a word is no pause': [
    `${'#'.repeat(10)}${'-'.repeat(10)}${'.'.repeat(40)}`,
    ['begun 0..0', 'paused 20', 'over 20'],
  ],
  'nothing is heard twice': [
    `${'#'.repeat(10)}${'.'.repeat(23)}${'#'.repeat(10)}${'.'.repeat(40)}`,
    ['begun 0..0', 'paused 10', 'over 10', 'begun 32..33', 'paused 43', 'over 43'],
  ],
  'the end of the stream ends it': [`${'.'.repeat(9)}${'#'.repeat(9)}`, ['begun 2..9', 'paused 18', 'over 18']],
};
for (const [name, [frames, expected]] of Object.entries(STORIES))
  test(name, () => assert.deepEqual(noticed(frames), expected));

test('a pause of one’s own choice', () => {
  const frames = `${'#'.repeat(10)}${'.'.repeat(30)}${'#'.repeat(10)}${'.'.repeat(60)}`;
  assert.deepEqual(noticed(frames, 1500), ['begun 0..0', 'paused 10', 'resumed 40', 'paused 50', 'over 50']);
});

test('who speaks for twelve seconds is over at the next pause, who speaks for twenty at once', () => {
  assert.deepEqual(noticed(`${'#'.repeat(400)}...${'#'.repeat(9)}`), [
    'begun 0..0',
    'paused 400',
    'over 400',
    'begun 403..403',
    'paused 412',
    'over 412',
  ]);
  assert.deepEqual(noticed('#'.repeat(700)).slice(0, 3), ['begun 0..0', 'paused 625', 'over 625']);
});
