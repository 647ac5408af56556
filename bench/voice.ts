/**
 * The voice agent and the words of calls: heard, answered, silent and cheap enough? And do callers end with a person
 * whatever breaks? `BENCH_VOICE=hearing,talks` runs these parts alone.
 */
import process from 'node:process';
import type { Figure } from './support/figure.ts';
import { broken } from './voice/broken.ts';
import { hearing } from './voice/hearing.ts';
import { liveCalls } from './voice/live-calls.ts';
import { talks } from './voice/talks.ts';

const PARTS = { hearing, talks, calls: liveCalls, broken } as const;

/** The figures of all parts, in one run. */
export async function voice(): Promise<Figure[]> {
  const wanted = process.env['BENCH_VOICE']?.split(',') ?? Object.keys(PARTS);
  const figures: Figure[] = [];
  for (const [name, run] of Object.entries(PARTS)) if (wanted.includes(name)) figures.push(...(await run()));
  return figures;
}
