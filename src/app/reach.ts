/** Which network addresses mail servers and sign-in providers may have. */
import { lookup as lookUpAny } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { guardedLookup, isPublicAddress } from '#webhooks/addresses.ts';
import type { Config } from '#config/config.ts';

/**
 * Who names one names an address that this server connects to, and is shown what it says: by default public ones alone,
 * as for webhooks.
 */
export function reachOf({ maySignInReachPrivate }: Config): {
  readonly lookup: LookupFunction;
  isAllowed(address: string): boolean;
} {
  return maySignInReachPrivate
    ? { lookup: lookUpAny, isAllowed: () => true }
    : { lookup: guardedLookup(), isAllowed: isPublicAddress };
}
