/** How results look in a terminal. */

/**
 * The text without what a terminal would obey: control characters, escapes, and marks that turn the direction of
 * writing. Callers choose names and say words; neither may move a cursor.
 */
export function plain(text: string): string {
  return text.replaceAll(OBEYED, ' ');
}

/** Control and format characters. Source: Unicode, general categories Cc and Cf. */
const OBEYED = /[\p{Cc}\p{Cf}]/gu;

/** A value as it stands in a cell. */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Rows under their heads, in columns as wide as they need to be. */
export function table(heads: readonly string[], rows: readonly (readonly unknown[])[]): readonly string[] {
  const cells = [heads, ...rows.map((row) => row.map(cell))];
  const widths = heads.map((_head, place) => Math.max(...cells.map((row) => row[place]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((text, place) => text.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Names and values, one a line. */
export function listing(pairs: readonly (readonly [name: string, value: unknown])[]): readonly string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}`);
}

/** The time of day of an ISO instant, as it is in UTC. */
export function clockOf(instant: string): string {
  return instant.slice(11, 23);
}
