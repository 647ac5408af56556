import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAgent, NO_RULES } from '../../../test/support/calls.ts';
import { fullName } from './agent.ts';
import { DEMO_NUMBERS, DEMO_WORKSPACE } from './demo.ts';
import type { Directory } from './workspace.ts';
import { agentByEmail, defaultNumber, isSubdomain } from './workspace.ts';

const directory: Directory = {
  workspace: {
    ...DEMO_WORKSPACE,
    timeZone: 'UTC',
    callBackCountries: null,
    wrapUp: NO_RULES,
    transcripts: 'embedded',
    secondFactor: 'nobody',
    handOverMenuId: null,
    ownStatuses: [],
    createdAt: new Date(0),
  },
  agents: new Map([[1, anAgent(1, { email: 'Admin@SomeDomain.com' })]]),
  menus: new Map(),
  skills: [],
  numbers: DEMO_NUMBERS.map((number, index) => ({ ...number, id: index + 1 })),
  languages: [],
  prompts: [],
  blocked: { contactIds: new Set(), numbers: new Set() },
};

test('an agent is found by their address, whatever its case', () => {
  assert.equal(agentByEmail(directory, 'admin@somedomain.com')?.id, 1);
  assert.equal(agentByEmail(directory, 'nobody@somedomain.com'), undefined);
});

test('queues dial from the default number, else from their only one, never from the Fin line', () => {
  assert.equal(defaultNumber(directory)?.display, '+1 339-219-5276');
  const numbers = directory.numbers.map((number) => ({ ...number, isDefault: false }));
  assert.equal(defaultNumber({ ...directory, numbers }), undefined);
  assert.equal(defaultNumber({ ...directory, numbers: numbers.slice(2) })?.display, '+1 760-410-8538');
  assert.equal(defaultNumber({ ...directory, numbers: numbers.slice(3) }), undefined);
});

test('a full name leaves out what is empty', () => {
  assert.equal(fullName({ firstName: 'Admin', lastName: 'UJET' }), 'Admin UJET');
  assert.equal(fullName({ firstName: 'Cher', lastName: '' }), 'Cher');
  assert.equal(fullName({ firstName: '', lastName: '' }), '');
});

for (const [text, isOne] of [
  ['a', true],
  ['demo', true],
  ['acme-', true],
  ['1-2-3', true],
  ['x'.repeat(63), true],
  ['x'.repeat(64), false],
  ['', false],
  ['-acme', false],
  ['Acme', false],
  ['acme.com', false],
  ['acme\n', false],
  ['acme\u0000', false],
] as const)
  test(`${JSON.stringify(text).slice(0, 16)} is ${isOne ? 'a' : 'no'} subdomain`, () => {
    assert.equal(isSubdomain(text), isOne);
  });
