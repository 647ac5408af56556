/** What an operator does from the shell, beside a running server or without one: people let in, and tokens. */
import { join } from 'node:path';
import { authored } from '#background/author.ts';
import { hashToken, newToken } from '#http/auth.ts';
import type { SignInLink } from '#api/sign-in-link.ts';
import { invitePerson, renewPersonsLink } from '#api/sign-in-link.ts';
import type { Config } from '#config/config.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/database.ts';
import { migrate } from '#storage/migrate.ts';
import { createFactors } from '#storage/factors.ts';
import { createPeople } from '#storage/people.ts';
import { createSecretBox } from '#storage/secret-box.ts';
import { createTokens } from '#storage/tokens.ts';
import { reachDatabase } from './reach-database.ts';
import type { ShellCommand } from './shell-command.ts';

/** What to print, and whether it was done. */
export type Done = { readonly text: string; readonly done: boolean };

/** A server that runs sees what was changed here within two seconds: it remembers a workspace no longer. */
const unheard = (): void => undefined;

/** Whoever may read the database's password. */
const BY_SHELL = {
  door: 'shell',
  workspaceId: null,
  agentId: null,
  tokenId: null,
  address: null,
  isRecorded: true,
} as const;

/**
 * Carries the command out; answers what to print, and whether it was done. Throws a sentence where the database cannot
 * be reached.
 */
export async function runShellCommand(config: Config, command: ShellCommand, now: Date): Promise<Done> {
  return authored(BY_SHELL, async () => run(config, command, now));
}

async function run(config: Config, command: ShellCommand, now: Date): Promise<Done> {
  await using opened = new AsyncDisposableStack();
  const database = await openBeside(config, opened);
  const workspace = await findWorkspace(database, command.workspace);
  if (typeof workspace === 'string') return refused(workspace);
  if (command.act === 'token create') {
    const token = newToken();
    await createTokens(database, Date.now).create(workspace.id, command.name, command.tokenKind, hashToken(token));
    return { text: `${token}\n(of the kind ${command.tokenKind}; shown this once)`, done: true };
  }
  const people = createPeople(database, unheard, unheard);
  const printed = ({ url, draft }: SignInLink): Done => ({
    text: `${url}\n(works once, until ${draft.expiresAt.toISOString().slice(0, 16)}Z)`,
    done: true,
  });
  const { email } = command;
  // What is asked for in the shell is shown there, and mailed to no one.
  const mail = { write: async () => false };
  const links = { people, mail, clock: { now: () => now }, publicUrl: () => config.publicUrl };
  if (command.act === 'user add') {
    const invitation = { email, firstName: '', lastName: '', role: command.role };
    const invited = await invitePerson(links, workspace.id, invitation);
    return invited.ok ? printed(invited.value.link) : refused(`${email} has a sign-in in ${workspace.name} already.`);
  }
  const person = (await people.list(workspace.id, now)).find(
    (each) => each.email.toLowerCase() === email.toLowerCase(),
  );
  if (person === undefined) return refused(`${workspace.name} has no ${email}.`);
  if (command.act === 'user reset-second-factor') {
    const box = createSecretBox(join(config.dataDirectory, 'secret.key'), config.secrets.secretKey);
    await createFactors(database, box, unheard).reset(workspace.id, person.id, now);
    return { text: `${email} signs in with the password alone now. Their sessions have ended.`, done: true };
  }
  const link = await renewPersonsLink(links, workspace.id, person.id);
  return typeof link === 'string' ? refused(`${email} is locked; unlock them first.`) : printed(link);
}

function refused(text: string): Done {
  return { text, done: false };
}

/** The configured database; else the embedded one, which is started for the command where no server runs. */
async function openBeside(config: Config, opened: AsyncDisposableStack): Promise<Database> {
  const { connection, isStarted } = await reachDatabase(config, opened);
  const database = openDatabase({ ...connection, max: 2 }, unheard);
  opened.defer(async () => database.close());
  if (isStarted) await migrate(database.pool);
  return database;
}

/** The named workspace, or the only one; a sentence where it is not clear which. */
async function findWorkspace(
  { query }: Database,
  subdomain: string | null,
): Promise<{ readonly id: number; readonly name: string } | string> {
  const rows = await query
    .selectFrom('workspace')
    .select(['id', 'name', 'subdomain'])
    .$if(subdomain !== null, (each) => each.where('subdomain', '=', subdomain ?? ''))
    .orderBy('id')
    .limit(2)
    .execute();
  const [first, second] = rows;
  if (first === undefined)
    return subdomain === null
      ? 'There is no workspace yet: start the server and open the set-up link that it prints.'
      : `There is no workspace ${subdomain}.`;
  return second === undefined ? first : 'There are several workspaces: name one with --workspace SHORT_NAME.';
}
