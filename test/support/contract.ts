/** The form of the files under contracts/, and how an answer is compared with what holds. See contracts/README.md. */
import assert from 'node:assert/strict';
import type { Got } from './patchbay.ts';

/** JSON as it is parsed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A request of an example. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly body?: Json;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
};

/** A step before the example's own request. */
export type Before =
  | (Asked & { readonly until?: Readonly<Record<string, Json>> })
  | { readonly incoming_call: { readonly from: string; readonly to: string } };

/** What must differ from the demo workspace. */
export type World = {
  /** What is different of a menu. `hours` as stored. */
  readonly menu?: { readonly id: number; readonly kind?: string; readonly redirected?: boolean; readonly hours?: Json };
  /** What time it is at the server. */
  readonly now?: string;
  /** The id of an incoming call on menu 9 that is placed first. */
  readonly parent_call?: number;
  readonly before?: readonly Before[];
  readonly repeat?: boolean;
  readonly eventually?: boolean;
  readonly calls?: 'none';
  readonly token_kind?: 'staff' | 'app' | 'directory';
};

/** An answer as printed or as it holds. */
export type Said = {
  readonly status: number;
  readonly body?: Json;
  readonly text?: string;
  readonly reason?: string;
};

export type Example = {
  readonly name: string;
  readonly request: Asked;
  readonly printed?: Said;
  readonly holds: 'as_printed' | Said;
  readonly match: 'exact' | 'shape' | 'superset' | 'transcript_format';
  readonly facts?: Readonly<Record<string, Json>>;
  readonly patterns?: Readonly<Record<string, string>>;
  readonly absent?: readonly string[];
  readonly nullable?: readonly string[];
  readonly optional?: readonly string[];
  readonly line?: string;
  readonly world?: World;
};

/** A file under contracts/. */
export type ContractFile = { readonly examples: readonly Example[] };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Throws unless the answer is what holds; `fill` replaces the placeholders. */
export function compare(example: Example, got: Got, fill: (value: Json) => Json): void {
  const said = example.holds === 'as_printed' ? example.printed : example.holds;
  assert.ok(said, 'the example says that it holds as printed, and prints nothing');
  assert.equal(got.status, said.status, `status; the body was ${got.text.slice(0, 500)}`);
  const answer = got.json as Json; // Parsed JSON, or null.
  const expected = said.body === undefined ? undefined : fill(said.body);
  if (example.match === 'exact' && expected !== undefined) assert.deepEqual(withoutIds(answer), withoutIds(expected));
  if (example.match === 'shape' && expected !== undefined) assert.deepEqual(shapeOf(answer), shapeOf(expected));
  if (example.match === 'superset' && expected !== undefined) assertContains(answer, expected, example, '');
  if (example.match === 'transcript_format') assertLines(got.text, example.line);
  for (const [path, value] of Object.entries(example.facts ?? {}))
    assert.deepEqual(valueAt(answer, path), fill(value), path);
  for (const [path, pattern] of Object.entries(example.patterns ?? {})) {
    const text = path.startsWith('headers.') ? got.headers.get(path.slice('headers.'.length)) : valueAt(answer, path);
    assert.match(asText(text), new RegExp(pattern), path);
  }
  for (const path of example.absent ?? []) assert.equal(valueAt(answer, path), undefined, `${path} is there`);
}

/** A text as it is, anything else as JSON. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** The value at a path; undefined when it is not there. `length` counts a list. */
export function valueAt(json: Json, path: string): Json | undefined {
  let value: Json | undefined = json;
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Array.isArray(value) && name === 'length' ? value.length : (value as Record<string, Json>)[name];
  }
  return value;
}

/** Every `request_id` that is a UUID as one word: no two answers have the same. */
function withoutIds(json: Json): Json {
  if (Array.isArray(json)) return json.map((item: Json) => withoutIds(item));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === 'request_id' && UUID.test(asText(value)) ? '<uuid>' : withoutIds(value),
    ]),
  );
}

/** Keys in their order and types instead of values. */
function shapeOf(json: Json): unknown {
  if (Array.isArray(json)) return json.map((item: Json) => shapeOf(item));
  if (json === null || typeof json !== 'object') return typeOf(json);
  return Object.entries(json).map(([key, value]) => [key, shapeOf(value)]);
}

function typeOf(json: Json | undefined): string {
  if (json === null) return 'null';
  return Array.isArray(json) ? 'list' : typeof json;
}

/** Every key is there with its type. `path` is where we are, with `[]` for the items of a list. */
function assertContains(answer: Json | undefined, expected: Json, example: Example, path: string): void {
  if (answer === undefined && example.optional?.includes(path) === true) return;
  if (answer === null && example.nullable?.includes(path) === true) return;
  if (expected === null) return assert.notEqual(answer, undefined, `${path} is missing`);
  assert.equal(typeOf(answer), typeOf(expected), `${path || 'the body'} has another type`);
  if (Array.isArray(expected)) {
    const first = (expected as readonly Json[])[0];
    if (first === undefined) return;
    for (const item of answer as readonly Json[]) assertContains(item, first, example, `${path}[]`);
    return;
  }
  if (typeof expected !== 'object') return;
  for (const [key, value] of Object.entries(expected))
    assertContains((answer as Record<string, Json>)[key], value, example, path === '' ? key : `${path}.${key}`);
}

function assertLines(text: string, line: string | undefined): void {
  assert.ok(line !== undefined && text !== '');
  for (const each of text.replace(/\n$/, '').split('\n')) assert.match(each, new RegExp(line));
}
