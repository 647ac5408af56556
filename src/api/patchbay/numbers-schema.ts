/** The shapes of the workspace's phone numbers. */
import { Type } from 'typebox';
import { DESTINATION_KINDS } from '#domain/directory/destination.ts';
import { body, change, id, orNull, text } from '../shapes.ts';
import { phone } from './schema.ts';

const line = Type.Enum(['queue', 'fin'], {
  default: 'queue',
  description: 'Who answers: `queue`, people; `fin`, the voice agent. It follows from `destination`.',
});
const isDefault = Type.Boolean({ default: false, description: 'The number that queues dial from.' });
const trunkId = orNull(id);
const destination = Type.Object(
  {
    kind: Type.Enum([...DESTINATION_KINDS], {
      description:
        '`menu`: the caller chooses below that menu; without an id, from the first menus. `queue`: they wait in the queue of that menu. ' +
        '`agent`: that agent is rung. `fin`: the voice agent answers.',
    }),
    id: Type.Optional(orNull(id)),
  },
  {
    additionalProperties: false,
    title: 'Destination',
    description: 'Where calls to the number go; the id is that of the menu or the agent.',
    examples: [{ kind: 'queue', id: 7 }],
  },
);

/** A phone number of the workspace. */
export const NumberObject = Type.Object(
  { id, number: text, display: text, line, is_default: isDefault, trunk_id: trunkId, destination },
  { title: 'PhoneNumber' },
);
/** A number to be added. */
export const NewNumber = body(
  {
    number: phone,
    line: Type.Optional(line),
    is_default: Type.Optional(isDefault),
    trunk_id: Type.Optional(trunkId),
    destination: Type.Optional(destination),
  },
  'NewPhoneNumber',
);
/** A change to a number. */
export const NumberChange = change({ is_default: isDefault, trunk_id: trunkId, destination }, 'PhoneNumberChange');
