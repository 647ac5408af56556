/**
 * ZIP archives, written as their files are read: neither their length nor that of a file costs memory, only the list of
 * files at the end does, some 500 bytes for each. Files of 4 GiB and more, and archives of more than 65,535 files, are
 * ZIP64.
 */
import type { PassThrough } from 'node:stream';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file of an archive. */
export type ZipEntry = {
  /** With `/` between folders. */
  readonly name: string;
  readonly at: Date;
  /** What it holds, in parts. */
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
  /** Whether packing would hardly make it smaller, as with sound: it is stored as it is. */
  readonly isDense?: boolean;
};

/**
 * The bytes of the archive. A file is asked for once the one before it has been read. Where a file fails to be read the
 * stream fails, and has no end that a reader would take for one. Once the stream has closed nothing is read any more.
 */
export function zip(entries: AsyncIterable<ZipEntry>): Readable {
  return Readable.from(bytesOf(entries), { objectMode: false });
}

async function* bytesOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  // By its documentation and its code; its types say less.
  const output = archive.outputStream as PassThrough;
  const filled = fill(archive, output, entries);
  try {
    for await (const part of output) yield part as Uint8Array; // A stream of bytes.
  } finally {
    output.destroy();
    await filled;
  }
}

/** Adds one file after the other. Never rejects: what fails is the output's fault. */
async function fill(archive: ZipFile, output: PassThrough, entries: AsyncIterable<ZipEntry>): Promise<void> {
  const gone = new AbortController();
  output.once('close', () => gone.abort());
  try {
    for await (const { name, at, content, isDense = false } of entries) {
      const source = Readable.from(content, { signal: gone.signal });
      const read = finished(source);
      archive.addReadStream(source, name, { mtime: at, compress: !isDense });
      await read;
    }
    archive.end();
  } catch (error) {
    output.destroy(
      error instanceof Error ? error : new Error('A file of an archive cannot be read.', { cause: error }),
    );
  }
}
