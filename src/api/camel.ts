/** Names on the wire as ours. */

/** `first_name` as `firstName`, for types. */
type CamelName<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelName<Tail>>}`
  : Name;
type Camel<T> = { [Name in keyof T as CamelName<Name & string>]: T[Name] };

/** The body's own fields under our names; what lies within them stays as it is. */
export function camel<T extends object>(body: T): Camel<T> {
  const entries = Object.entries(body).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value as unknown,
  ]);
  // The same rule as the type above.
  return Object.fromEntries(entries) as Camel<T>;
}
