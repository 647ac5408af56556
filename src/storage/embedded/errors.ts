/** Whether the same attempt may succeed a moment later, by what went wrong. */
const MAY_RETRY = {
  no_binaries: false,
  no_place_for_programs: false,
  data_directory_unusable: false,
  data_directory_in_use: false,
  data_directory_unreachable: false,
  database_missing: false,
  initdb_failed: false,
  predecessor_still_ends: true,
  start_failed: false,
  stop_failed: false,
} as const satisfies Record<string, boolean>;

/** What went wrong with the bundled PostgreSQL. */
export type EmbeddedPostgresFault = keyof typeof MAY_RETRY;

/** The bundled PostgreSQL cannot be started, found or stopped. The message is fit to be shown to who runs Patchbay. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly fault: EmbeddedPostgresFault;

  constructor(fault: EmbeddedPostgresFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }

  /** Whether the same attempt may succeed a moment later. */
  get mayRetry(): boolean {
    return MAY_RETRY[this.fault];
  }
}

/** Whether the operating system refused with one of these codes (`ENOENT`, `EACCES`, …). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
