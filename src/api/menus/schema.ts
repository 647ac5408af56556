/** The schemas of menus: a table of their fields. */
import { Type } from 'typebox';
import { MAX_PLACED } from '#domain/directory/administration.ts';
import { DAYS, MAX_HOLIDAYS } from '#domain/directory/hours.ts';
import {
  DEFLECTIONS,
  MENU_KINDS,
  OFFER_TYPES,
  RECORDING_OPTIONS,
  RULE_OUTCOMES,
  RULE_SECONDS,
} from '#domain/directory/menu.ts';
import { MAX_SKILL_LEVEL, MAX_WANTED_SKILLS } from '#domain/directory/skill.ts';
import { WrapUpObject } from '../wrap-up.ts';
import { body, change, count, id, name, orNull } from '../shapes.ts';

const minute = Type.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  description: 'Wall clock; `24:00` is midnight at the end.',
});
const range = Type.Object({ from: minute, to: minute }, { additionalProperties: false });
const hours = Type.Object(
  {
    time_zone: Type.String({ maxLength: 64, examples: ['America/Los_Angeles'] }),
    open: Type.Partial(Type.Object(Object.fromEntries(DAYS.map((day) => [day, Type.Array(range, { maxItems: 24 })]))), {
      additionalProperties: false,
      description: 'A day that is missing is closed.',
    }),
    holidays: Type.Optional(
      Type.Array(
        Type.Object(
          {
            date: Type.String({ format: 'date', maxLength: 10, description: "In the menu's time zone." }),
            name: Type.Optional(Type.String({ maxLength: 200 })),
            open: Type.Array(range, { maxItems: 24, description: 'None: closed all day.' }),
          },
          { additionalProperties: false },
        ),
        { maxItems: MAX_HOLIDAYS, description: 'Dates on which other hours hold than on their weekday.' },
      ),
    ),
  },
  { additionalProperties: false, title: 'Hours' },
);
const RULE_FIELDS = {
  outcome: Type.Enum([...RULE_OUTCOMES], {
    description:
      'What becomes of the caller. `call_back` promises a call to the number they called from; who has none that the workspace calls is asked for a message.',
  }),
  menu_id: Type.Optional(
    Type.Union([id, Type.Null()], { description: 'The other menu, with the outcome `menu` and no other.' }),
  ),
};
const timedRule = (seconds: { readonly min: number; readonly max: number }, description: string) =>
  Type.Object(
    { ...RULE_FIELDS, after_seconds: Type.Integer({ minimum: seconds.min, maximum: seconds.max }) },
    { additionalProperties: false, description },
  );
/** So many agents all groups of one menu may name together. */
export const MAX_AGENTS_NAMED = 5000;
const menuFields = {
  name,
  kind: Type.Enum([...MENU_KINDS]),
  parent_id: orNull(id),
  position: count,
  output_message: Type.String({ maxLength: 4000 }),
  hidden: Type.Boolean(),
  redirected: Type.Boolean({ description: 'Closed by hand.' }),
  hours: Type.Union([hours, Type.Null()], { description: 'Null is always open.' }),
  offer_type: Type.Enum([...OFFER_TYPES], { default: 'cascade' }),
  offer_seconds: Type.Integer({ minimum: 5, maximum: 600, default: 30 }),
  groups: Type.Array(
    Type.Object(
      { name, agent_ids: Type.Array(id, { maxItems: 1000, uniqueItems: true }) },
      { additionalProperties: false },
    ),
    {
      maxItems: 100,
      description: `In the order in which they are rung. All together name at most ${MAX_AGENTS_NAMED} agents.`,
    },
  ),
  skills: Type.Array(
    Type.Object(
      { skill_id: id, least_level: Type.Integer({ minimum: 1, maximum: MAX_SKILL_LEVEL }) },
      { additionalProperties: false },
    ),
    {
      maxItems: MAX_WANTED_SKILLS,
      default: [],
      description:
        'Only agents of the groups who have all of these are rung: the best first, by the sum of their levels, then the longest idle. ' +
        'While no one who has them is there, `no_agents` holds.',
    },
  ),
  recording: Type.Enum([...RECORDING_OPTIONS], { default: 'always' }),
  deflection: Type.Enum([...DEFLECTIONS], {
    default: 'voicemail',
    description: 'What becomes of callers while the menu is closed.',
  }),
  capacity: Type.Union([count, Type.Null()], { description: 'How many may wait; null is any number.' }),
  no_agents: timedRule(
    RULE_SECONDS.noAgents,
    'Once no agent of the groups has been there for this many seconds: available, in a call or in wrap-up.',
  ),
  long_wait: timedRule(RULE_SECONDS.longWait, 'Once the caller has waited in this queue for this many seconds.'),
  over_capacity: Type.Object(RULE_FIELDS, {
    additionalProperties: false,
    description: 'When as many wait as `capacity` says.',
  }),
  wrap_up: Type.Union([WrapUpObject, Type.Null()], {
    default: null,
    description: 'What its calls want of wrap-ups, in place of what the workspace says. Null: what the workspace says.',
  }),
};
const { name: _name, kind: _kind, ...menuOptions } = menuFields;
/** A menu. */
export const MenuObject = Type.Object({ id, ...menuFields, deleted: Type.Boolean() }, { title: 'Menu' });
/** A menu to be added; name and kind are needed. */
export const NewMenu = body(
  { name, kind: menuFields.kind, ...Type.Partial(Type.Object(menuOptions)).properties },
  'NewMenu',
);
/** Other places for menus; no menu twice. */
export const MenuPlaces = body(
  {
    places: Type.Array(body({ id, position: count }, 'MenuPlace'), {
      minItems: 1,
      maxItems: MAX_PLACED,
    }),
  },
  'MenuPlaces',
);
/** A change to a menu. */
export const MenuChange = change(menuFields, 'MenuChange');
