/** What can go wrong with a request before any dialect has judged it. Each surface says it in its vendor's words. */

export const FAULTS = {
  unauthorized: 401,
  workspace_unknown: 404,
  forbidden: 403,
  not_found: 404,
  gone: 410,
  method_not_allowed: 405,
  not_acceptable: 406,
  malformed_body: 400,
  malformed_request: 400,
  /** JSON, and nested more deeply than `MAX_DEPTH`. */
  body_too_deep: 400,
  /** JSON, and with a value that PostgreSQL cannot keep as it is: see body.ts. */
  value_refused: 400,
  unsupported_media_type: 415,
  unsupported_encoding: 415,
  body_too_large: 413,
  precondition_failed: 412,
  range_not_satisfiable: 416,
  head_too_large: 431,
  request_timeout: 408,
  expectation_failed: 417,
  rate_limited: 429,
  key_reused: 422,
  key_running: 409,
  malformed_key: 400,
  draining: 503,
  unavailable: 503,
  internal: 500,
} as const;

/** A fault with its HTTP status in `FAULTS`. */
export type Fault = keyof typeof FAULTS;

/** The request went wrong in this way; thrown by the shell, answered by the surface. */
export class HttpFault extends Error {
  override name = 'HttpFault';
  readonly fault: Fault;
  readonly headers: Readonly<Record<string, string>>;
  constructor(fault: Fault, headers: Readonly<Record<string, string>> = {}) {
    super(fault);
    this.fault = fault;
    this.headers = headers;
  }
}
