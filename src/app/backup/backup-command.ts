/** What follows the command when it is about a backup. */
import { parseArgs } from 'node:util';
import type { BackupWish } from './backup.ts';

export type BackupCommand =
  | ({ readonly act: 'backup' } & BackupWish)
  | { readonly act: 'restore'; readonly file: string };

/** How each is written. */
export const BACKUP_USAGE = [
  ['backup FILE [--without-key]', 'writes all that is kept into one file'],
  ['restore FILE', 'puts a backup back into an empty data directory'],
] as const;

/** Reads the arguments: the command, or a sentence about what is wrong; null where they are about something else. */
export function readBackupCommand(args: readonly string[]): BackupCommand | string | null {
  const [act] = args;
  if (act !== 'backup' && act !== 'restore') return null;
  try {
    const options = act === 'backup' ? ({ 'without-key': { type: 'boolean' } } as const) : {};
    const { positionals, values } = parseArgs({ args: args.slice(1), options, allowPositionals: true });
    const [file = '', more] = positionals;
    if (file === '') return `Name the file: ${act} FILE.`;
    if (more !== undefined) return `${more} is too much; quote a name that has spaces.`;
    return act === 'restore' ? { act, file } : { act, file, withKey: !('without-key' in values) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
