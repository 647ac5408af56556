/** Who is signed in at a page, and what they may see. */

/**
 * Agents see their own calls; supervisors, administrators and developers all of the workspace. Administrators decide
 * who the people are.
 */
export const ROLES = ['agent', 'supervisor', 'admin', 'developer'] as const;
export type Role = (typeof ROLES)[number];

/** A session ends after this many hours without use, and after this many days whatever happens. */
export const IDLE_HOURS = 12;
export const MAX_DAYS = 7;

/** Someone who is signed in. */
export type SignedIn = { readonly workspaceId: number; readonly agentId: number; readonly role: Role };

/** What a sign-in is judged by. `isRequired`: the workspace requires a second factor of them. */
export type Credentials = SignedIn & {
  readonly passwordHash: string;
  readonly hasCodes: boolean;
  readonly passkeys: number;
  readonly isRequired: boolean;
  /** The workspace lets them in by its sign-in provider alone. Never an administrator. */
  readonly isPasswordClosed: boolean;
};

/** A session as it is stored. */
export type Session = SignedIn & {
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  /** It can do nothing but add the second factor that the workspace requires. */
  readonly mustAddFactor: boolean;
};

/** A session that begins. `userAgent`: what the browser called itself, cut to `MAX_USER_AGENT`. */
export type NewSession = SignedIn & {
  readonly hash: Buffer;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly mustAddFactor: boolean;
};

export type SessionStore = {
  /** All who have the email address and a password; in one workspace, when it is named by its subdomain. */
  credentials(email: string, workspace: string | null): Promise<readonly Credentials[]>;
  /** Begins a session; answers the hashes of those that ended for it, since a person has `MAX_SESSIONS` at most. */
  create(session: NewSession): Promise<readonly Buffer[]>;
  /** Null when there is none, or it has ended. */
  find(hash: Buffer, now: Date): Promise<Session | null>;
  /** The language in which the person reads the console; null is the one that their browser prefers. */
  languageOf(workspaceId: number, agentId: number): Promise<string | null>;
  seen(hash: Buffer, at: Date): Promise<void>;
  revoke(hash: Buffer): Promise<void>;
  /** Ends all sessions of the agent; answers their hashes. */
  revokeAll(workspaceId: number, agentId: number): Promise<readonly Buffer[]>;
  /** Removes sessions that have ended, and sign-in links that have expired. */
  forget(before: Date): Promise<void>;
  /** Gives the agent a role and a password; false when there is no such agent, or the simulator plays them. */
  setSignIn(workspaceId: number, email: string, role: Role, passwordHash: string): Promise<boolean>;
};
