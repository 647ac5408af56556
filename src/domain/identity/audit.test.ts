import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUDIT_ACTIONS, readAuditAction } from './audit.ts';

test('each action is read by its name', () => {
  for (const action of AUDIT_ACTIONS) assert.equal(readAuditAction(action), action);
  assert.equal(new Set(AUDIT_ACTIONS).size, AUDIT_ACTIONS.length);
});

for (const text of ['', 'person', 'person.', 'Person.signed_in', 'person.signed_in ', 'call.answered', 'toString'])
  test(`${JSON.stringify(text)} is no action`, () => assert.equal(readAuditAction(text), null));
