/** The shapes of what agents do when a call is over. */
import { Type } from 'typebox';
import { MAX_OWN_STATUSES, STATUS_BASES, STATUS_COLORS } from '#domain/directory/own-statuses.ts';
import { MAX_LABEL_LENGTH, MAX_TAGS } from '#domain/directory/wrap-up-rules.ts';

const label = { minLength: 1, maxLength: MAX_LABEL_LENGTH, pattern: '\\S' };

/** The statuses of a workspace's own. */
export const OwnStatusList = Type.Array(
  Type.Object(
    {
      name: Type.String({ ...label, examples: ['Lunch'] }),
      color: Type.Enum([...STATUS_COLORS]),
      counts_as: Type.Enum([...STATUS_BASES], {
        description: 'Only `available` is rung. Every API tells of an agent what their status counts as.',
      }),
    },
    { additionalProperties: false, title: 'OwnStatus' },
  ),
  { maxItems: MAX_OWN_STATUSES, description: 'What agents call their breaks.' },
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
