/**
 * The second factors of people: one-time codes of an authenticator app (RFC 6238), with recovery codes for when the app
 * is lost, and what is asked of whom after the right password.
 */
import type { SecondFactorRule } from '../directory/second-factor-rule.ts';
import type { Credentials, Role, SignedIn } from './session.ts';

/** How many recovery codes a person is given. Each works once. */
export const RECOVERY_CODES = 10;

/** How long the second factor may take after the right password, and how often it may be tried. */
export const CHALLENGE_SECONDS = 300;
export const CHALLENGE_TRIES = 5;

/** What is known of a person's second factors. Never a secret. */
export type Factors = {
  /** Whether codes are asked for. */
  readonly hasCodes: boolean;
  /** Recovery codes that were not used yet. */
  readonly recoveryCodesLeft: number;
  /** How many passkeys they have. */
  readonly passkeys: number;
};

/** A person's factors, with what the workspace requires of them. */
export type OwnFactors = Factors & { readonly isRequired: boolean; readonly hasPassword: boolean };

/** What follows the right password: a session, the second factor first, or a session that can only add one. */
export type NextStep = 'session' | 'second_factor' | 'add_factor';

/** Whether the workspace's rule is about people of the role. */
export function isFactorRequired(rule: SecondFactorRule, role: Role): boolean {
  return rule === 'everybody' || (rule === 'admins' && role === 'admin');
}

/**
 * What follows. Passkeys are a way to sign in without the password; where a second factor is required, one is asked for
 * after it as well.
 */
export function nextStep({
  hasCodes,
  passkeys,
  isRequired,
}: Pick<Credentials, 'hasCodes' | 'passkeys' | 'isRequired'>): NextStep {
  if (hasCodes) return 'second_factor';
  if (!isRequired) return 'session';
  return passkeys > 0 ? 'second_factor' : 'add_factor';
}

/** What codes are judged by. `seed`: in base 32; null where the key that it was sealed with is gone. */
export type Authenticator = { readonly seed: string | null; readonly isConfirmed: boolean };

/** Someone who has proven a password and is asked for more. */
export type Challenged = SignedIn & { readonly email: string };

/** A challenge as it is stored. */
export type ChallengeDraft = {
  readonly hash: Buffer;
  readonly agentId: number;
  readonly passwordHash: string;
  readonly expiresAt: Date;
};

/** The second factors of people, as they are kept. Seeds are sealed, and recovery codes are hashes. */
export type FactorStore = {
  /** Null where there is no such person. */
  find(workspaceId: number, agentId: number): Promise<OwnFactors | null>;
  /** What is asked of someone who comes in by a link, and so has just chosen a password. */
  nextStep(me: SignedIn): Promise<NextStep>;
  /** Null where there is none. */
  authenticator(agentId: number): Promise<Authenticator | null>;
  /** Keeps a seed that no code has confirmed yet, in the place of one such; false where codes are on already. */
  beginCodes(me: SignedIn, seed: string): Promise<boolean>;
  /**
   * Switches codes on, with the step of the first one and the hashes of recovery codes, and ends all other sessions.
   * Answers how many ended; null where there is no seed that waits.
   */
  confirmCodes(
    me: SignedIn,
    confirmation: { readonly step: number; readonly recoveryHashes: readonly Buffer[]; readonly keep: Buffer },
    now: Date,
  ): Promise<number | null>;
  /** Switches them off, with their recovery codes; false where they were off. */
  endCodes(agentId: number): Promise<boolean>;
  /** Takes the code of the step; false where that one, or a later one, was taken before. */
  takeStep(agentId: number, step: number): Promise<boolean>;
  /** Takes a recovery code; false where there is none, or it was used. */
  takeRecoveryCode(agentId: number, hash: Buffer, now: Date): Promise<boolean>;
  /** Puts new recovery codes in the place of all others; false where codes are off. */
  replaceRecoveryCodes(agentId: number, hashes: readonly Buffer[]): Promise<boolean>;
  /**
   * Takes all second factors of the person away and ends their sessions, unless they have none. Answers whether there
   * is such a person.
   */
  reset(workspaceId: number, agentId: number, now: Date): Promise<boolean>;
  /** Keeps a challenge, which may be tried `CHALLENGE_TRIES` times. */
  challenge(draft: ChallengeDraft): Promise<void>;
  /**
   * Counts a try. Null where the challenge is not there, has expired or was tried too often, or where the person is
   * locked or has another password meanwhile.
   */
  tryChallenge(hash: Buffer, now: Date): Promise<Challenged | null>;
  /** Uses the challenge up; false where someone has done so. */
  endChallenge(hash: Buffer): Promise<boolean>;
};
