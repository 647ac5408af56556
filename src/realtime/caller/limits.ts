/** How many web calls there may be, and how often one may be begun. In memory of one process. */
import { createRate } from '#domain/call/rate.ts';

/** Pages open at once, with a call or without, of one network address. */
export const MAX_PAGES_OF_ADDRESS = 50;
/** How long a page without a call may stand open. Milliseconds. */
export const IDLE_MS = 60_000;
/** What may be chosen before the connection stands. */
export const MAX_WISHES = 20;
/** Web calls at once, of a workspace and of one network address. */
const MAX_OF_WORKSPACE = 200;
const MAX_OF_ADDRESS = 10;
/** Calls that one network address may begin: those that never connect count as well. */
const CALLS_OF_ADDRESS = [
  { most: 6, seconds: 60 },
  { most: 30, seconds: 3600 },
] as const;
/** Calls of a workspace that come about. Attempts that never connect do not count: strangers must not use them up. */
const CALLS_OF_WORKSPACE = [{ most: 300, seconds: 60 }] as const;
/** Times that one network address may come back to a call. */
const RETURNS_OF_ADDRESS = [{ most: 120, seconds: 60 }] as const;
/** What is told of limits that end when a call ends. Seconds. */
const A_WHILE = 60;

/** Why a call may not be begun, and in how many seconds it may. */
export type Refused = { readonly error: 'busy' | 'too_many'; readonly retryAfterSeconds: number };

/** Mutable. */
export type CallLimits = {
  /** Null: an attempt may begin, and is counted. `opening`: attempts of the address that are under way. */
  mayOpen(workspaceId: number, address: string, opening: number): Refused | null;
  /** Null: the connection stands, and the call may come about; it is counted. */
  mayEnter(workspaceId: number): Refused | null;
  mayReturn(address: string): boolean;
  entered(callId: number, address: string): void;
  ended(callId: number): void;
};

/** Makes them. `isLimited` false limits what the server can carry, and nothing else. `now` in milliseconds. */
export function createCallLimits(parts: {
  readonly isLimited: boolean;
  now(): number;
  /** Web calls of the workspace in progress. */
  callsOf(workspaceId: number): number;
}): CallLimits {
  const { isLimited, now, callsOf } = parts;
  const ofAddress = createRate(CALLS_OF_ADDRESS, now);
  const ofWorkspace = createRate(CALLS_OF_WORKSPACE, now);
  const returns = createRate(RETURNS_OF_ADDRESS, now);
  /** Call -> the address that it comes from. */
  const addresses = new Map<number, string>();
  const callsFrom = (address: string): number => addresses.values().reduce((sum, each) => sum + +(each === address), 0);

  return {
    mayOpen(workspaceId, address, opening) {
      if (callsOf(workspaceId) >= MAX_OF_WORKSPACE) return { error: 'busy', retryAfterSeconds: A_WHILE };
      if (!isLimited) return null;
      if (callsFrom(address) + opening >= MAX_OF_ADDRESS) return { error: 'too_many', retryAfterSeconds: A_WHILE };
      const wait = ofAddress.wait(address);
      if (wait !== null) return { error: 'too_many', retryAfterSeconds: wait };
      ofAddress.count(address);
      return null;
    },
    mayEnter(workspaceId) {
      if (callsOf(workspaceId) >= MAX_OF_WORKSPACE) return { error: 'busy', retryAfterSeconds: A_WHILE };
      const wait = isLimited ? ofWorkspace.wait(String(workspaceId)) : null;
      if (wait !== null) return { error: 'busy', retryAfterSeconds: wait };
      ofWorkspace.count(String(workspaceId));
      return null;
    },
    mayReturn(address) {
      if (isLimited && returns.wait(address) !== null) return false;
      returns.count(address);
      return true;
    },
    entered: (callId, address) => void addresses.set(callId, address),
    ended: (callId) => void addresses.delete(callId),
  };
}
