import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastOf, readColor, SCHEMES, shadesOf } from './colors.ts';

test('contrast is that of WCAG', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21);
  assert.equal(contrastOf('#777777', '#777777'), 1);
  assert.ok(Math.abs(contrastOf('#767676', '#ffffff') - 4.54) < 0.01);
});

test('a color is six hexadecimal digits', () => {
  assert.equal(readColor('#0B57B0'), '#0b57b0');
  for (const text of ['', 'red', '#fff', '#0b57b', '0b57b0', '#0b57b0;', 'rgb(1,2,3)', '#gggggg'])
    assert.equal(readColor(text), null, text);
});

const GROUNDS = { light: ['#ffffff', '#f3f5f8'], dark: ['#11151b', '#1a2029'] } as const;
const TEXTS = { light: '#1c2430', dark: '#e8ebef' } as const;
const COLORS = ['#000000', '#ffffff', '#ffff00', '#0b57b0', '#ff0000', '#00ff00', '#808080', '#ffc0cb', '#1a2029'];

for (const color of COLORS)
  for (const scheme of SCHEMES)
    test(`text in ${color}, on it and on its tint is read in ${scheme}`, () => {
      const { accent, onAccent, tint } = shadesOf(color, scheme);
      for (const ground of GROUNDS[scheme]) assert.ok(contrastOf(accent, ground) >= 4.5, `${accent} on ${ground}`);
      assert.ok(contrastOf(onAccent, accent) >= 4.5, `${onAccent} on ${accent}`);
      assert.ok(contrastOf(TEXTS[scheme], tint) >= 4.5, `${TEXTS[scheme]} on ${tint}`);
    });

test('a color that can be read stays, and one that cannot is said to be adapted', () => {
  assert.deepEqual(
    [shadesOf('#0b57b0', 'light'), shadesOf('#8ab8f5', 'dark')].map(({ accent, isAdapted }) => [accent, isAdapted]),
    [
      ['#0b57b0', false],
      ['#8ab8f5', false],
    ],
  );
  assert.deepEqual([shadesOf('#ffff00', 'light').isAdapted, shadesOf('#0b57b0', 'dark').isAdapted], [true, true]);
});
