/**
 * That the one at an open browser is really the person who is signed in there. Whoever found the browser cannot try
 * passwords or codes there for long.
 */
import type { FactorStore } from '#domain/identity/factors.ts';
import type { ProfileStore } from '#domain/identity/profile.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { createAttempts } from '#http/attempts.ts';
import { isPassword, MAX_PASSWORD } from '#http/password.ts';
import { fieldsOf } from '#api/kit.ts';
import type { Visitor } from './page-routes.ts';
import { isRightCode } from './second-step.ts';

/** Wrong passwords and codes of one session within the window, as at the sign-in. */
const MAX_GUESSES = 10;
const WINDOW_SECONDS = 300;
const MAX_CODE = 40;

/** Why it is not taken -> status, a sentence, and when to try again. */
export const PROOF_FAULTS = {
  wrong_password: [422, 'This is not your present password.'],
  wrong_code: [422, 'This code is not right, or was used already. Enter the one that your app shows now.'],
  codes_unreadable: [503, 'This server cannot check codes of apps at the moment.'],
  too_many_attempts: [429, 'Too many attempts. Wait a few minutes.', WINDOW_SECONDS],
} as const;
export type ProofFault = keyof typeof PROOF_FAULTS;

/** Both ways to prove it. */
export type OwnProof = {
  /** By the present password; answers its hash. */
  password(me: Visitor, present: string): Promise<{ readonly known: string } | ProofFault>;
  /** By the `password` or the `code` of a body; null where it is right. */
  either(me: Visitor, body: unknown): Promise<ProofFault | null>;
};

/** The same by the `password` of a body alone. */
export async function provenByPassword(proof: OwnProof, me: Visitor, body: unknown): Promise<ProofFault | null> {
  const { password } = fieldsOf(body);
  const judged = await proof.password(me, typeof password === 'string' ? password : '');
  return typeof judged === 'string' ? judged : null;
}

export type OwnProofParts = {
  readonly profiles: Pick<ProfileStore, 'passwordHash'>;
  readonly factors: Pick<FactorStore, 'authenticator' | 'takeStep'>;
  readonly clock: Clock;
};

/** Makes it: one for all pages, so that all count together. */
export function createOwnProof({ profiles, factors, clock }: OwnProofParts): OwnProof {
  const guesses = createAttempts(MAX_GUESSES, WINDOW_SECONDS, clock.elapsed);
  const password: OwnProof['password'] = async (me, present) => {
    if (present === '' || present.length > MAX_PASSWORD) return 'wrong_password';
    const key = me.session.toString('base64');
    if (!guesses.begin(key)) return 'too_many_attempts';
    const known = await profiles.passwordHash(me.workspaceId, me.agentId);
    if (!(await isPassword(present, known)) || known === null) return 'wrong_password';
    guesses.succeeded(key);
    return { known };
  };
  const code = async (me: Visitor, typed: string): Promise<ProofFault | null> => {
    const key = me.session.toString('base64');
    if (!guesses.begin(key)) return 'too_many_attempts';
    const judged = await isRightCode(factors, me.agentId, typed, clock.now());
    if (judged === 'codes_unreadable') return judged;
    if (!judged) return 'wrong_code';
    guesses.succeeded(key);
    return null;
  };
  return {
    password,
    async either(me, body) {
      const { password: present, code: typed } = fieldsOf(body);
      if (typeof typed === 'string' && typed !== '') return typed.length > MAX_CODE ? 'wrong_code' : code(me, typed);
      const judged = await password(me, typeof present === 'string' ? present : '');
      return typeof judged === 'string' ? judged : null;
    },
  };
}
