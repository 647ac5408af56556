/** Tokens, as they are kept: only their hashes. */
import type { TokenKind } from '#http/surface.ts';

/** What our own API and the console do with them. */
export type TokenKeeper = {
  /** Those that work. */
  list(workspaceId: number): Promise<readonly TokenLine[]>;
  create(workspaceId: number, name: string, kind: TokenKind, hash: Buffer, bounds: TokenBounds): Promise<number>;
  /**
   * Puts another in its place; it works on until then. Refused: one that a setting gives, or that has been replaced.
   */
  rotate(
    workspaceId: number,
    tokenId: number,
    hash: Buffer,
    until: Date,
  ): Promise<RotatedToken | 'unknown' | 'not_replaceable'>;
  revoke(workspaceId: number, tokenId: number): Promise<boolean>;
};

/** Until when a token works, and whose calls one of the kind `client` reads; null is for good, and of no one. */
export type TokenBounds = { readonly expiresAt: Date | null; readonly contactId: number | null };

/** What can be told of a token. */
export type TokenLine = TokenBounds & {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** The person or token that made it; null where no one knows. */
  readonly madeBy: string | null;
  /** It is given by a setting, and changed there. */
  readonly isBySetting: boolean;
  /** Another one takes its place. */
  readonly isReplaced: boolean;
};

/** The token that took another one's place, and until when that one works. */
export type RotatedToken = TokenBounds & {
  readonly id: number;
  readonly name: string;
  readonly kind: TokenKind;
  readonly formerExpiresAt: Date;
};
