import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import { callIn, HANDING_OVER } from '../../../test/support/calls.ts';
import { writeCaller } from './write.ts';

const details = {
  secret: 'secret',
  menu: null,
  place: { position: 1, estimatedWait: 60 },
  agentName: 'Robin Vale',
  isCalledBack: false,
  isAlone: false,
};
const [transfer] = HANDING_OVER.transfers ?? [];
assert.ok(transfer !== undefined);
const talking = callIn('connected');
const withoutAgents = talking.participants.filter(({ kind }) => kind !== 'agent');

/** A call, and what its caller is told. */
const STANDING: readonly (readonly [string, Partial<Call>, object])[] = [
  ['talks', {}, { stage: 'talking', position: null, mayCallBack: false, agentName: 'Robin Vale' }],
  [
    'waits while their agent asks another in',
    { ...HANDING_OVER },
    { stage: 'talking', position: null, mayCallBack: false, agentName: 'Robin Vale' },
  ],
  [
    'is back in line, because their agent has gone or handed them over',
    { ...HANDING_OVER, transfers: [{ ...transfer, mode: 'cold' }], participants: withoutAgents },
    { stage: 'queue', position: 1, estimatedWait: 60, mayCallBack: true, agentName: null },
  ],
];

for (const [name, change, told] of STANDING)
  test(`a caller who ${name}`, () => {
    const view = writeCaller(callIn('connected', change), details);
    assert.partialDeepStrictEqual(view, told);
  });
