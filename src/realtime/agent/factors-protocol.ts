/**
 * What the console and the server say to each other about second factors: at the sign-in, and under `/app/profile`.
 * Plain types, also for the page.
 */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

/** What `POST /app/sign-in` answers where the password is right and not enough; the code goes with the `challenge`. */
export type SecondFactorWanted = {
  readonly secondFactor: { readonly challenge: string; readonly hasCodes: boolean; readonly hasPasskeys: boolean };
};

/** `POST /app/sign-in/code`. `code`: of the app, or a recovery code. */
export type SecondFactorProof = { readonly challenge: string; readonly code: string };

/** `GET /app/profile/factors.json`. */
export type FactorsView = {
  readonly hasCodes: boolean;
  readonly recoveryCodesLeft: number;
  readonly passkeys: number;
  /** The workspace requires a second factor of them. */
  readonly isRequired: boolean;
  /** False where they sign in elsewhere and have no password here. */
  readonly hasPassword: boolean;
};

/** `GET /app/sign-in/passkey.json`: what any passkey is asked, and the address at which they work. */
export type PasskeyAsked = { readonly options: PublicKeyCredentialRequestOptionsJSON; readonly origin: string };

/** `POST /app/profile/passkeys/begin.json`: what the browser is asked to make. */
export type PasskeyBegun = { readonly options: PublicKeyCredentialCreationOptionsJSON };

/** One of the own passkeys, with ISO times. `lastUsedAt`: null before the first sign-in with it. */
export type PasskeyView = {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/** `GET /app/profile/passkeys.json`. `origin`: the address at which they work; null where there can be none. */
export type PasskeysView = { readonly origin: string | null; readonly passkeys: readonly PasskeyView[] };

/** That it is really them who ask: the present password, or a code of the app. */
export type OwnProofGiven = { readonly password?: string; readonly code?: string };

/** `POST /app/profile/codes.json`: what the app is given. `secret`: in base 32. `uri`: the same, for a QR code. */
export type CodesBegun = { readonly secret: string; readonly uri: string };

/** Recovery codes, shown this once. `ended`: other sessions that have ended. */
export type RecoveryCodesView = { readonly recoveryCodes: readonly string[]; readonly ended: number };
