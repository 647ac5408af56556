/** Is any acknowledged call lost, or any made twice, when app, database or both are killed? */
import process from 'node:process';
import type { KillRound } from '../test/support/kill-round.ts';
import { killRound, silence, VICTIMS } from '../test/support/kill-round.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile } from './support/figure.ts';
import { inScratchDirectory } from './support/server.ts';

const KILLS = Number(process.env['BENCH_KILLS'] ?? 200);
/** The kill comes at some moment of this span. Milliseconds. */
const SOONEST = 50;
const LATEST = 450;
const SETTINGS = { PATCHBAY_LOG_LEVEL: 'error' };

/** Counts over all kills, and how soon each victim's server answers again. */
export async function kill(): Promise<Figure[]> {
  return inScratchDirectory(async (directory) => {
    let server = await startServerProcess(directory, SETTINGS);
    await silence(directory);
    const rounds: (KillRound & { readonly victim: string })[] = [];
    for (let count = 0; count < KILLS; count += 1) {
      const victim = VICTIMS[count % VICTIMS.length] ?? 'both';
      const done = await killRound(server, directory, victim, SOONEST + Math.random() * (LATEST - SOONEST), SETTINGS);
      server = done.server;
      rounds.push({ victim, ...done.round });
      if (done.round.lost + done.round.doubled > 0) console.log(`round ${count}, ${victim}:`, done.round);
      if ((count + 1) % 20 === 0) console.log(`${count + 1} kills`);
    }
    await server.end('SIGTERM');
    const sum = (key: keyof KillRound): number => rounds.reduce((total, round) => total + round[key], 0);
    return [
      atMost(`acknowledged calls lost, of ${sum('acknowledged')} in ${KILLS} kills`, sum('lost'), '', 0),
      atMost(`keys made twice or strange, of ${sum('retried')} sent again`, sum('doubled'), '', 0),
      known('requests that a kill left without an answer', sum('unanswered'), ''),
      ...VICTIMS.flatMap((victim) => {
        const recovery = rounds.filter((round) => round.victim === victim).map((round) => round.recovery / 1000);
        return [
          known(`${victim} killed ${recovery.length} times: ready again after, p50`, percentile(recovery, 0.5), 's'),
          known('… the longest', Math.max(...recovery), 's'),
        ];
      }),
    ];
  });
}
