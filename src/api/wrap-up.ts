/** The rules of wrap-ups on the wire: of a workspace, and of a menu in their place. */
import type { Static } from 'typebox';
import { Type } from 'typebox';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import {
  MAX_DISPOSITIONS,
  MAX_LABEL_LENGTH,
  MAX_TAGS,
  MAX_WRAP_UP_SECONDS,
  trimmedRules,
  WRAP_UP_FIELDS,
} from '#domain/directory/wrap-up-rules.ts';

const label = { minLength: 1, maxLength: MAX_LABEL_LENGTH, pattern: '\\S' };

/** The rules. */
export const WrapUpObject = Type.Object(
  {
    seconds: Type.Union([Type.Integer({ minimum: 0, maximum: MAX_WRAP_UP_SECONDS }), Type.Null()], {
      description:
        'How long agents at a page have after a call. Null: until they finish; 0: they are available at once.',
      default: 60,
    }),
    dispositions: Type.Array(Type.String({ ...label, examples: ['Resolved', 'Follow-up'] }), {
      maxItems: MAX_DISPOSITIONS,
    }),
    required: Type.Array(Type.Enum([...WRAP_UP_FIELDS]), {
      uniqueItems: true,
      default: [],
      description:
        'What agents must have given before they can end a wrap-up. One that ends by its time leaves the call marked: `not_filled_in`.',
    }),
    tags: Type.Array(Type.String({ ...label, examples: ['billing'] }), { maxItems: MAX_TAGS }),
  },
  { additionalProperties: false, title: 'WrapUp', description: 'What agents do when a call is over.' },
);

/** The rules of a body. */
export function readWrapUp(asked: Static<typeof WrapUpObject>): WrapUpRules {
  return trimmedRules(asked);
}

/** The rules. */
export function writeWrapUp({ seconds, dispositions, required, tags }: WrapUpRules): object {
  return { seconds, dispositions, required, tags };
}
