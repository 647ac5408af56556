/**
 * Calls in archives: their lines, and the sound of their recordings. Read page by page, so that no length costs memory.
 */
import type { Call } from '#domain/call/call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { ArchiveReader } from '#domain/ports/archive-reader.ts';
import type { ZipEntry } from '#http/zip.ts';
import type { SoundOf } from '../../archives.ts';
import { writeCall, writeEvent, writeTranscript } from '../call-write.ts';
import { writeNote } from '../contact-history.ts';

/** Calls that are read at a time: each may have 2,000 events, and a transcript of four hours. */
export const PAGE_OF_CALLS = 50;

export type CallLineParts = { readonly reader: Pick<ArchiveReader, 'detailsOf'>; readonly soundOf: SoundOf };

/** One value a line. */
export function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** The lines of pages of calls. */
export async function* callLines(
  { reader }: Pick<CallLineParts, 'reader'>,
  workspaceId: number,
  pages: AsyncIterable<readonly Call[]>,
): AsyncGenerator<string> {
  for await (const calls of pages) {
    const details = await reader.detailsOf(
      workspaceId,
      calls.map(({ id }) => id),
    );
    yield lines(
      calls.map((call) => {
        const { events = [], notes = [], transcript = null } = details.get(call.id) ?? {};
        return {
          ...writeCall(call, soundName),
          events: events.map(writeEvent),
          notes: notes.map(writeNote),
          transcript: transcript === null ? null : writeTranscript(transcript),
        };
      }),
    );
  }
}

/** The sounds of the calls. What is not there any more is said in a file of its own. */
export async function* soundFiles(
  { soundOf }: Pick<CallLineParts, 'soundOf'>,
  pages: AsyncIterable<readonly Call[]>,
): AsyncGenerator<ZipEntry> {
  for await (const calls of pages)
    for (const { recording, createdAt: at } of calls)
      if (recording !== null && isPlayable(recording)) {
        const content = await soundOf(recording.uid);
        yield content === null
          ? { name: `recordings/${recording.uid}.missing.txt`, at, content: [MISSING] }
          : { name: soundName(recording.uid), at, content, isDense: true };
      }
}

const MISSING = 'The sound of this recording was not found on the server when the archive was made.\n';

function soundName(uid: string): string {
  return `recordings/${uid}.wav`;
}

/** Pages of a list, each read beyond the last of the one before, until one is not full. */
export async function* pagesOf<Item, Place>(
  size: number,
  placeOf: (item: Item) => Place,
  read: (beyond: Place | null, limit: number) => Promise<readonly Item[]>,
): AsyncGenerator<readonly Item[]> {
  let beyond: Place | null = null;
  for (;;) {
    const items: readonly Item[] = await read(beyond, size);
    if (items.length > 0) yield items;
    const last = items.at(-1);
    if (last === undefined || items.length < size) return;
    beyond = placeOf(last);
  }
}
