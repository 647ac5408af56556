/** What follows the command when it is about people or tokens. */
import { parseArgs } from 'node:util';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { TokenKind } from '#http/surface.ts';

/** The kinds of tokens that need nothing else to be said. */
const TOKEN_KINDS = ['staff', 'directory', 'app', 'read_only'] as const satisfies readonly TokenKind[];

/** `workspace`: its short name; null is the only one there is. */
export type ShellCommand = { readonly workspace: string | null } & (
  | { readonly act: 'user add'; readonly email: string; readonly role: Role }
  | { readonly act: 'user reset-password' | 'user reset-second-factor'; readonly email: string }
  | { readonly act: 'token create'; readonly name: string; readonly tokenKind: (typeof TOKEN_KINDS)[number] }
);

/** How each is written. */
export const SHELL_USAGE = [
  ['user add EMAIL [--role ROLE]', `invite a person: prints a link. Roles: ${ROLES.join(', ')}`],
  ['user reset-password EMAIL', 'prints a link for a new password'],
  ['user reset-second-factor EMAIL', 'takes their second factors away and ends their sessions'],
  ['token create NAME [--kind KIND]', `prints an API token. Kinds: ${TOKEN_KINDS.join(', ')}`],
] as const;

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const MAX_NAME = 200;

/** Reads the arguments: the command, or a sentence about what is wrong; null where they are about something else. */
export function readShellCommand(args: readonly string[]): ShellCommand | string | null {
  if (args[0] !== 'user' && args[0] !== 'token') return null;
  const parsed = parse(args);
  if (typeof parsed === 'string') return parsed;
  const { positionals, values } = parsed;
  const act = positionals.slice(0, 2).join(' ');
  const [, , subject = '', ...more] = positionals;
  if (more.length > 0) return `${more[0]} is too much; quote a name that has spaces.`;
  const workspace = values.workspace ?? null;
  if (act === 'token create') {
    const tokenKind = TOKEN_KINDS.find((kind) => kind === (values.kind ?? 'staff'));
    if (tokenKind === undefined) return `A token is of the kind ${TOKEN_KINDS.join(', ')}.`;
    if (subject.trim() === '' || subject.length > MAX_NAME) return 'Name the token: token create NAME.';
    return { act, workspace, name: subject, tokenKind };
  }
  if (act !== 'user add' && act !== 'user reset-password' && act !== 'user reset-second-factor') return usage(act);
  if (!EMAIL.test(subject)) return `Name the person by an e-mail address: ${act} EMAIL.`;
  if (act !== 'user add') return { act, workspace, email: subject };
  const role = ROLES.find((each) => each === (values.role ?? 'agent'));
  return role === undefined ? `A role is ${ROLES.join(', ')}.` : { act, workspace, email: subject, role };
}

function usage(act: string): string {
  return `${act} is no command. There are:\n${SHELL_USAGE.map(([form]) => `  ${form}`).join('\n')}`;
}

function parse(args: readonly string[]) {
  try {
    const options = { role: { type: 'string' }, kind: { type: 'string' }, workspace: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
