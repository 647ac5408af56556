/** `npm run bench:kill [-- rounds]`: is any acknowledged call lost, or any made twice, when app, database or both are killed? */
import process from 'node:process';
import type { KillRound } from '../test/support/kill-round.ts';
import { killRound, silence, VICTIMS } from '../test/support/kill-round.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import { percentile } from './support/figure.ts';
import { inScratchDirectory } from './support/server.ts';

const ROUNDS = Number(process.argv[2] ?? 200);
/** The kill comes at some moment of this span. Milliseconds. */
const SOONEST = 50;
const LATEST = 450;
const SETTINGS = { PATCHBAY_LOG_LEVEL: 'error' };

const isFaultless = await inScratchDirectory(async (directory) => {
  let server = await startServerProcess(directory, SETTINGS);
  await silence(directory);
  const rounds: (KillRound & { readonly victim: string })[] = [];
  for (let count = 0; count < ROUNDS; count += 1) {
    const victim = VICTIMS[count % VICTIMS.length] ?? 'both';
    const done = await killRound(server, directory, victim, SOONEST + Math.random() * (LATEST - SOONEST), SETTINGS);
    server = done.server;
    rounds.push({ victim, ...done.round });
    if (done.round.lost + done.round.doubled > 0) console.log(`round ${count}, ${victim}:`, done.round);
    if ((count + 1) % 20 === 0) console.log(`${count + 1} kills`);
  }
  await server.end('SIGTERM');
  for (const victim of [...VICTIMS, null])
    print(victim ?? 'all', victim === null ? rounds : rounds.filter((round) => round.victim === victim));
  return rounds.every(({ lost, doubled }) => lost + doubled === 0);
});
process.exit(isFaultless ? 0 : 1);

function print(name: string, rounds: readonly KillRound[]): void {
  const sum = (key: keyof KillRound): number => rounds.reduce((total, round) => total + round[key], 0);
  const recovery = rounds.map((round) => round.recovery);
  console.log(
    `${name}: ${rounds.length} kills, ${sum('acknowledged')} calls acknowledged, ${sum('lost')} lost; ${sum('unanswered')} requests ` +
      `without an answer, ${sum('retried')} keys sent again, ${sum('doubled')} made twice or strange; ready again after ` +
      `${Math.round(percentile(recovery, 0.5))} ms (p50), ${Math.round(Math.max(...recovery))} ms (longest)`,
  );
}
