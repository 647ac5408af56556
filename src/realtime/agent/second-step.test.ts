import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator, Challenged, FactorStore } from '#domain/identity/factors.ts';
import { newSeed } from '#http/one-time-code.ts';
import { hashRecoveryCode, newRecoveryCode } from '#http/recovery-code.ts';
import { codeOf } from '../../../test/support/factors.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createOwnProof } from './own-proof.ts';
import { createSecondStep } from './second-step.ts';
import { createSignInBrake } from './sign-in-brake.ts';

const CHALLENGE = 'a'.repeat(43);
const ADA: Challenged = { workspaceId: 1, agentId: 7, role: 'agent', email: 'Ada@nord.example' };
const ME = { workspaceId: 1, agentId: 7, role: 'agent', session: Buffer.from('session') } as const;

/** A person with an app and one recovery code; what is kept of them is here. */
function someone(authenticator: Partial<Authenticator> = {}) {
  const [seed, recovery] = [newSeed(), newRecoveryCode()];
  const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
  let [lastStep, isUsed, isEnded] = [0, false, false];
  const factors = {
    authenticator: async () => ({ seed, isConfirmed: true, ...authenticator }),
    takeStep: async (_agent: number, step: number) => {
      const isNew = step > lastStep;
      if (isNew) lastStep = step;
      return isNew;
    },
    takeRecoveryCode: async (_agent: number, hash: Buffer) => {
      const isRight = !isUsed && hash.equals(hashRecoveryCode(recovery) ?? Buffer.alloc(0));
      isUsed ||= isRight;
      return isRight;
    },
    tryChallenge: async () => (isEnded ? null : ADA),
    endChallenge: async () => {
      const wasThere = !isEnded;
      isEnded = true;
      return wasThere;
    },
  } satisfies Partial<FactorStore>;
  const brake = createSignInBrake(clock.elapsed);
  // What is not asked of the store here is not there.
  const step = createSecondStep({ factors: factors as unknown as FactorStore, brake, clock });
  const proof = createOwnProof({ profiles: { passwordHash: async () => null }, factors, clock });
  return {
    clock,
    brake,
    recovery,
    proof,
    code: () => codeOf(seed, clock.now()),
    prove: async (code: unknown, challenge: unknown = CHALLENGE) => step.prove({ code, challenge }, '203.0.113.1'),
  };
}

test('the code of the app opens, once', async () => {
  const { prove, code } = someone();
  assert.equal(await prove('000000'), 'wrong_code');
  assert.deepEqual(await prove(code()), { workspaceId: 1, agentId: 7, role: 'agent' });
  assert.equal(await prove(code()), 'challenge_gone');
});

test('a recovery code opens, once', async () => {
  const { prove, recovery } = someone();
  assert.deepEqual(await prove(recovery.toLowerCase()), { workspaceId: 1, agentId: 7, role: 'agent' });
});

const STRANGE: readonly (readonly [what: string, code: unknown, challenge: unknown])[] = [
  ['no code', undefined, CHALLENGE],
  ['an empty code', ' ', CHALLENGE],
  ['a number', 123_456, CHALLENGE],
  ['too long a code', '1'.repeat(41), CHALLENGE],
  ['no challenge', '123456', null],
  ['no challenge of ours', '123456', 'a'.repeat(42)],
];
for (const [what, code, challenge] of STRANGE)
  test(`${what} is refused before anything is counted`, async () => {
    const { prove, brake } = someone();
    for (let time = 0; time < 12; time += 1) assert.equal(await prove(code, challenge), 'code_malformed');
    assert.ok('waitMs' in brake.begin('203.0.113.1', 'ada@nord.example'));
  });

test('wrong codes count with wrong passwords: together ten from one address', async () => {
  const { prove, brake, code } = someone();
  for (let time = 0; time < 5; time += 1) brake.begin('203.0.113.1', 'ada@nord.example');
  for (let time = 0; time < 5; time += 1) assert.equal(await prove('000000'), 'wrong_code');
  assert.deepEqual(await prove(code()), { retryAfterSeconds: 300 });
});

test('an app that is not confirmed opens nothing, and one whose seed cannot be read says so', async () => {
  const waiting = someone({ isConfirmed: false });
  assert.equal(await waiting.prove(waiting.code()), 'wrong_code');
  const unreadable = someone({ seed: null });
  assert.equal(await unreadable.prove('123456'), 'codes_unreadable');
  assert.equal(await unreadable.proof.either(ME, { code: '123456' }), 'codes_unreadable');
});

test('at an open browser a person is proven by a code, once; ten wrong ones and no more', async () => {
  const { proof, code, clock } = someone();
  assert.equal(await proof.either(ME, { code: code() }), null);
  assert.equal(await proof.either(ME, { code: code() }), 'wrong_code');
  assert.equal(await proof.either(ME, { code: '1'.repeat(41) }), 'wrong_code');
  for (let time = 0; time < 9; time += 1) assert.equal(await proof.either(ME, { code: '000000' }), 'wrong_code');
  assert.equal(await proof.either(ME, { code: '000000' }), 'too_many_attempts');
  assert.equal(await proof.either(ME, { password: 'mine' }), 'too_many_attempts');
  await clock.advance(300_000);
  assert.equal(await proof.either(ME, { password: 'mine' }), 'wrong_password', 'who has no password has none to prove');
  assert.equal(await proof.either(ME, {}), 'wrong_password');
});
