/** Mail servers and mails as they are kept. Passwords and letters are sealed, and opened only for who sends. */
import { houseLanguage } from '#domain/directory/language.ts';
import type {
  Letter,
  Mail,
  MailKind,
  MailSecurity,
  MailServer,
  MailServerEntry,
  MailState,
} from '#domain/identity/mail.ts';
import type { MailStore } from '#domain/ports/mail.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { SecretBox } from './secret-box.ts';
import type { Tables } from './tables.ts';

type ServerRow = Selectable<Tables['mail_server']>;
type MailRow = Omit<Selectable<Tables['mail']>, 'workspace_id' | 'letter' | 'expires_at'>;

const LISTED = ['id', 'kind', 'recipient', 'state', 'attempts', 'answer', 'created_at', 'due_at', 'ended_at'] as const;

/** Makes the store. */
export function createMail({ query }: Database, box: SecretBox): MailStore {
  return {
    ...keepServers({ query }, box),
    ...keepMails({ query }, box),
  };
}

type Servers = Pick<MailStore, 'server' | 'putServer' | 'removeServer' | 'account' | 'writesAs' | 'isAny'>;

function keepServers({ query }: Pick<Database, 'query'>, box: SecretBox): Servers {
  const rowOf = async (workspaceId: number): Promise<ServerRow | undefined> =>
    query.selectFrom('mail_server').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst();
  return {
    async server(workspaceId) {
      const row = await rowOf(workspaceId);
      return row === undefined ? null : readServer(row);
    },
    async putServer(workspaceId, { username, ...server }, password, now) {
      const sealed = password === undefined ? undefined : await box.seal(password, passwordOf(workspaceId));
      const kept = { ...server, username, updated_at: now };
      const row = await query
        .insertInto('mail_server')
        .values({ ...kept, workspace_id: workspaceId, password: sealed ?? null })
        .onConflict((conflict) =>
          conflict.column('workspace_id').doUpdateSet({
            ...kept,
            ...(username === null ? { password: null } : sealed === undefined ? {} : { password: sealed }),
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      // What waits is tried by the server as it is now.
      await query
        .updateTable('mail')
        .set({ due_at: now })
        .where('workspace_id', '=', workspaceId)
        .where('state', '=', 'waiting')
        .where('due_at', '>', now)
        .execute();
      return readServer(row);
    },
    async removeServer(workspaceId) {
      const gone = await query.deleteFrom('mail_server').where('workspace_id', '=', workspaceId).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    async account(workspaceId) {
      const row = await query
        .selectFrom('mail_server')
        .innerJoin('workspace', 'workspace.id', 'mail_server.workspace_id')
        .selectAll('mail_server')
        .select('workspace.name')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      if (row === undefined) return 'none';
      const password = row.password === null ? null : await box.open(row.password, passwordOf(workspaceId));
      if (row.password !== null && password === null) return 'key_lost';
      const { hasPassword: _has, updatedAt: _at, ...server } = readServer(row);
      return { ...server, password, workspaceName: row.name };
    },
    async writesAs(workspaceId, recipient) {
      const { rows } = await sql<{ name: string; own: string | null; spoken: readonly string[] }>`
        select w.name,
          (select a.language from agent a where a.workspace_id = w.id and lower(a.email) = ${recipient.toLowerCase()}) as own,
          array(select code from language l where l.workspace_id = w.id and l.enabled order by code) as spoken
        from mail_server s join workspace w on w.id = s.workspace_id
        where s.workspace_id = ${workspaceId}`.execute(query);
      const row = rows[0];
      if (row === undefined) return null;
      const house = houseLanguage(row.spoken.map((code) => ({ code, enabled: true })));
      return { workspace: row.name, languages: row.own === null ? [house] : [row.own, house] };
    },
    async isAny() {
      return (await query.selectFrom('mail_server').select('workspace_id').limit(1).executeTakeFirst()) !== undefined;
    },
  };
}

type Mails = Pick<MailStore, 'add' | 'list' | 'waiting' | 'due' | 'record' | 'forget'>;

function keepMails({ query }: Pick<Database, 'query'>, box: SecretBox): Mails {
  return {
    async add(workspaceId, { kind, recipient, letter }, now, expiresAt) {
      const sealed = await box.seal(JSON.stringify(letter), letterOf(workspaceId));
      const times = { due_at: now, created_at: now, expires_at: expiresAt };
      await query
        .insertInto('mail')
        .values({ workspace_id: workspaceId, kind, recipient, letter: sealed, state: 'waiting', ...times })
        .execute();
    },
    async list(workspaceId, before, limit) {
      const rows = await query
        .selectFrom('mail')
        .select(LISTED)
        .where('workspace_id', '=', workspaceId)
        .$if(before !== null, (each) => each.where('id', '<', before ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readMail);
    },
    async waiting() {
      const rows = await query
        .selectFrom('mail')
        .select('workspace_id')
        .distinct()
        .where('state', '=', 'waiting')
        .execute();
      return rows.map(({ workspace_id: workspaceId }) => workspaceId);
    },
    async due(workspaceId, now) {
      const row = await query
        .selectFrom('mail')
        .select(['id', 'recipient', 'letter', 'attempts', 'due_at', 'expires_at'])
        .where('workspace_id', '=', workspaceId)
        .where('state', '=', 'waiting')
        .orderBy('due_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return { mail: null, nextAt: null };
      if (row.due_at > now) return { mail: null, nextAt: row.due_at };
      const { id, recipient, attempts, expires_at: expiresAt } = row;
      const text = row.letter === null ? null : await box.open(row.letter, letterOf(workspaceId));
      const letter = text === null ? null : (JSON.parse(text) as Letter); // Written by `add`, and sealed since.
      return { mail: { id, recipient, letter, attempts, expiresAt }, nextAt: row.due_at };
    },
    async record({ id, isSent, dueAt, answer, at }) {
      const ended = { state: isSent ? 'sent' : 'failed', letter: null, ended_at: at };
      await query
        .updateTable('mail')
        .set({ answer, attempts: sql`attempts + 1`, ...(dueAt === null ? ended : { due_at: dueAt }) })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute();
    },
    async forget(before) {
      await query.deleteFrom('mail').where('created_at', '<', before).execute();
    },
  };
}

/** A secret opens only as what it was sealed as, in the workspace it was sealed for. */
const passwordOf = (workspaceId: number): string => `mail_server.password ${workspaceId}`;
const letterOf = (workspaceId: number): string => `mail.letter ${workspaceId}`;

function readServer({ host, port, security, username, sender, password, updated_at }: ServerRow): MailServerEntry {
  const server: MailServer = { host, port, security: security as MailSecurity, username, sender }; // By the table's check.
  return { ...server, hasPassword: password !== null, updatedAt: updated_at };
}

function readMail(row: MailRow): Mail {
  const { id, recipient, attempts, answer } = row;
  // Kind and state are held by the table's checks.
  const [kind, state] = [row.kind as MailKind, row.state as MailState];
  return {
    id,
    kind,
    recipient,
    state,
    attempts,
    answer,
    createdAt: row.created_at,
    dueAt: row.due_at,
    endedAt: row.ended_at,
  };
}
