import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlOf, textOf } from './html-text.ts';

test('HTML becomes lines of plain text: blocks are lines, marks go, entities are what they stand for', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['<p>One</p><p>Two<br/>three</p>', 'One\nTwo\nthree'],
    ['<ul>\n<li>Coffee</li>\n<li>Tea</li>\n</ul>', 'Coffee\n\nTea'],
    ['a &lt; b &amp;&amp; c &gt; d&nbsp;&quot;e&#39;', 'a < b && c > d "e\''],
    ['&amp;lt;', '&lt;'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<a href="https://example.com">link</a><script>x</script>', 'linkx'],
    ['<p></p><br>', ''],
    ['plain', 'plain'],
  ];
  for (const [html, text] of cases) assert.equal(textOf(html), text, html);
});

test('plain text becomes paragraphs in which nothing is markup', () => {
  assert.equal(htmlOf(`a <b>&"'\n\n c`), '<p>a &lt;b&gt;&amp;&quot;&#39;</p>\n<p> c</p>');
  assert.equal(textOf(htmlOf('Tea & <milk>')), 'Tea & <milk>');
});

test('a text of nothing but brackets is read in time that grows with its length', () => {
  const begun = performance.now();
  textOf('<'.repeat(20_000));
  textOf('</p '.repeat(5_000));
  textOf('<br '.repeat(5_000));
  assert.ok(performance.now() - begun < 1000);
});
