/** The shapes of the mail server and of mails. */
import { Type } from 'typebox';
import {
  MAIL_DAYS,
  MAIL_KINDS,
  MAIL_SECURITIES,
  MAIL_STATES,
  MAX_MAIL_ADDRESS,
  MAX_MAIL_ANSWER,
  MAX_MAIL_HOST,
  MAX_MAIL_PASSWORD,
} from '#domain/identity/mail.ts';
import { body, id, orNull, time } from '../shapes.ts';

const address = Type.String({ format: 'email', maxLength: MAX_MAIL_ADDRESS, examples: ['calls@example.com'] });
const fields = {
  host: Type.String({ minLength: 1, maxLength: MAX_MAIL_HOST, examples: ['smtp.example.com'] }),
  port: Type.Integer({ minimum: 1, maximum: 65_535, examples: [587] }),
  security: Type.Enum([...MAIL_SECURITIES], {
    description:
      '`tls`: from the beginning, usually at port 465. `starttls`: nothing is sent before it, usually at port 587. `none`: without a ' +
      'user name only.',
  }),
  username: orNull(
    Type.String({
      minLength: 1,
      maxLength: MAX_MAIL_ADDRESS,
      pattern: '^[^\\x00-\\x1f\\x7f]+$',
      examples: ['patchbay'],
    }),
  ),
  from: { ...address, description: 'The address that mail comes from.' },
};

/** The mail server. */
export const MailServerObject = Type.Object(
  { ...fields, has_password: Type.Boolean(), updated_at: time },
  { title: 'MailServer' },
);
/** The mail server as it is to be. */
export const MailServerPut = body(
  {
    ...fields,
    password: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_MAIL_PASSWORD,
        pattern: '^[^\\x00-\\x1f\\x7f]+$',
        description: 'Never answered. Without it the one before stays, unless the host is another.',
      }),
    ),
  },
  'MailServerPut',
);
/** Whom a test mail goes to. */
export const MailTestBody = body({ to: address }, 'MailTestBody');
/** What a test mail came to. */
export const MailTestObject = Type.Object(
  {
    sent: Type.Boolean({ description: 'Whether the mail server took it; whether it arrives is seen in the mailbox.' }),
    sentence: Type.String({ description: 'What the mail server said, or why it could not be asked.' }),
  },
  { title: 'MailTest' },
);
/** A mail. */
export const MailObject = Type.Object(
  {
    id,
    kind: Type.Enum([...MAIL_KINDS]),
    to: address,
    state: Type.Enum([...MAIL_STATES], {
      description: `\`sent\`: the mail server took it. \`failed\`: given up. Mails are listed for ${MAIL_DAYS} days.`,
    }),
    attempts: Type.Integer({ minimum: 0 }),
    answer: orNull(
      Type.String({
        maxLength: MAX_MAIL_ANSWER,
        description: 'What the mail server said last, or why it could not be asked.',
      }),
    ),
    created_at: time,
    next_attempt_at: orNull(time),
    ended_at: orNull(time),
  },
  { title: 'Mail' },
);
