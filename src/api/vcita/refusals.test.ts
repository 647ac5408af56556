import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Compile } from 'typebox/compile';
import type { RefusalCode } from '#domain/call/refusal.ts';
import type { Fault } from '#http/fault.ts';
import { FAULTS } from '#http/fault.ts';
import { answerFault, answerRefusal, failure, OTHER_BUSINESS } from './refusals.ts';
import { Failure } from './schema.ts';

const envelope = Compile(Failure);

/** Status and code of each fault. */
const WANTED: Readonly<Record<Fault, readonly [number, string]>> = {
  unauthorized: [401, 'unauthorized'],
  workspace_unknown: [404, 'not_found'],
  forbidden: [403, 'forbidden'],
  not_found: [404, 'not_found'],
  gone: [410, 'not_found'],
  method_not_allowed: [405, 'bad_request'],
  not_acceptable: [406, 'bad_request'],
  malformed_body: [400, 'bad_request'],
  malformed_request: [400, 'bad_request'],
  body_too_deep: [400, 'bad_request'],
  value_refused: [400, 'invalid'],
  unsupported_media_type: [415, 'bad_request'],
  unsupported_encoding: [415, 'bad_request'],
  body_too_large: [413, 'bad_request'],
  precondition_failed: [412, 'bad_request'],
  range_not_satisfiable: [416, 'bad_request'],
  head_too_large: [431, 'bad_request'],
  request_timeout: [408, 'bad_request'],
  expectation_failed: [417, 'bad_request'],
  rate_limited: [429, 'rate_limit_exceeded'],
  key_reused: [422, 'invalid'],
  key_running: [409, 'bad_request'],
  malformed_key: [400, 'bad_request'],
  draining: [503, 'unexpected'],
  unavailable: [503, 'unexpected'],
  internal: [500, 'unexpected'],
};

for (const fault of Object.keys(FAULTS) as Fault[])
  test(`${fault} is answered ${WANTED[fault].join(' ')}`, () => {
    const { status, body } = answerFault(fault);
    assert.ok(envelope.Check(body));
    assert.deepEqual([status, body.errors.map(({ code }) => code)], [WANTED[fault][0], [WANTED[fault][1]]]);
  });

/** The refusals that this surface's operations can meet. */
const MET: Readonly<Partial<Record<RefusalCode, object>>> = {
  call_unknown: { status: 404, code: 'not_found' },
  recording_unknown: { status: 404, code: 'not_found' },
  transcript_unknown: { status: 404, code: 'not_found' },
  event_not_allowed: { status: 422, code: 'invalid' },
  report_taken: { status: 422, code: 'already_exists', field: 'external_uuid' },
  report_ended: { status: 422, code: 'invalid', field: 'status' },
};

for (const [code, wanted] of Object.entries(MET) as [RefusalCode, object][])
  test(`${code} is answered ${Object.values(wanted).join(' ')}`, () => {
    const { status, body } = answerRefusal({ code });
    assert.ok(envelope.Check(body));
    assert.deepEqual(
      body.errors.map(({ message, ...item }) => ({ status, ...item, isSaid: message !== '' })),
      [{ ...wanted, isSaid: true }],
    );
  });

test('the two 401 answers differ in their sentence', () => {
  assert.deepEqual(answerFault('unauthorized'), failure(401, { code: 'unauthorized', message: '401 Unauthorized' }));
  assert.deepEqual(OTHER_BUSINESS, failure(401, { code: 'unauthorized', message: 'Unauthorized' }));
});
