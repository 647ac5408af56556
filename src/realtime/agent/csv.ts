/** Lines of files for sheets. Source: RFC 4180. */

/**
 * One line, without its end. A cell that a sheet would run as a formula begins with an apostrophe. Source: OWASP, CSV
 * Injection.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return cells.map((cell) => (typeof cell === 'string' ? csvCell(cell) : (cell ?? ''))).join(',');
}

function csvCell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
