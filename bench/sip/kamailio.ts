/** Kamailio relays calls to a sipp that answers them: what signalling costs in a program that carriers run. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FoundProgram } from '../../test/support/peer-programs.ts';
import { inScratchDirectory } from '../support/server.ts';
import { cpuOf } from '../support/usage.ts';

const PORT = 25_060;
const BEHIND = 25_070;
const START_MS = 1500;

/** Transactions and dialogs' routes, and nothing else. */
const configuration = (modules: string): string => `#!KAMAILIO
debug=0
log_stderror=yes
children=1
listen=udp:127.0.0.1:${PORT}
mpath="${modules}"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "siputils.so"
loadmodule "textops.so"
request_route {
  if (has_totag()) {
    loose_route();
    t_relay();
    exit;
  }
  record_route();
  $du = "sip:127.0.0.1:${BEHIND}";
  t_relay();
}
`;

/** The relay. `cpu`: seconds of all its processes so far. */
export type Relay = { readonly port: number; cpu(): Promise<number> };

/** Runs the work with a relay. */
export async function withKamailio<T>(
  kamailio: FoundProgram,
  sipp: FoundProgram,
  work: (relay: Relay) => Promise<T>,
): Promise<T> {
  return inScratchDirectory(async (directory) => {
    const [modules = ''] = globSync('/usr/lib/*/kamailio/modules/');
    const file = join(directory, 'relay.cfg');
    await writeFile(file, configuration(modules));
    const options = ['-DD', '-E', '-m', '64', '-M', '8', '-w', directory, '-Y', directory];
    const started = [
      spawn(kamailio.path, ['-f', file, ...options], { stdio: 'ignore' }),
      spawn(sipp.path, ['-sn', 'uas', '-i', '127.0.0.1', '-p', String(BEHIND), '-nostdin'], {
        cwd: directory,
        stdio: 'ignore',
        env: { ...process.env, ...sipp.env, TERM: 'dumb' },
      }),
    ];
    await sleep(START_MS);
    try {
      const pid = started[0]?.pid ?? 0;
      return await work({ port: PORT, cpu: async () => (await cpuOf(0, pid)).database });
    } finally {
      await Promise.all(started.map(ended));
    }
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
