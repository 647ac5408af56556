/**
 * What the console and the server say to each other about tokens, under `/app/tokens.json`. Plain types, also for the
 * page.
 */

/** The kinds that the page makes; a client's token is made by a program, which knows the contact. */
export const PAGE_KINDS = ['staff', 'directory', 'app', 'read_only'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

/** For how many hours a token that is replaced may work on. */
export const OVERLAP_HOURS = [0, 1, 24, 168] as const;

/** A token, with ISO times; the token itself is in it only when it was just made. */
export type TokenView = {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  /** The person or token that made it; null where no one knows. */
  readonly madeBy: string | null;
  /** Given by a setting: it is changed there, and not here. */
  readonly isBySetting: boolean;
  /** Another one takes its place: it works until it expires. */
  readonly isReplaced: boolean;
};

/** Those that work. */
export type TokensView = { readonly tokens: readonly TokenView[] };

/** `POST /app/tokens.json`. `days`: until it expires; null is never. */
export type TokenWish = { readonly name: string; readonly kind: PageKind; readonly days: number | null };

/** A token that was just made, shown this once. */
export type MadeToken = { readonly id: number; readonly name: string; readonly token: string };
