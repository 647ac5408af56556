/** Starts Patchbay from the environment, says where it is, and stops it on SIGTERM or SIGINT. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { backUp } from '#app/backup/backup.ts';
import { restore } from '#app/backup/restore.ts';
import { readCommand } from '#app/command-line.ts';
import type { Config } from '#config/config.ts';
import { readConfig } from '#config/config.ts';
import { examine, report } from '#app/doctor.ts';
import { EXIT_CODES, exitCodeOf, lastWordsOf } from '#app/exit-code.ts';
import { greeting } from '#app/greeting.ts';
import { endOnUnexpected } from '#app/last-words.ts';
import type { Patchbay } from '#app/app.ts';
import { startPatchbay } from '#app/app.ts';
import { runShellCommand } from '#app/shell.ts';

/** How long a stop may take before the process ends anyway: what was acknowledged is committed by then. */
const MAX_STOP_MS = 8_500;

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.kind === 'print') {
    process.stdout.write(command.text);
    process.exitCode = command.code;
    return;
  }
  const config = readConfig(process.env);
  if (command.kind === 'start') return run(config);
  if (command.kind === 'doctor') {
    const { text, isWell } = report(await examine(config));
    process.stdout.write(`${text}\n`);
    process.exitCode = isWell ? EXIT_CODES.stopped : EXIT_CODES.failed;
    return;
  }
  if (command.kind === 'backup') {
    const { command: asked } = command;
    const said = asked.act === 'backup' ? await backUp(config, asked, new Date()) : await restore(config, asked.file);
    process.stdout.write(`${said}\n`);
    return;
  }
  const { text, done } = await runShellCommand(config, command.command, new Date());
  (done ? process.stdout : process.stderr).write(`${text}\n`);
  process.exitCode = done ? EXIT_CODES.stopped : EXIT_CODES.failed;
}

/**
 * Until a signal stops it, or another server takes its database. A signal during the start stops it as soon as it
 * stands.
 */
async function run(config: Config): Promise<void> {
  const signal = Promise.withResolvers<null>();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => signal.resolve(null));
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  warnOfPorts(config, log);
  let started: Patchbay | null = null;
  endOnUnexpected(log, () => started);
  const patchbay = await startPatchbay(config, log);
  started = patchbay;
  process.stdout.write(greeting(config, patchbay));
  const reason = await Promise.race([signal.promise, patchbay.databaseLost]);
  if (reason !== null) process.stderr.write(`${reason}\n`);
  await stop(patchbay, reason === null ? EXIT_CODES.stopped : EXIT_CODES.taken);
}

/** With fewer ports than cores it works, with less of the machine than the operator may think. */
function warnOfPorts({ media: { ports } }: Config, log: Logger): void {
  const [count, cores] = [ports.last - ports.first + 1, availableParallelism()];
  if (count < cores) log.warn({ ports: count, cores, setting: 'PATCHBAY_MEDIA_PORTS' }, 'media.fewer_ports_than_cores');
}

async function stop(patchbay: Patchbay, code: number): Promise<void> {
  setTimeout(() => process.exit(code), MAX_STOP_MS).unref();
  await patchbay.stop();
  process.exit(code);
}

main().catch((error: unknown) => {
  process.stderr.write(`${lastWordsOf(error)}\n`);
  process.exit(exitCodeOf(error));
});
