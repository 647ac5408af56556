/** A workspace as files: its settings and who is in it, and all that was between it and its contacts. */
import type { AppearanceStore } from '#domain/directory/appearance.ts';
import type { Agent } from '#domain/directory/agent.ts';
import type { ArticleStore } from '#domain/directory/article.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { Prompt } from '#domain/directory/prompt.ts';
import type { RetentionStore } from '#domain/directory/retention.ts';
import type { Call } from '#domain/call/call.ts';
import type { PeopleStore } from '#domain/identity/people.ts';
import type { ArchivedMessage, ArchiveReader } from '#domain/ports/archive-reader.ts';
import type { TrunkStore } from '#domain/ports/trunk-book.ts';
import type { ZipEntry } from '#http/zip.ts';
import type { DialectParts } from '../../dialect.ts';
import { writeMenu } from '../../menus/wire.ts';
import { writeTrunk } from '../../trunks/wire.ts';
import { writeAppearance } from '../appearance.ts';
import { writeArticle } from '../articles.ts';
import { writeMessage } from '../contact-history.ts';
import { writePerson } from '../people.ts';
import { writeRetention } from '../retention.ts';
import { writeSkill } from '../skills.ts';
import { writeAgent, writeContact, writeNumber, writePrompt, writeWorkspace } from '../write.ts';
import type { CallLineParts } from './call-lines.ts';
import { callLines, lines, PAGE_OF_CALLS, pagesOf, soundFiles } from './call-lines.ts';

/** Contacts, messages and articles that are read at a time. */
const PAGE = 100;

export type WorkspaceFileParts = Pick<DialectParts, 'engine' | 'clock'> &
  CallLineParts & {
    readonly reader: Pick<ArchiveReader, 'detailsOf' | 'messages'>;
    readonly people: Pick<PeopleStore, 'list'>;
    readonly trunks: Pick<TrunkStore, 'list'>;
    readonly articles: Pick<ArticleStore, 'list'>;
    readonly appearances: Pick<AppearanceStore, 'of' | 'logo'>;
    readonly retention: Pick<RetentionStore, 'of'>;
    /** The bytes of a sound of the workspace's own, as Ogg with Opus; null: it is gone. */
    promptSound(workspaceId: number, hash: string): Promise<Uint8Array | null>;
  };

const README = `A workspace, exported by Patchbay.

workspace.json       its settings
appearance.json      how its pages look; the logo is beside it
retention.json       after how many days what is kept goes
languages.jsonl      languages
menus.jsonl          menus, deleted ones too, since calls name them
prompts.jsonl        sounds of its own that callers hear; the sounds are in prompts/, by place and language
numbers.jsonl        numbers
trunks.jsonl         trunks, without their passwords
skills.jsonl         skills
agents.jsonl         agents
people.jsonl         who signs in, with their roles
articles.jsonl       what the voice agent answers from
contacts.jsonl       contacts, the newest first
calls.jsonl          calls, the newest first, each with its events, its notes and its transcript
messages.jsonl       messages, the newest first
recordings/          the sound of calls and voicemails, named by the recording's uid: agents are on the left channel, the
                     contact on the right. A file that ends in .missing.txt stands for a sound that was not found on the
                     server.

A .jsonl file has one JSON value a line (jsonlines.org), in the shapes of the API under /v1. \`recording.url\` of a call is
the place of its sound in this archive. Times are UTC.

Not in here: passwords and second factors, tokens, webhooks and their secrets, credentials of trunks, of the mail server
and of the sign-in provider, the audit log and the request log.
`;

/** The files. */
export async function* workspaceFiles(parts: WorkspaceFileParts, workspaceId: number): AsyncGenerator<ZipEntry> {
  const at = parts.clock.now();
  const { engine } = parts;
  const directory = await engine.directory.load(workspaceId);
  const { menus, numbers, skills, agents, languages } = directory;
  const agentOf = (agent: Agent): object => writeAgent(agent, engine.callsOf(agent.id));
  const listed = <T>(name: string, values: Iterable<T>, write: (value: T) => object): ZipEntry => ({
    name: `${name}.jsonl`,
    at,
    content: [lines([...values].map(write))],
  });
  yield { name: 'README.txt', at, content: [README] };
  yield pretty('workspace', at, writeWorkspace(directory.workspace));
  yield* appearanceFiles(parts, workspaceId, at);
  yield pretty('retention', at, writeRetention(await parts.retention.of(workspaceId)));
  yield listed('languages', languages, (language) => language);
  yield listed('menus', menus.values(), writeMenu);
  yield listed('prompts', directory.prompts, writePrompt);
  yield* promptFiles(parts, workspaceId, directory.prompts);
  yield listed('numbers', numbers, writeNumber);
  yield listed('trunks', await parts.trunks.list(workspaceId), writeTrunk);
  yield listed('skills', skills, writeSkill);
  yield listed('agents', agents.values(), agentOf);
  yield listed('people', await parts.people.list(workspaceId, at), writePerson);
  const paged: PagedFile = (name, write, read) => ({
    name: `${name}.jsonl`,
    at,
    content: pagedLines(
      pagesOf(PAGE, ({ id }) => id, read),
      write,
    ),
  });
  yield paged('articles', writeArticle, async (beyond, limit) =>
    parts.articles.list(workspaceId, { search: null, status: null, lang: null }, { beyond, limit }),
  );
  yield paged('contacts', writeContact, async (beyond, limit): Promise<readonly Contact[]> =>
    engine.contacts.list(workspaceId, { text: null, phone: null }, { beyond, limit }),
  );
  const calls = (): AsyncIterable<readonly Call[]> =>
    pagesOf(
      PAGE_OF_CALLS,
      ({ id }) => id,
      async (beyond, limit) => engine.calls.before(workspaceId, beyond, limit),
    );
  yield { name: 'calls.jsonl', at, content: callLines(parts, workspaceId, calls()) };
  yield paged(
    'messages',
    (message: ArchivedMessage) => ({ contact_id: message.contactId, ...writeMessage(message) }),
    async (beyond, limit) => parts.reader.messages(workspaceId, beyond, limit),
  );
  yield* soundFiles(parts, calls());
}

/** A list that is read page by page, as lines. */
type PagedFile = <T extends { readonly id: number }>(
  name: string,
  write: (value: T) => object,
  read: (beyond: number | null, limit: number) => Promise<readonly T[]>,
) => ZipEntry;

async function* pagedLines<T>(pages: AsyncIterable<readonly T[]>, write: (value: T) => object): AsyncGenerator<string> {
  for await (const values of pages) yield lines(values.map(write));
}

function pretty(name: string, at: Date, value: object): ZipEntry {
  return { name: `${name}.json`, at, content: [`${JSON.stringify(value, null, 2)}\n`] };
}

async function* appearanceFiles(
  { appearances }: Pick<WorkspaceFileParts, 'appearances'>,
  workspaceId: number,
  at: Date,
): AsyncGenerator<ZipEntry> {
  yield pretty('appearance', at, writeAppearance(await appearances.of(workspaceId)));
  const logo = await appearances.logo(workspaceId);
  if (logo !== null)
    yield { name: `logo.${logo.mediaType.replace(/^image\//, '')}`, at, content: [logo.image], isDense: true };
}

/** One at a time: together they may have gigabytes. */
async function* promptFiles(
  { promptSound }: Pick<WorkspaceFileParts, 'promptSound'>,
  workspaceId: number,
  prompts: readonly Prompt[],
): AsyncGenerator<ZipEntry> {
  for (const { name, lang, hash, createdAt: at } of prompts) {
    const sound = await promptSound(workspaceId, hash);
    if (sound !== null)
      yield { name: `prompts/${name}${lang === null ? '' : `.${lang}`}.ogg`, at, content: [sound], isDense: true };
  }
}
