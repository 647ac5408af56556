import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callIn, HANDING_OVER } from '../../../test/support/calls.ts';
import { agentsConcerned } from './audience.ts';
import type { Call } from './call.ts';

/** A call, and whom it concerns. */
const AUDIENCES: readonly (readonly [Call, readonly number[] | 'all'])[] = [
  [callIn('queued'), [2, 3]],
  [callIn('queued', { offer: null }), []],
  [callIn('assigned'), [2]],
  [callIn('connected', HANDING_OVER), [2, 3]],
  [callIn('finished'), [2]],
  [callIn('scheduled'), 'all'],
  [callIn('voicemail'), []],
  [callIn('voicemail_received'), 'all'],
  [callIn('voicemail_read'), 'all'],
];
for (const [call, expected] of AUDIENCES)
  test(`a ${call.state} call ${call.offer === null ? '' : 'that rings '}concerns ${expected === 'all' ? 'all' : expected.join(' and ') || 'nobody'}`, () => {
    const audience = agentsConcerned(call);
    assert.deepEqual(audience === 'all' ? audience : [...audience].toSorted((a, b) => a - b), expected);
  });
