/** The way to a menu, as a link to the callers' page names it: `?menu=10.11`. */

/** A way may be so long: deeper than any tree of menus is. */
const MAX_WAY = 20;

/** The ids of the menus to be chosen one after the other; none where the address names no way that can be read. */
export function wantedMenus(search: string): number[] {
  const text = new URLSearchParams(search).get('menu') ?? '';
  const ids = /^[1-9]\d{0,15}(\.[1-9]\d{0,15})*$/.test(text) ? text.split('.').map(Number) : [];
  return ids.length <= MAX_WAY ? ids : [];
}
