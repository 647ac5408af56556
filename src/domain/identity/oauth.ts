/**
 * Applications that are connected with a button ("Connect to …"): a person of the workspace allows them in, and they
 * get an ordinary token. Source: RFC 6749, section 4.1, as Intercom and vcita document it.
 */

/** Whose way of connecting an application speaks. */
export const OAUTH_VENDORS = ['intercom', 'vcita'] as const;
export type OauthVendor = (typeof OAUTH_VENDORS)[number];

/** The kinds of tokens that an application may get. */
export const OAUTH_KINDS = ['staff', 'directory', 'app', 'read_only'] as const;
export type OauthKind = (typeof OAUTH_KINDS)[number];

/** The most applications of a workspace. */
export const MAX_OAUTH_APPS = 50;
/** The longest name, in characters. */
export const MAX_OAUTH_NAME = 200;
/** The most addresses that one may name, and the longest of them in characters. */
export const MAX_REDIRECT_URIS = 10;
export const MAX_REDIRECT_URI = 2048;
/** For how long a code can be exchanged. Seconds. Source: RFC 6749, section 4.1.2: ten minutes at most. */
export const CODE_SECONDS = 120;

/** One that is registered. */
export type OauthApp = {
  readonly id: number;
  readonly workspaceId: number;
  readonly vendor: OauthVendor;
  readonly name: string;
  readonly clientId: string;
  readonly kind: OauthKind;
  /** Where a person may be sent back to: these, character by character. */
  readonly redirectUris: readonly string[];
  readonly createdAt: Date;
};

/** One as it is asked for. */
export type OauthDraft = Pick<OauthApp, 'vendor' | 'name' | 'kind' | 'redirectUris'>;

/** A code as it is stored. */
export type OauthCode = {
  readonly hash: Buffer;
  readonly appId: number;
  readonly agentId: number;
  readonly redirectUri: string;
  readonly expiresAt: Date;
};

/** Where applications and codes are kept. */
export type OauthStore = {
  list(workspaceId: number): Promise<readonly OauthApp[]>;
  /** Null when the workspace has as many as it may. */
  create(
    workspaceId: number,
    draft: OauthDraft,
    credentials: { readonly clientId: string; readonly secretHash: Buffer },
    now: Date,
  ): Promise<OauthApp | null>;
  /** Its tokens are revoked with it. */
  remove(workspaceId: number, id: number, now: Date): Promise<boolean>;
  /** Of any workspace, with the hash of its secret. */
  byClientId(clientId: string): Promise<{ readonly app: OauthApp; readonly secretHash: Buffer } | null>;
  addCode(code: OauthCode): Promise<void>;
  /** Takes the code of the application away and answers it, once; null for one that is unknown, used or expired. */
  takeCode(appId: number, hash: Buffer, now: Date): Promise<OauthCode | null>;
  /** Forgets codes that expired before. */
  forgetCodes(before: Date): Promise<void>;
};

/**
 * Why a person cannot be sent back to the address; null where they can. A code in plain HTTP could be read on the way,
 * so only a program on the person's own machine has it so. Source: RFC 6749, section 3.1.2; RFC 8252, section 7.3.
 */
export function redirectUriFault(text: string): string | null {
  if (text.length > MAX_REDIRECT_URI) return `has more than ${MAX_REDIRECT_URI} characters`;
  if (!URL.canParse(text)) return 'is not an address';
  const { protocol, hostname, username, password } = new URL(text);
  if (text.includes('#')) return 'must have no fragment';
  if (username !== '' || password !== '') return 'must hold no credentials';
  if (protocol === 'https:') return null;
  return protocol === 'http:' && LOOPBACK.has(hostname) ? null : 'must begin with https://, or be http://localhost';
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
