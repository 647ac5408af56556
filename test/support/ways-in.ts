/** A mail server and a sign-in provider as they are asked for where nothing is ever sent to them. */

export const MAIL_SERVER = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  username: 'calls',
  password: 'another good one',
  from: 'calls@example.com',
} as const;

export const PROVIDER = {
  issuer: 'https://id.example.com',
  client_id: 'patchbay',
  client_secret: 'another good one',
  name: 'Nord',
  domains: [],
  unknown_people: 'refused',
  default_role: 'agent',
  password_open: true,
} as const;
