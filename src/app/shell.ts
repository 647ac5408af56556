/** What an operator does from the shell, beside a running server or without one: people let in, and tokens. */
import { LINK_HOURS } from '#domain/identity/people.ts';
import type { LinkDraft, LinkKind } from '#domain/identity/people.ts';
import { hashToken, newToken } from '#http/auth.ts';
import { newSessionToken } from '#http/sessions.ts';
import type { Config } from '#config/config.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/database.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '#storage/embedded.ts';
import { migrate } from '#storage/migrate.ts';
import { createPeople } from '#storage/people.ts';
import { createTokens } from '#storage/tokens.ts';
import type { ShellCommand } from './shell-command.ts';

/** A server that runs sees what was changed here within two seconds: it remembers a workspace no longer. */
const unheard = (): void => undefined;

/** Carries the command out; answers what to print, and whether it was done. Throws a sentence where the database cannot be reached. */
export async function runShellCommand(
  config: Config,
  command: ShellCommand,
  now: Date,
): Promise<{ readonly text: string; readonly done: boolean }> {
  await using opened = new AsyncDisposableStack();
  const database = await openBeside(config, opened);
  const workspace = await findWorkspace(database, command.workspace);
  if (typeof workspace === 'string') return { text: workspace, done: false };
  if (command.act === 'token create') {
    const token = newToken();
    await createTokens(database, Date.now).create(workspace.id, command.name, command.tokenKind, hashToken(token));
    return { text: `${token}\n(of the kind ${command.tokenKind}; shown this once)`, done: true };
  }
  const people = createPeople(database, unheard);
  const linked = (kind: LinkKind): { readonly text: string; readonly draft: LinkDraft } => {
    const { token, hash } = newSessionToken();
    const expiresAt = new Date(now.getTime() + LINK_HOURS[kind] * 3_600_000);
    const text = `${config.publicUrl}/join/${token}\n(works once, until ${expiresAt.toISOString().slice(0, 16)}Z)`;
    return { text, draft: { hash, createdAt: now, expiresAt } };
  };
  const { email } = command;
  if (command.act === 'user add') {
    const { text, draft } = linked('invitation');
    const invited = await people.invite(
      workspace.id,
      { email, firstName: '', lastName: '', role: command.role },
      draft,
    );
    return invited.ok
      ? { text, done: true }
      : { text: `${email} has a sign-in in ${workspace.name} already.`, done: false };
  }
  const person = (await people.list(workspace.id, now)).find(
    (each) => each.email.toLowerCase() === email.toLowerCase(),
  );
  let text = '';
  const draft =
    person === undefined
      ? null
      : await people.renewLink(workspace.id, person.id, (kind) => {
          const link = linked(kind);
          ({ text } = link);
          return link.draft;
        });
  if (draft !== null) return { text, done: true };
  return {
    text: person === undefined ? `${workspace.name} has no ${email}.` : `${email} is locked; unlock them first.`,
    done: false,
  };
}

/** The configured database; else the embedded one, which is started for the command where no server runs. */
async function openBeside({ dataDirectory, secrets }: Config, opened: AsyncDisposableStack): Promise<Database> {
  const running =
    secrets.databaseUrl === null
      ? await findEmbeddedPostgres({ dataDirectory })
      : { connectionString: secrets.databaseUrl };
  const connection = running ?? (await startBeside(dataDirectory, opened));
  const database = openDatabase({ ...connection, max: 2 }, unheard);
  opened.defer(async () => database.close());
  if (running === null) await migrate(database.pool);
  return database;
}

async function startBeside(dataDirectory: string, opened: AsyncDisposableStack): Promise<object> {
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  opened.defer(async () => postgres.stop());
  return postgres.connection;
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
