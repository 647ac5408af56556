import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerName } from './words.ts';

const contact = (name: string | null, number: string | null) => ({ id: 1, name, number });

/** The contact, the direction -> who calls. */
const NAMES = [
  [contact('Robin Vale', '+14155550148'), 'inbound', 'Robin Vale'],
  [contact(null, '+14155550148'), 'inbound', '+1 415-555-0148'],
  [contact(null, null), 'inbound', 'Unknown caller'],
  [null, 'inbound', 'Anonymous caller'],
  [null, 'outbound', 'Unknown caller'],
] as const;
for (const [who, direction, name] of NAMES)
  test(`${direction}, ${JSON.stringify(who)}: ${name}`, () => {
    assert.equal(callerName({ contact: who, direction }), name);
  });
