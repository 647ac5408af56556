import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownPasskey } from '#domain/identity/passkeys.ts';
import { createPasskeyChallenges, passkeyPlace, readNewPasskey } from '#http/passkeys.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { softPasskey } from '../../../test/support/soft-passkey.ts';
import { createPasskeySignIn } from './passkey-sign-in.ts';
import { createSignInBrake } from './sign-in-brake.ts';

const ORIGIN = 'https://calls.nord.example';
const ME = { workspaceId: 1, agentId: 7, role: 'agent' } as const;

/** A server where one passkey is known, and the device that has it. */
async function server(origin = ORIGIN) {
  const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
  const challenges = createPasskeyChallenges(300, () => clock.now().getTime());
  const device = softPasskey(ORIGIN);
  const place = passkeyPlace(ORIGIN) ?? assert.fail();
  const challenge = Buffer.from(challenges.make('test')).toString('base64url');
  const made = await readNewPasskey({ place, challenges, purpose: 'test' }, device.create(challenge));
  if (typeof made === 'string') assert.fail(made);
  let known: KnownPasskey | null = { ...made, id: 1, me: ME };
  const passkeys = {
    find: async (id: Buffer) => (known !== null && id.equals(known.credentialId) ? known : null),
    used: async (_id: number, { from, to }: { from: number; to: number }) => {
      if (known?.counter !== from) return false;
      known = { ...known, counter: to };
      return true;
    },
  };
  const brake = createSignInBrake(clock.elapsed);
  const signIn = createPasskeySignIn({ passkeys, challenges, brake, clock, publicUrl: () => origin });
  return {
    device,
    forget: () => void (known = null),
    asked: async (): Promise<string> => {
      const asked = await signIn.ask();
      return typeof asked === 'string' ? assert.fail(asked) : asked.options.challenge;
    },
    ask: signIn.ask,
    prove: async (response: unknown, address = '203.0.113.1') => signIn.prove({ response }, address),
  };
}

test('the answer of a known passkey opens, and no second time', async () => {
  const { device, asked, prove } = await server();
  const answer = device.get(await asked());
  assert.deepEqual(await prove(answer), ME);
  assert.equal(await prove(answer), 'challenge_gone');
});

test('of two answers that carry the same count one opens', async () => {
  const { device, asked, prove } = await server();
  const [one, two] = [await asked(), await asked()].map((each) => device.get(each, { counter: 1 }));
  const judged = await Promise.all([prove(one), prove(two)]);
  assert.equal(judged.filter((each) => typeof each === 'object').length, 1);
});

test('a passkey that is not known any more is refused, and so is what is none', async () => {
  const { device, asked, prove, forget } = await server();
  forget();
  assert.equal(await prove(device.get(await asked())), 'passkey_refused');
  assert.equal(await prove({ id: 7 }), 'passkey_malformed');
});

test('ten refused answers shut an address out for five minutes', async () => {
  const { device, asked, prove } = await server();
  const stranger = softPasskey(ORIGIN);
  for (let time = 0; time < 10; time += 1) assert.equal(await prove(stranger.get('x')), 'passkey_refused');
  assert.deepEqual(await prove(device.get(await asked())), { retryAfterSeconds: 300 });
  assert.deepEqual(await prove(device.get(await asked()), '203.0.113.2'), ME);
});

test('where the server has no name over https, none is asked for and none opens', async () => {
  const { device, ask, prove } = await server('http://192.0.2.10');
  assert.equal(await ask(), 'passkeys_unavailable');
  assert.equal(await prove(device.get('x')), 'passkeys_unavailable');
});
