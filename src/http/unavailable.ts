/**
 * Whether the error means that the database is away, full or without a connection to give, so that the same request may
 * succeed in a moment: 503, in the shape of who asked. Source: PostgreSQL 18, appendix A, classes 08, 53, 57 and 58,
 * the conflicts of class 40 and 55, and 25006 of a server that only reads; node:net, pg and pg-pool for errors that
 * never reached PostgreSQL.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY.test(code) || WORDS.test(error.message);
}

const AWAY =
  /^(08...|53...|57P..|57014|58...|25006|40001|40P01|55P03|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOSPC)$/;

const WORDS =
  /^(Connection terminated|Connection ended|timeout e(xceeded|xpired)|Query read timeout|Cannot use a pool after|Client has encountered a connection error|Client was closed|The database is)/;
