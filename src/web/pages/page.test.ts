import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { markup, PAGE_HEADERS, writePage } from './page.ts';

test('text is escaped, markup is not, and lists are joined', () => {
  const name = `<img src=x onerror='alert("1")'> & co`;
  const items = ['<a>', 'b'].map((each) => markup`<li>${each}</li>`);
  assert.equal(
    markup`<h1>${name}</h1><ul>${items}</ul>${3}`.markup,
    '<h1>&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt; &amp; co</h1><ul><li>&lt;a&gt;</li><li>b</li></ul>3',
  );
});

test('the policy allows exactly the style that the page carries', () => {
  const style = /<style>(.*)<\/style>/s.exec(writePage('x', markup``))?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  assert.match(
    PAGE_HEADERS['content-security-policy'],
    new RegExp(`style-src 'sha256-${hash.replaceAll('+', '\\+')}'`),
  );
});

/** The relative luminance of `#rgb` or `#rrggbb`. Source: WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const long = color.length === 4 ? color.replaceAll(/[\da-f]/g, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test('every color of text stands out from both grounds, in both schemes', () => {
  const schemes = [...writePage('x', markup``).matchAll(/:root \{[^}]*\}/g)].map(([block]) =>
    Object.fromEntries([...block.matchAll(/--(\w+): (#[\da-f]+)/g)].map(([, name, color]) => [name, color ?? ''])),
  );
  assert.equal(schemes.length, 2);
  for (const scheme of schemes)
    for (const ground of ['ground', 'raised'])
      for (const [text, least] of Object.entries({ text: 7, quiet: 4.5, link: 4.5 })) {
        const found = contrast(scheme[ground] ?? '', scheme[text] ?? '');
        assert.ok(found >= least, `${text} on ${ground}: ${found.toFixed(2)}`);
      }
});
