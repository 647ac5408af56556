/**
 * The shapes of the workspace and its directory. Titled schemas are the document's components; bodies refuse what they
 * do not name.
 */
import { Type } from 'typebox';
import { AGENT_STATUSES } from '#domain/directory/agent.ts';
import { MAX_SKILL_LEVEL, MAX_SKILLS } from '#domain/directory/skill.ts';
import { SUBDOMAIN } from '#domain/directory/workspace.ts';
import { TOKEN_KINDS } from '#http/surface.ts';
import { body, change, id, MAX_INTEGER, name, orNull, text, time, uid } from '../shapes.ts';
import { PROBLEMS } from './refusals.ts';
import { SECOND_FACTOR_RULES } from '#domain/directory/second-factor-rule.ts';
import { TRANSCRIPT_CHOICES } from '#domain/directory/transcript-choice.ts';
import { WrapUpObject } from '../wrap-up.ts';
import { OwnStatusList } from './wrap-up-schema.ts';

/** A text of a person's choosing, which may be empty. */
export const word = Type.String({ maxLength: 200 });
/** A web address. */
export const url = Type.String({ maxLength: 2048, pattern: '^https?://\\S+$' });
/** Judged once more by libphonenumber. */
export const phone = Type.String({
  maxLength: 40,
  pattern: '^\\s*\\+[\\d\\s-]+$',
  description: 'With a leading `+`; spaces and hyphens are allowed.',
  examples: ['+1 415-555-0148'],
});
/** An email address. */
export const email = Type.String({ format: 'email', maxLength: 320 });
/** Every error of this surface. Source: RFC 9457. */
export const ProblemObject = Type.Object(
  {
    type: Type.String({ format: 'uri', description: 'Leads to what the problem means.' }),
    title: text,
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: text,
    instance: Type.String({ format: 'uri' }),
    code: Type.Enum(Object.keys(PROBLEMS)),
    request_id: uid,
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.Optional(Type.String({ format: 'json-pointer', description: 'Into the body.' })),
          parameter: Type.Optional(Type.String({ description: 'Of the query.' })),
          detail: text,
        }),
      ),
    ),
  },
  { title: 'Problem' },
);

const callBackCountries = orNull(
  Type.Array(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.', examples: ['US'] }), {
    maxItems: 250,
    uniqueItems: true,
    description:
      "Where callers at the public pages may ask to be called back. Null: in the countries of the workspace's own numbers; an empty list: " +
      'nowhere. Premium-rate, shared-cost, personal, pager, UAN, toll-free and satellite numbers are never called back.',
  }),
);
const timeZone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Where its people plan their days: a name of the IANA Time Zone Database.',
  examples: ['Europe/Berlin'],
});
const transcripts = Type.Enum([...TRANSCRIPT_CHOICES], {
  description:
    'Who writes down what is said in recorded calls. `embedded`: the engine of this server, which sends sound nowhere. `elsewhere`: the server that the operator named, which the sound of calls is sent to; where none is named, the embedded engine.',
  default: 'embedded',
});
const secondFactor = Type.Enum([...SECOND_FACTOR_RULES], {
  description:
    'Of whom a second factor (one-time codes, or a passkey) is required. Those who have none are led to add one at their next sign-in; sessions that have begun continue until they end.',
  default: 'nobody',
});
const handOverMenuId = orNull(
  Type.Integer({
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    examples: [9],
    description:
      'The menu in whose queue callers of the voice agent wait who want a person; its groups have agents. Null: the queue of the default ' +
      'number, else the first that callers can choose; so it is where the menu was deleted.',
  }),
);
/** The workspace. */
export const WorkspaceObject = Type.Object(
  {
    id,
    uid,
    subdomain: text,
    name: text,
    time_zone: timeZone,
    agents_choose_number: Type.Boolean({
      description: 'An outbound call without a number waits until its agent has chosen one.',
    }),
    call_back_countries: callBackCountries,
    wrap_up: WrapUpObject,
    agent_statuses: OwnStatusList,
    transcripts,
    second_factor: secondFactor,
    hand_over_menu_id: handOverMenuId,
  },
  { title: 'Workspace' },
);
/** A change to it. */
export const WorkspaceChange = change(
  {
    name,
    time_zone: timeZone,
    agents_choose_number: Type.Boolean(),
    call_back_countries: callBackCountries,
    wrap_up: WrapUpObject,
    agent_statuses: OwnStatusList,
    transcripts,
    second_factor: secondFactor,
    hand_over_menu_id: handOverMenuId,
  },
  'WorkspaceChange',
);
/** Another workspace. */
export const NewWorkspace = body(
  {
    subdomain: Type.String({ pattern: SUBDOMAIN }),
    name,
    agents_choose_number: Type.Optional(Type.Boolean({ default: false })),
  },
  'NewWorkspace',
);
/** What opening one answers. */
export const OpenedWorkspace = Type.Object(
  { workspace: WorkspaceObject, token: Type.Union([text, Type.Null()], { description: 'Shown this once.' }) },
  { title: 'OpenedWorkspace' },
);

const tokenKind = Type.Enum([...TOKEN_KINDS], {
  description: 'What it may do; `read_only` reads and changes nothing.',
});
const expiresAt = orNull(
  Type.String({
    format: 'date-time',
    description: 'From then on the token is refused. Null: it works until it is revoked.',
  }),
);
const clientId = orNull(
  Type.Integer({
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Whose calls a token of the kind `client` reads.',
  }),
);
const tokenFields = { id, name: text, kind: tokenKind, expires_at: expiresAt, contact_id: clientId };
/** A token, without the token. */
export const TokenObject = Type.Object(
  {
    ...tokenFields,
    created_at: time,
    last_used_at: orNull(time),
    made_by: orNull(Type.String({ description: 'The person or token that made it.' })),
    by_setting: Type.Boolean({ description: 'It is given by a setting, and changed there.' }),
    replaced: Type.Boolean({ description: 'Another token takes its place; this one works until it expires.' }),
  },
  { title: 'Token' },
);
/** The token that asks. */
export const OwnToken = Type.Object(
  {
    ...tokenFields,
    workspace_id: id,
    operations: Type.Array(text, { description: 'What of this document it may ask for, by `operationId`.' }),
  },
  { title: 'OwnToken' },
);
/** A token that is wished for. */
export const NewToken = body(
  { name, kind: tokenKind, expires_at: Type.Optional(expiresAt), contact_id: Type.Optional(clientId) },
  'NewToken',
);
/** A token with the token. */
export const CreatedToken = Type.Object(
  {
    ...tokenFields,
    token: Type.Union([text, Type.Null()], {
      description: 'Shown this once: only its hash is stored. Null where the request is a replay.',
    }),
  },
  { title: 'CreatedToken' },
);
/** For how long a token that is replaced works on. */
export const Rotation = body(
  {
    overlap_hours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 168,
        default: 24,
        description: 'How long the old token works beside the new one.',
      }),
    ),
  },
  'Rotation',
);
/** The new token, and until when the old one works. */
export const RotatedToken = Type.Object(
  {
    ...tokenFields,
    token: orNull(Type.String({ description: 'Shown this once.' })),
    former: Type.Object({ id, expires_at: time }),
  },
  { title: 'RotatedToken' },
);

/** What an agent can. */
const agentSkills = Type.Array(
  Type.Object(
    {
      skill_id: id,
      level: Type.Integer({ minimum: 1, maximum: MAX_SKILL_LEVEL, description: 'The highest is the best.' }),
    },
    { additionalProperties: false },
  ),
  { maxItems: MAX_SKILLS, default: [], description: 'All that the agent can, each skill once.' },
);
const agentFields = {
  email,
  first_name: word,
  last_name: word,
  agent_number: orNull(word),
  avatar_url: orNull(url),
  may_call: Type.Boolean({ default: true, description: 'Whether the agent may place outbound calls.' }),
  capacity: Type.Union([Type.Integer({ minimum: 1, maximum: MAX_INTEGER }), Type.Null()], {
    default: 1,
    description: 'Calls at once; null is any number, for simulated agents.',
  }),
  simulated: Type.Boolean({ default: false, description: 'Whether the simulator plays this agent.' }),
  skills: agentSkills,
  assist: Type.Boolean({
    default: true,
    description: 'Whether the desk may assist the agent in calls, with articles, details and a draft of a summary.',
  }),
};
const { email: _email, ...agentOptions } = agentFields;
/** An agent. */
export const AgentObject = Type.Object(
  {
    id,
    uid,
    ...agentFields,
    name: text,
    wants_assist: Type.Boolean({ description: 'Whether the agent wants it, as they have chosen in their profile.' }),
    status: Type.Enum([...AGENT_STATUSES]),
    status_name: orNull(Type.String({ description: 'What the workspace calls it, where it is one of its own.' })),
    idle_since: time,
    calls: Type.Integer({ minimum: 0, description: 'Calls that the agent is in or is rung for, right now.' }),
  },
  { title: 'Agent' },
);
/** An agent to be added; only the address is needed. */
export const NewAgent = body({ email, ...Type.Partial(Type.Object(agentOptions)).properties }, 'NewAgent');
/** A change to an agent. */
export const AgentChange = change(agentFields, 'AgentChange');
/** Whether an agent takes calls. */
export const AgentStatusChange = body(
  {
    status: Type.Enum([...AGENT_STATUSES]),
    name: Type.Optional(
      orNull(Type.String({ description: 'One of the `agent_statuses` of the workspace that counts as this.' })),
    ),
  },
  'AgentStatusChange',
);

/** A language. */
export const LanguageObject = Type.Object({ code: text, enabled: Type.Boolean() }, { title: 'Language' });
/** A sound of the workspace's own. */
export const PromptObject = Type.Object(
  {
    name: text,
    lang: orNull(Type.String({ description: 'Null: for callers of any language that has none of its own.' })),
    seconds: Type.Number({ minimum: 0 }),
    created_at: time,
  },
  { title: 'Prompt' },
);
/** Whether it is spoken. */
export const LanguageChange = body({ enabled: Type.Boolean() }, 'LanguageChange');
