/** What the list of calls can be narrowed to. */
import { Type } from 'typebox';
import { MAX_LABEL_LENGTH } from '#domain/directory/wrap-up-rules.ts';
import type { CallCondition } from '#domain/ports/stores.ts';
import { isStorableText } from '#http/body.ts';
import { readId } from '../kit.ts';
import { id } from '../shapes.ts';

const label = { minLength: 1, maxLength: MAX_LABEL_LENGTH };

/** The parameters. */
export const NARROWED = {
  disposition: Type.String({ ...label, description: 'Calls that came to this.', examples: ['Resolved'] }),
  tag: Type.String({ ...label, description: 'Calls with this tag among theirs.', examples: ['billing'] }),
  menu_id: { ...id, description: 'Calls of this menu.' },
  not_filled_in: Type.Literal(true, {
    description: 'Calls whose wrap-up ended by its time while something required was missing, and is still.',
  }),
};

/** A parameter that cannot be read. */
type Wrong = { readonly parameter: string; readonly detail: string };

/** The conditions that are asked for, all of which hold; or the first parameter that makes no sense. */
export function readNarrowed(query: Readonly<Record<string, string>>): readonly CallCondition[] | Wrong {
  const where: CallCondition[] = [];
  for (const field of ['disposition', 'tag'] as const) {
    const value = query[field];
    if (value === undefined) continue;
    if (value === '' || value.length > MAX_LABEL_LENGTH || !isStorableText(value))
      return { parameter: field, detail: `must have 1 to ${MAX_LABEL_LENGTH} characters` };
    where.push({ field, operator: 'eq', value });
  }
  const { menu_id: menu, not_filled_in: missing } = query;
  const menuId = menu === undefined ? null : readId(menu);
  if (menu !== undefined && menuId === null) return { parameter: 'menu_id', detail: 'is no id' };
  if (menuId !== null) where.push({ field: 'menuId', operator: 'eq', value: menuId });
  if (missing !== undefined && missing !== 'true') return { parameter: 'not_filled_in', detail: 'must be true' };
  if (missing !== undefined) where.push({ field: 'notFilledIn', operator: 'ne', value: null });
  return where;
}
