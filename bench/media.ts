/**
 * How many calls does a core carry, how soon do two hear each other, and how soon is an offer shown?
 * `npm run bench:media`.
 */
import process from 'node:process';
import { callsPerCore } from './media/calls-per-core.ts';
import { firstAudio } from './media/first-audio.ts';
import { offerShown } from './media/offer-shown.ts';
import { findPeers } from './media/peers.ts';
import { telephoneCalls } from './media/telephone-calls.ts';
import { withWorkforce } from './media/workforce.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile } from './support/figure.ts';

const AGENTS = Number(process.env['BENCH_AGENTS'] ?? 1000);
const OFFERS = Number(process.env['BENCH_OFFERS'] ?? 200);
const ANSWERS = Number(process.env['BENCH_ANSWERS'] ?? 100);

/** What it answers. */
export const QUESTION =
  'How many calls does a core carry, how soon do two hear each other, and how soon is an offer shown?';

/** All figures of live calls, in one run. */
export async function media(): Promise<Figure[]> {
  const relayed = [...(await callsPerCore()), ...(await telephoneCalls())];
  console.log((await findPeers()).join('\n'));
  return [...relayed, ...(await liveFigures())];
}

async function liveFigures(): Promise<Figure[]> {
  return withWorkforce(1, AGENTS, async (server, talking, rung) => {
    const heard = await firstAudio(server, talking, ANSWERS);
    console.log(`${heard.length} calls were answered`);
    const shown = await offerShown(server, rung, OFFERS);
    return [
      atMost(`answer to first audio at both ends, p99 of ${heard.length}`, percentile(heard, 0.99), 'ms', 500),
      known('… p50', percentile(heard, 0.5), 'ms'),
      atMost(`queued to offer shown, p99 of ${shown.length}, ${AGENTS} desks open`, percentile(shown, 0.99), 'ms', 50),
      known('… p50', percentile(shown, 0.5), 'ms'),
    ];
  });
}
