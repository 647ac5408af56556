/** The request log: what programs asked of the APIs of a workspace, and how they were answered. */

/** Days and requests of a workspace that are kept; what is beyond goes within the hour. */
export const LOG_DAYS = 7;
export const MAX_LOGGED = 50_000;
/** Bodies are kept for so many hours from when that was turned on, and each body for as long at the most. */
export const MAX_BODY_HOURS = 24;
/** The longest body that is kept, in characters of its JSON; the rest is cut. */
export const MAX_LOGGED_BODY = 16_000;
/** The longest path with its query, in characters. */
export const MAX_LOGGED_PATH = 500;
/**
 * A workspace's share: so many requests at once, and so many a second after them. What is beyond is answered as ever,
 * counted, and not in the log. Successes leave the last of it to refusals.
 */
export const LOG_SHARE = { burst: 2000, perSecond: 20, forRefusals: 500 } as const;
/** The same of a network address that sends no token of ours, and of all such addresses together. */
export const STRANGER_SHARE = { burst: 20, perSecond: 1 / 3 } as const;
export const STRANGERS_SHARE = { burst: 200, perSecond: 2 } as const;

/** A request that was answered. */
export type LoggedRequest = {
  readonly id: number;
  /** When it came. */
  readonly at: Date;
  /** As in the `X-Request-Id` of the answer. */
  readonly requestId: string;
  /** Which API: `ccaip`, `intercom`, `vcita` or `patchbay`. */
  readonly surface: string;
  /** As the API's document calls it; null where the address has none, or it was refused before. */
  readonly operation: string | null;
  readonly method: string;
  /** With its query; what may name anyone is left out: see `shownTarget`. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly tokenId: number | null;
  /** Null with an id: the token has gone. */
  readonly tokenName: string | null;
  /** How a token begins that is no one's; null where it does not begin as ours do. */
  readonly tokenPrefix: string | null;
  /** The network address of who asked. */
  readonly address: string;
  readonly callId: number | null;
  /** What the answer says of a refusal. */
  readonly problem: string | null;
};

/** The bodies of a request, as JSON without secrets; null: none was kept. */
export type LoggedBodies = { readonly request: string | null; readonly answer: string | null };

/** A request to be kept. Of whom it is, is found when it is written. */
export type RequestDraft = Omit<LoggedRequest, 'id' | 'tokenName'> & {
  /** Null: the token's, or the workspace that it named; a stranger's is the operator's. */
  readonly workspaceId: number | null;
  /** SHA-256 of a token that was not accepted, in hexadecimal. */
  readonly tokenHash: string | null;
  /** The workspace that the credentials named. */
  readonly subdomain: string | null;
  /** In the place of `callId`. */
  readonly callUid: string | null;
  readonly bodies: LoggedBodies | null;
};

/** Which requests a list shows; null is any. */
export type RequestFilter = {
  /** 2 to 5: the first digit of the status. */
  readonly statusClass: number | null;
  readonly method: string | null;
  /** A part of the path. */
  readonly path: string | null;
  readonly tokenId: number | null;
  readonly callId: number | null;
  readonly requestId: string | null;
};

/** Until when bodies are kept, by workspace. */
export type BodyWish = { readonly workspaceId: number; readonly until: Date };

/** Where they are kept. */
export type RequestLogStore = {
  /** Keeps them in one statement, in their order. Of no one in particular, and without a workspace 1, none is kept. */
  add(drafts: readonly RequestDraft[], now: Date): Promise<void>;
  /** The newest first, beyond the id. */
  list(
    workspaceId: number,
    filter: RequestFilter,
    before: number | null,
    limit: number,
  ): Promise<readonly LoggedRequest[]>;
  find(
    workspaceId: number,
    id: number,
  ): Promise<{ readonly entry: LoggedRequest; readonly bodies: LoggedBodies | null } | null>;
  /** Who wants bodies now. */
  wishes(now: Date): Promise<readonly BodyWish[]>;
  /** Null: no longer, and what was kept goes. */
  keepBodies(workspaceId: number, until: Date | null): Promise<void>;
  /** Removes what is too old or too much; answers how many requests. */
  forget(now: Date): Promise<number>;
};

/** How the log of a workspace stands. `leftOut`: requests that are not in it, since the server started. */
export type LogState = { readonly bodiesUntil: Date | null; readonly leftOut: number };

/** The log as APIs and pages ask for it. */
export type RequestLog = Pick<RequestLogStore, 'list' | 'find'> & {
  state(workspaceId: number): LogState;
  /** Keeps bodies for so many hours from now, at most {@link MAX_BODY_HOURS}; 0 ends it and removes those there are. */
  keepBodies(workspaceId: number, hours: number): Promise<LogState>;
};
