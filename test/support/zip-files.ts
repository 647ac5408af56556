/** The files of a ZIP archive, read by another program than the one that writes ours. */
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fromBufferPromise } from 'yauzl';

/** Name -> what the file holds, as text. Throws for what is no whole archive. */
export async function filesIn(archive: Buffer): Promise<Readonly<Record<string, string>>> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true, autoClose: false });
  const files: Record<string, string> = {};
  // Its reader checks sizes, and Node the packed bytes.
  for await (const entry of zip.eachEntry()) files[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
  return files;
}

/** All that a stream holds. */
export async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part as Uint8Array); // A stream of bytes.
  return Buffer.concat(parts);
}
