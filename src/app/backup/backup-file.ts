/**
 * Backups as files: a ZIP archive of the database's rows, recordings and the key of secrets, and behind them a manifest
 * with a check sum over all of it. A file that was cut off has no end, and so is none.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import type { ZipEntry } from '#http/zip.ts';
import type { Ran } from '#storage/migrate.ts';
import type { Sequence, Table } from '#storage/table-rows.ts';
import { BackupFault } from './backup-fault.ts';

/** What a backup says of itself. */
export type Manifest = {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  /** Of Patchbay. */
  readonly version: string;
  /** The moment that the rows are of. */
  readonly at: string;
  readonly migrations: readonly Ran[];
  readonly tables: readonly (Table & { readonly rows: number })[];
  readonly sequences: readonly Sequence[];
  readonly hasKey: boolean;
  /** Over names, contents and lengths of all files before it, in their order, and all of the above; in hexadecimal. */
  readonly sha256: string;
};

type Unsummed = Omit<Manifest, 'sha256'>;

export const FORMAT = 'patchbay-backup';
export const FORMAT_VERSION = 1;
export const MANIFEST = 'manifest.json';
export const KEY = 'secret.key';
export const RECORDINGS = 'recordings/';

/** Bytes. That of a hundred tables has 50 KB. */
const MAX_MANIFEST = 16 * 1024 * 1024;

/** Where the rows of a table are. */
export function tableFile({ name }: Pick<Table, 'name'>): string {
  return `database/${name}.jsonl`;
}

/** A check sum that grows with each file that goes by. */
export function createSum() {
  const hash = createHash('sha256');
  return {
    async *passing(name: string, content: ZipEntry['content']): AsyncGenerator<string | Uint8Array> {
      let bytes = 0;
      hash.update(`${name}\0`);
      for await (const part of content) {
        bytes += Buffer.byteLength(part);
        hash.update(part);
        yield part;
      }
      hash.update(`\0${bytes}\0`);
    },
    /** Once, when all have gone by: with what the manifest says. */
    done: (manifest: Unsummed): string => hash.update(JSON.stringify(manifest)).digest('hex'),
  };
}

/** A file of a backup, to be read before the next one is asked for, or not at all. */
export type BackupEntry = { readonly name: string; read(): Promise<Readable> };

/** The files, one after the other. Throws for what is no ZIP archive. */
export async function* entriesOf(path: string): AsyncGenerator<BackupEntry> {
  const archive = await openPromise(path, { autoClose: false, lazyEntries: true });
  try {
    for await (const entry of archive.eachEntry())
      yield { name: entry.fileName, read: async () => archive.openReadStreamPromise(entry) };
  } finally {
    archive.close();
  }
}

/** Reads all of it, and answers its manifest. Throws a `BackupFault` for what is not a backup, whole and unchanged. */
export async function checkBackup(path: string): Promise<Manifest> {
  const checked = await readThrough(path).catch((error: unknown) => {
    throw notWhole(path, error);
  });
  if (checked === null) throw notWhole(path, null);
  return checked;
}

/** Null: it was written by another program, or is not as it was written. */
async function readThrough(path: string): Promise<Manifest | null> {
  const sum = createSum();
  let manifest: Manifest | null = null;
  for await (const { name, read } of entriesOf(path)) {
    if (manifest !== null) return null;
    const content = await read();
    if (name === MANIFEST) manifest = await readManifest(content);
    else await finished(Readable.from(sum.passing(name, content)).resume());
  }
  if (manifest === null) return null;
  const { sha256, ...rest } = manifest;
  return sha256 === sum.done(rest) ? manifest : null;
}

async function readManifest(content: Readable): Promise<Manifest | null> {
  const bytes = await buffer(limited(content));
  const read: unknown = JSON.parse(bytes.toString());
  const isOurs =
    read !== null &&
    typeof read === 'object' &&
    'format' in read &&
    read.format === FORMAT &&
    'formatVersion' in read &&
    read.formatVersion === FORMAT_VERSION;
  return isOurs ? (read as Manifest) : null; // Its check sum is held against what was written with it.
}

async function* limited(content: Readable): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of content as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MAX_MANIFEST) throw new Error('The manifest is too long.');
    yield part;
  }
}

function notWhole(path: string, cause: unknown): BackupFault {
  return new BackupFault('no_backup', `${path} is not a whole backup of Patchbay. Nothing was changed.`, { cause });
}

/** A number of files, as people say it. */
export function filesOf(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
