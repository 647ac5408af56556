/** A number with its noun, as the language counts. */
export function counted(lang: string, count: number, one: string, other: string): string {
  const noun = new Intl.PluralRules(lang).select(count) === 'one' ? one : other;
  return `${new Intl.NumberFormat(lang).format(count)} ${noun}`;
}
