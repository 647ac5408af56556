/**
 * What people may see and change of their own: their name, language, assist and password, and where they are signed in.
 */
import type { WrittenLanguage } from '../directory/language.ts';

/** The most sessions of one person; at one more, the one that was used least recently ends. */
export const MAX_SESSIONS = 50;

/** The most of a `User-Agent` that is kept. Characters. */
export const MAX_USER_AGENT = 300;

/**
 * A session, as the person whose it is may see it. `userAgent`: the browser's own words at the sign-in, cut; null when
 * it said none.
 */
export type OpenSession = {
  readonly id: number;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  /** SHA-256 of its token: tells which of them is asking. Never leaves the server. */
  readonly hash: Buffer;
};

/** Which sessions are meant: one by its id; all; or all but the one of this hash. */
export type WhichSessions = { readonly id: number } | { readonly except: Buffer | null };

/** What is kept of each person for themselves. A person is anyone who can sign in, or could once. */
export type ProfileStore = {
  /** Those that have not ended, the last used first; null where there is no such person. `MAX_SESSIONS` at most. */
  sessions(workspaceId: number, agentId: number, now: Date): Promise<readonly OpenSession[] | null>;
  /** Ends them; answers how many there were, null where there is no such person. */
  endSessions(workspaceId: number, agentId: number, which: WhichSessions): Promise<number | null>;
  rename(
    workspaceId: number,
    agentId: number,
    name: { readonly firstName: string; readonly lastName: string },
  ): Promise<void>;
  /** Null: the one that their browser prefers. Answers whether there is such a person. */
  chooseLanguage(workspaceId: number, agentId: number, language: WrittenLanguage | null): Promise<boolean>;
  /** Whether they want the desk to assist them in calls. */
  chooseAssist(workspaceId: number, agentId: number, wantsAssist: boolean): Promise<void>;
  /** Null where there is none. */
  passwordHash(workspaceId: number, agentId: number): Promise<string | null>;
  /**
   * Puts a new password in the place of the one that had the hash `known`, ends all other sessions and takes away any
   * link. Answers how many ended; null where the password was changed meanwhile.
   */
  changePassword(
    workspaceId: number,
    agentId: number,
    change: { readonly known: string; readonly passwordHash: string; readonly keep: Buffer },
  ): Promise<number | null>;
};
