/** Hands out archives: how many at once, to whom, and which files are in them. */
import type { Readable } from 'node:stream';
import type { Noted } from '#domain/identity/audit.ts';
import type { ZipEntry } from '#http/zip.ts';
import { zip } from '#http/zip.ts';
import type { Archives, OpenArchive } from '../../archives.ts';
import { MAX_ARCHIVES, MAX_ARCHIVES_OF_ALL } from '../../archives.ts';
import type { ContactFileParts } from './contact-files.ts';
import { contactFiles } from './contact-files.ts';
import type { WorkspaceFileParts } from './workspace-files.ts';
import { workspaceFiles } from './workspace-files.ts';

type Asker = Pick<Noted, 'agentId' | 'tokenId' | 'address'>;

export type ArchiveParts = ContactFileParts &
  WorkspaceFileParts & {
    /** Who the current request comes from. */
    asker(): Asker;
    noted(entry: Noted): Promise<void>;
  };

/** Makes them. */
export function createArchives(parts: ArchiveParts): Archives {
  const places = createPlaces(MAX_ARCHIVES, MAX_ARCHIVES_OF_ALL);
  const opening = (entry: Omit<Noted, keyof Asker>, files: () => AsyncIterable<ZipEntry>): OpenArchive => {
    const asker = parts.asker();
    return async () => {
      const leave = places.take(entry.workspaceId);
      if (leave === null) return null;
      try {
        await parts.noted({ ...entry, ...asker });
        return zip(files()).once('close', leave) satisfies Readable;
      } catch (error) {
        leave();
        throw error;
      }
    };
  };
  return {
    contact: (workspaceId, contact) =>
      opening({ workspaceId, action: 'contact.exported', targetId: contact.id }, () =>
        contactFiles(parts, workspaceId, contact),
      ),
    workspace: (workspaceId) =>
      opening({ workspaceId, action: 'workspace.exported', targetId: 'all' }, () => workspaceFiles(parts, workspaceId)),
  };
}

/** So many at once for each workspace, and for all of them together. */
function createPlaces(most: number, mostOfAll: number) {
  const taken = new Map<number, number>();
  let all = 0;
  return {
    /** Answers how to leave the place; null: there is none. */
    take(workspaceId: number): (() => void) | null {
      const count = taken.get(workspaceId) ?? 0;
      if (count >= most || all >= mostOfAll) return null;
      taken.set(workspaceId, count + 1);
      all += 1;
      return () => {
        all -= 1;
        const left = (taken.get(workspaceId) ?? 1) - 1;
        if (left === 0) taken.delete(workspaceId);
        else taken.set(workspaceId, left);
      };
    },
  };
}
