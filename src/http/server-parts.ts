/** What the server is made of, and what it tells of each request. */
import type { Fault } from './fault.ts';
import type { KeyStore } from './idempotency.ts';
import type { ApiResponse, Principal, Surface } from './surface.ts';
import type { Passage } from './passage.ts';

/** What it needs. */
export type ServerParts = {
  readonly surfaces: readonly Surface[];
  /** Finds who the token of this hash belongs to; null when no one. */
  readonly findToken: (hash: Buffer) => Promise<Principal | null>;
  readonly keys: KeyStore;
  readonly isRateLimited: boolean;
  /**
   * Addresses and CIDR ranges of proxies: `request.ip` is the last address in `X-Forwarded-For` that is none of them.
   */
  readonly trustedProxies: readonly string[];
  /** Milliseconds; the windows of the rate limits are counted by it. */
  now(): number;
  newRequestId(): string;
  /** Where people reach this server, without a slash at the end. */
  publicUrl(): string;
  /** The page for a browser that met a fault at an address which is no surface's. */
  page(fault: Fault, requestId: string): ApiResponse;
  /** One line a request, without anything a caller could have put into it. */
  answered(line: RequestLine): void;
  /** Every request to a surface, once it is answered. Must not throw, and must be quick. */
  traffic(passage: Passage): void;
  failed(error: unknown, requestId: string): void;
};

/** What is logged of a request: the route's pattern, never the address, which may hold numbers and tokens. */
export type RequestLine = {
  readonly requestId: string;
  readonly surface: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
};
