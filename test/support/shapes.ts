import assert from 'node:assert/strict';
import type { Got } from './patchbay.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

type Fields = Readonly<Record<string, unknown>>;

/** What makes an error of each surface one of its own. */
const SHAPES: Readonly<Record<string, (body: Fields, got: Got) => void>> = {
  ccaip(body) {
    assert.deepEqual(Object.keys(body), ['message']);
    assert.equal(typeof body['message'], 'string');
  },
  intercom(body) {
    if ('error_key' in body) return assert.equal(typeof body['error_key'], 'string');
    assert.equal(body['type'], 'error.list');
    assert.match(String(body['request_id']), UUID);
    for (const error of listOf(body['errors'])) assert.equal(typeof error['code'], 'string');
  },
  vcita(body) {
    // The form of its older operations.
    if (body['status'] === 'Error') return assert.equal(typeof body['message'], 'string');
    assert.equal(body['success'], false);
    for (const error of listOf(body['errors'])) {
      assert.equal(typeof error['code'], 'string');
      assert.equal(typeof error['message'], 'string');
    }
  },
  patchbay(body, got) {
    assert.match(got.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(body['status'], got.status);
    assert.equal(typeof body['title'], 'string');
    assert.match(String(body['request_id']), UUID);
  },
};

function listOf(value: unknown): readonly Fields[] {
  assert.ok(Array.isArray(value) && value.length > 0, 'an error without errors');
  return value as readonly Fields[];
}

/** Fails unless the answer is below 500 and, from 400 on, in the surface's own error shape. */
export function assertOwnError(surface: string, got: Got, about: string): void {
  assert.ok(got.status < 500, `${about}: ${got.status} ${got.text.slice(0, 200)}`);
  if (got.status < 400) return;
  const shape = SHAPES[surface];
  assert.ok(
    shape !== undefined && got.json !== null && typeof got.json === 'object',
    `${about}: ${got.status} ${got.text.slice(0, 200)}`,
  );
  try {
    shape(got.json as Fields, got);
  } catch (error) {
    throw new Error(`${about}: ${got.status} ${got.text.slice(0, 300)}`, { cause: error });
  }
}
