/** The shapes of people and of the links by which they come in. */
import { Type } from 'typebox';
import { WRITTEN_LANGUAGES } from '#domain/directory/language.ts';
import { PERSON_STATES } from '#domain/identity/people.ts';
import { MAX_USER_AGENT } from '#domain/identity/profile.ts';
import { ROLES } from '#domain/identity/session.ts';
import { body, change, id, orNull, time, uid } from '../shapes.ts';
import { email } from './schema.ts';

const personFields = {
  email,
  first_name: Type.String({ maxLength: 200 }),
  last_name: Type.String({ maxLength: 200 }),
  role: Type.Enum([...ROLES], {
    description:
      'Agents see their own calls, the others all of the workspace; administrators decide who the people are.',
  }),
};
const language = Type.Enum([...WRITTEN_LANGUAGES], {
  description: 'In which they read the console; null is the one that their browser prefers.',
});
/** A person. */
export const PersonObject = Type.Object(
  {
    id,
    uid,
    ...personFields,
    state: Type.Enum([...PERSON_STATES], {
      description: '`without_sign_in`: made as an agent, or their invitation has expired.',
    }),
    language: orNull(language),
    last_seen_at: orNull(time),
    second_factors: Type.Object(
      {
        codes: Type.Boolean({
          description: 'One-time codes of an authenticator app are asked for beside the password.',
        }),
        passkeys: Type.Integer({ minimum: 0, description: 'How many passkeys they have, to sign in without either.' }),
      },
      { description: 'What they have beside their password. Never a secret.' },
    ),
  },
  { title: 'Person' },
);
/** A way to choose a password, once. */
export const LinkObject = Type.Object(
  {
    url: orNull(Type.String({ format: 'uri', description: 'Shown this once.' })),
    expires_at: time,
    mailed: Type.Boolean({ description: 'Whether it is on its way to the person by mail.' }),
  },
  { title: 'SignInLink' },
);
/** What an invitation answers. */
export const InvitedPerson = Type.Object({ ...PersonObject.properties, link: LinkObject }, { title: 'InvitedPerson' });
/** An invitation. */
export const NewPerson = body(
  {
    email,
    first_name: Type.Optional(personFields.first_name),
    last_name: Type.Optional(personFields.last_name),
    role: personFields.role,
  },
  'NewPerson',
);
/** A change to a person. */
export const PersonChange = change(
  { role: personFields.role, locked: Type.Boolean(), language: orNull(language) },
  'PersonChange',
);
/** A place where a person is signed in. */
export const SessionObject = Type.Object(
  {
    id,
    created_at: time,
    last_used_at: { ...time, description: 'To the minute.' },
    expires_at: { ...time, description: 'It ends sooner when it is not used for 12 hours.' },
    user_agent: orNull(Type.String({ maxLength: MAX_USER_AGENT, description: 'What the browser called itself.' })),
  },
  { title: 'Session' },
);
