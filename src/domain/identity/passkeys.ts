/**
 * Passkeys: keys in people's devices. One that its person has unlocked proves both that they have the device and that
 * it is them.
 */
import type { SignedIn } from './session.ts';

/** The most that a person has. */
export const MAX_PASSKEYS = 20;
/** Of the name that a person gives one; characters. */
export const MAX_PASSKEY_NAME = 100;
/** How long a device may take to answer. */
export const PASSKEY_SECONDS = 300;

/** One of a person's own. `lastUsedAt`: the last sign-in with it; null before the first. */
export type Passkey = {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

/** What a device made. `counter`: how often it says that it was used; 0 where it does not count. */
export type PasskeyDraft = {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
};

/** A passkey and whose it is. */
export type KnownPasskey = PasskeyDraft & { readonly id: number; readonly me: SignedIn };

/** The passkeys of people, as they are kept. */
export type PasskeyStore = {
  /** In the order in which they were added; `MAX_PASSKEYS` at most. */
  list(agentId: number): Promise<readonly Passkey[]>;
  /** What the person's devices call theirs: a device that has one already makes no other. */
  credentials(agentId: number): Promise<readonly Pick<PasskeyDraft, 'credentialId' | 'transports'>[]>;
  /** Adds one; the session that asks may do everything from now on. Refused: one that someone has, and too many. */
  add(
    me: SignedIn & { readonly session: Buffer },
    draft: PasskeyDraft & { readonly name: string },
    now: Date,
  ): Promise<'added' | 'taken' | 'full'>;
  /** False where it is not theirs. */
  rename(agentId: number, id: number, name: string): Promise<boolean>;
  /** Refused: one that is not theirs, and the last factor of someone whose workspace requires one. */
  remove(me: SignedIn, id: number): Promise<'removed' | 'unknown' | 'required'>;
  /** Null where no one has it, or whoever has it is locked. */
  find(credentialId: Buffer): Promise<KnownPasskey | null>;
  /** Notes a sign-in. False where it was used meanwhile, so that the answer of the device is an old one. */
  used(id: number, counter: { readonly from: number; readonly to: number }, now: Date): Promise<boolean>;
};
