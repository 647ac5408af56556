import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeMarkdown } from './markdown.ts';

function written(text: string): string {
  return writeMarkdown(text)
    .map(({ markup }) => markup)
    .join('');
}

test('paragraphs, lists, bold, code and links', () => {
  assert.equal(
    written('One `a < b` and **two**.\n\n* [here](/docs)\n* [there](https://example.com/x)'),
    '<p>One <code>a &lt; b</code> and <strong>two</strong>.</p>' +
      '<ul><li><a href="/docs">here</a></li><li><a href="https://example.com/x">there</a></li></ul>',
  );
});

test('markup is text, and only addresses that may be opened are links', () => {
  assert.equal(written('<b> [x](javascript:alert(1))'), '<p>&lt;b&gt; [x](javascript:alert(1))</p>');
});
