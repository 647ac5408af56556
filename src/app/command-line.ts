/** What follows the command: nothing, or a question about it. */
import { KEYS } from '#config/keys.ts';
import { didYouMean } from '#config/did-you-mean.ts';
import { VERSION } from '#config/version.ts';
import type { BackupCommand } from './backup/backup-command.ts';
import { BACKUP_USAGE, readBackupCommand } from './backup/backup-command.ts';
import type { ShellCommand } from './shell-command.ts';
import { readShellCommand, SHELL_USAGE } from './shell-command.ts';

/** Start, do something beside a server, look whether all is well, or print the text and end with the code. */
export type Command =
  | { readonly kind: 'start' }
  | { readonly kind: 'shell'; readonly command: ShellCommand }
  | { readonly kind: 'backup'; readonly command: BackupCommand }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'print'; readonly text: string; readonly code: 0 | 2 };

const DOCTOR = ['doctor', 'looks at everything a server needs, and says what to do'] as const;
const OPTIONS = ['--help', '-h', '--version', '-v', 'doctor', 'backup', 'restore'];

/** Reads the arguments after the script's name. */
export function readCommand(args: readonly string[]): Command {
  const [option] = args;
  if (option === undefined || (option === 'serve' && args.length === 1)) return { kind: 'start' };
  if (option === '--version' || option === '-v') return { kind: 'print', text: `patchbay ${VERSION}\n`, code: 0 };
  if (args.includes('--help') || args.includes('-h')) return { kind: 'print', text: help(), code: 0 };
  if (option === 'doctor' && args.length === 1) return { kind: 'doctor' };
  const backup = readBackupCommand(args);
  if (typeof backup === 'string') return { kind: 'print', text: `${backup}\n`, code: 2 };
  if (backup !== null) return { kind: 'backup', command: backup };
  const command = readShellCommand(args);
  if (typeof command === 'string') return { kind: 'print', text: `${command}\n`, code: 2 };
  if (command !== null) return { kind: 'shell', command };
  const meant = didYouMean(option, OPTIONS);
  const hint =
    meant === null ? 'Patchbay is set by environment variables; --help lists them.' : `Did you mean ${meant}?`;
  return { kind: 'print', text: `${option} is not an option of Patchbay. ${hint}\n`, code: 2 };
}

function help(): string {
  const width = Math.max(...Object.keys(KEYS).map((key) => key.length));
  const settings = Object.entries(KEYS).map(([key, { default: value, about }]) => {
    const isShown = value !== '' && !/\s/.test(value);
    return `  ${key.padEnd(width)}  ${about.replaceAll('`', '')}${isShown ? ` (${value})` : ''}`;
  });
  return `Patchbay ${VERSION}, a self-hosted voice contact center.

  npm start                start it; Ctrl-C or SIGTERM stops it
  npm start -- --help      this page
  npm start -- --version   its version

Beside a running server, or without one:

${[DOCTOR, ...BACKUP_USAGE, ...SHELL_USAGE].map(([form, about]) => `  npm start -- ${form.padEnd(32)} ${about}`).join('\n')}

The last four take --workspace SHORT_NAME where there are several.

Settings are environment variables:

${settings.join('\n')}
`;
}
