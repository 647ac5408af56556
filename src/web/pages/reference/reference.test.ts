import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { OpenApi } from './document.ts';
import { operationsOf } from './document.ts';
import { writeIndex, writeReference } from './reference.ts';

const NAMES = ['intercom', 'ccaip', 'vcita', 'patchbay'];
const URL_HERE = 'http://127.0.0.1:8080';

/** As `npm run generate` writes it off the running server. */
function documentOf(name: string): OpenApi {
  const file = new URL(`../../../../docs/openapi/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
}

/** What a reader sees of markup. */
function textOf(page: string): string {
  const text = page.replaceAll(/<style>.*<\/style>/gs, '').replaceAll(/<[^>]*>/g, '');
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

/** The names of the fields of all schemas in a value. */
function fieldsOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  const { properties = {} } = value as { properties?: object };
  return [...Object.keys(properties), ...Object.values(value).flatMap(fieldsOf)];
}

/** The part of the page that the id leads to. */
function sectionOf(page: string, id: string): string {
  return page.split(`<section id="${id}">`)[1]?.split('</section>')[0] ?? '';
}

for (const name of NAMES) {
  const document = documentOf(name);
  const page = await writeReference(name, document, URL_HERE);

  test(`the reference of ${name} has every operation, with what it takes and answers`, () => {
    for (const operation of operationsOf(document)) {
      const { operationId, method, path, summary, parameters = [], responses } = operation;
      const section = sectionOf(page, operationId);
      const text = textOf(section);
      for (const part of [summary, `${method} ${path}`, ...parameters.map((each) => each.name)])
        assert.ok(text.includes(part), `${operationId}: ${part}`);
      for (const status of Object.keys(responses))
        assert.ok(section.includes(`<code class="name">${status}</code>`), `${operationId}: ${status}`);
      assert.ok(text.includes(`curl -s`) && text.includes(URL_HERE), `${operationId} has a command`);
      assert.ok(page.includes(`<li><a href="#${operationId}">`), `${operationId} is in the index`);
    }
  });

  test(`the reference of ${name} says what the API is for, and no two operations have one title`, () => {
    assert.match(document.info.description ?? '', /\w/);
    const titles = operationsOf(document).map(({ summary }) => summary);
    assert.deepEqual(
      titles.filter((title, index) => titles.indexOf(title) !== index),
      [],
    );
  });

  test(`the reference of ${name} shows every field of every schema`, () => {
    const shown = textOf(page);
    for (const field of fieldsOf([document.paths, document.components])) assert.ok(shown.includes(field), field);
    for (const schema of Object.keys(document.components.schemas))
      assert.notEqual(sectionOf(page, `schema-${schema}`), '', schema);
  });

  test(`every link within the reference of ${name} leads somewhere, and no id is there twice`, () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(target), target);
    assert.ok(!page.includes('undefined') && !page.includes('[object'));
  });
}

test('the index leads to the reference of each API', () => {
  const page = writeIndex(NAMES.map((name) => [name, documentOf(name)]));
  for (const name of NAMES) assert.ok(page.includes(`href="/docs/${name}"`), name);
});
