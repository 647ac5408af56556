/** A named statement and its values, as the driver takes it. */
export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

/**
 * Page sizes that most programs ask for, and those of lists that read one row more to know whether there is another
 * page.
 */
const COMMON_LIMITS = new Set([10, 20, 25, 40, 50, 100].flatMap((limit) => [limit, limit + 1]));

/**
 * The statement with its `limit` and `offset`. A first page of a common size has the number in its text, and is planned
 * once for each size: PostgreSQL plans a statement whose limit is a parameter anew each time, which costs three times
 * what reading the page does. Other windows are parameters, so that a connection never holds more than these plans.
 */
export function windowed(
  { name, text, values }: { name: string; text(window: string): string; values: readonly unknown[] },
  limit: number,
  offset = 0,
): Statement {
  if (offset === 0 && COMMON_LIMITS.has(limit))
    return { name: `${name}_${limit}`, text: text(`limit ${limit}`), values: [...values] };
  const window = `limit $${values.length + 1} offset $${values.length + 2}`;
  return { name: `${name}_window`, text: text(window), values: [...values, limit, offset] };
}
