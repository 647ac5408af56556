/** The second step of a sign-in: whoever has proven a password proves that they have the second factor as well. */
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Challenged, FactorStore } from '#domain/identity/factors.ts';
import { CHALLENGE_SECONDS } from '#domain/identity/factors.ts';
import type { Credentials, SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { authored } from '#background/author.ts';
import { createAttempts } from '#http/attempts.ts';
import { hashToken } from '#http/auth.ts';
import { addressKey } from '#http/network-address.ts';
import { stepOf } from '#http/one-time-code.ts';
import { hashRecoveryCode } from '#http/recovery-code.ts';
import { fieldsOf } from '#api/kit.ts';
import type { SignInBrake } from './sign-in-brake.ts';

/**
 * Wrong codes of one person within the window, wherever they come from. Only those who have the password get here, so
 * no stranger locks anyone out; and who has it alone tries 480 of a million codes a day.
 */
const MAX_OF_PERSON = 20;
const PERSON_WINDOW_SECONDS = 3600;

/** Longest code that is looked at: a recovery code, with room for spaces. */
const MAX_CODE = 40;
const CHALLENGE_BYTES = 32;

export type SecondStepParts = {
  readonly factors: FactorStore;
  readonly brake: SignInBrake;
  readonly clock: Clock;
};

/** Why the second step is refused. */
export type SecondStepFault = 'code_malformed' | 'challenge_gone' | 'wrong_code' | 'codes_unreadable';

/** The second step. */
export type SecondStep = {
  /** Asks for it; answers what the page shows to try it. */
  ask(found: Credentials): Promise<string>;
  /** Who is in now; or why not, or after how long to try again. */
  prove(body: unknown, address: string): Promise<SignedIn | SecondStepFault | { readonly retryAfterSeconds: number }>;
};

/** Makes it. */
export function createSecondStep({ factors, brake, clock }: SecondStepParts): SecondStep {
  const wrong = createAttempts(MAX_OF_PERSON, PERSON_WINDOW_SECONDS, clock.elapsed);

  const isRight = async (who: Challenged, code: string): Promise<boolean | 'codes_unreadable'> => {
    const recovery = hashRecoveryCode(code);
    if (recovery !== null) return factors.takeRecoveryCode(who.agentId, recovery, clock.now());
    return isRightCode(factors, who.agentId, code, clock.now());
  };

  const judge = async (hash: Buffer, who: Challenged, code: string): Promise<SignedIn | SecondStepFault> => {
    const { workspaceId, agentId, role } = who;
    const judged = await isRight(who, code);
    if (judged === 'codes_unreadable') return judged;
    if (!judged) return 'wrong_code';
    return (await factors.endChallenge(hash)) ? { workspaceId, agentId, role } : 'challenge_gone';
  };

  return {
    async ask({ agentId, passwordHash }) {
      const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
      const expiresAt = new Date(clock.now().getTime() + CHALLENGE_SECONDS * 1000);
      await factors.challenge({ hash: hashToken(challenge), agentId, passwordHash, expiresAt });
      return challenge;
    },
    async prove(body, address) {
      const asked = readProof(body);
      if (asked === null) return 'code_malformed';
      const hash = hashToken(asked.challenge);
      const who = await factors.tryChallenge(hash, clock.now());
      if (who === null) return 'challenge_gone';
      const guess = brake.begin(addressKey(address), who.email.toLowerCase());
      if ('retryAfterSeconds' in guess) return guess;
      const person = String(who.agentId);
      if (!wrong.begin(person)) {
        guess.letOff();
        return { retryAfterSeconds: wrong.retryAfterSeconds(person) };
      }
      await setTimeout(guess.waitMs);
      const { workspaceId, agentId } = who;
      const author = { door: 'page', workspaceId, agentId, tokenId: null, address, isRecorded: true } as const;
      const judged = await authored(author, async () => judge(hash, who, asked.code));
      if (typeof judged === 'string') return judged;
      guess.succeeded();
      wrong.succeeded(person);
      return judged;
    },
  };
}

/** Whether it is the code that the person's app shows. It is taken then, and works no second time. */
export async function isRightCode(
  factors: Pick<FactorStore, 'authenticator' | 'takeStep'>,
  agentId: number,
  code: string,
  now: Date,
): Promise<boolean | 'codes_unreadable'> {
  const authenticator = await factors.authenticator(agentId);
  if (authenticator?.isConfirmed !== true) return false;
  if (authenticator.seed === null) return 'codes_unreadable';
  const step = stepOf(authenticator.seed, code, now);
  return step !== null && factors.takeStep(agentId, step);
}

function readProof(body: unknown): { readonly challenge: string; readonly code: string } | null {
  const { challenge, code } = fieldsOf(body);
  if (typeof challenge !== 'string' || !/^[\w-]{43}$/.test(challenge)) return null;
  return typeof code === 'string' && code.trim() !== '' && code.length <= MAX_CODE ? { challenge, code } : null;
}
