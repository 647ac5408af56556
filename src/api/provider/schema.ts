/** The shapes of the sign-in provider. */
import { Type } from 'typebox';
import {
  DEFAULT_ROLES,
  MAX_CLIENT_ID,
  MAX_CLIENT_SECRET,
  MAX_DOMAINS,
  MAX_ISSUER,
  MAX_PROVIDER_NAME,
  UNKNOWN_PEOPLE,
} from '#domain/identity/provider.ts';
import { body, time } from '../shapes.ts';

const printable = '^[^\\x00-\\x1f\\x7f]+$';
const fields = {
  issuer: Type.String({
    minLength: 1,
    maxLength: MAX_ISSUER,
    description: 'As the provider writes it: its metadata must say the same.',
    examples: ['https://accounts.google.com'],
  }),
  client_id: Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID, pattern: printable, examples: ['patchbay'] }),
  name: Type.String({
    minLength: 1,
    maxLength: MAX_PROVIDER_NAME,
    pattern: '\\S',
    description: 'What the button says after “Sign in with”.',
    examples: ['Google'],
  }),
  domains: Type.Array(Type.String({ minLength: 3, maxLength: 253 }), {
    maxItems: MAX_DOMAINS,
    description:
      'E-mail domains of first sign-ins. Empty: every domain. Must not be empty if people who were not invited join automatically.',
    examples: [['example.com']],
  }),
  unknown_people: Type.Enum([...UNKNOWN_PEOPLE], {
    description: '`refused`: only people who were invited come in. `made`: anyone of the domains becomes a person.',
  }),
  default_role: Type.Enum([...DEFAULT_ROLES], { description: 'Of people who are made.' }),
  password_open: Type.Boolean({
    description: 'Whether people sign in with a password as well. Administrators always do.',
  }),
};

/** The provider. */
export const ProviderObject = Type.Object({ ...fields, updated_at: time }, { title: 'SignInProvider' });
/** The provider as it is to be. */
export const ProviderPut = body(
  {
    ...fields,
    client_secret: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_CLIENT_SECRET,
        pattern: printable,
        description: 'Never answered. Without it the one before stays, unless the issuer or the client is another.',
      }),
    ),
  },
  'SignInProviderPut',
);
/** What a test came to. */
export const ProviderTestObject = Type.Object(
  { ok: Type.Boolean(), sentence: Type.String({ description: 'What was found, or what is wrong.' }) },
  { title: 'SignInProviderTest' },
);
