/** The shapes of what agents do when a call is over. */
import { Type } from 'typebox';
import { MAX_DISPOSITIONS, MAX_LABEL_LENGTH, MAX_TAGS, MAX_WRAP_UP_SECONDS } from '#domain/directory/wrap-up-rules.ts';

const label = { minLength: 1, maxLength: MAX_LABEL_LENGTH, pattern: '\\S' };

/** The rules of a workspace. */
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
    disposition_required: Type.Boolean({
      description: 'A wrap-up ends only with a disposition, however much time has passed.',
      default: false,
    }),
    tags: Type.Array(Type.String({ ...label, examples: ['billing'] }), { maxItems: MAX_TAGS }),
  },
  { additionalProperties: false, title: 'WrapUp', description: 'What agents do when a call is over.' },
);

/** What a call came to. */
export const OutcomeNoted = Type.Object(
  {
    disposition: Type.Optional(
      Type.Union([Type.String({ maxLength: MAX_LABEL_LENGTH, examples: ['Resolved'] }), Type.Null()]),
    ),
    tags: Type.Optional(
      Type.Array(Type.String({ maxLength: MAX_LABEL_LENGTH, examples: ['billing'] }), { maxItems: MAX_TAGS }),
    ),
  },
  { additionalProperties: false, minProperties: 1, title: 'OutcomeNoted' },
);
