/** One end as a worker holds it, a browser or a file. */
import type { LegStats } from '../../media.ts';
import type { Ears } from './ears.ts';
import type { Mouth } from './mouth.ts';

/** Mutable. */
export type Leg = {
  readonly legId: string;
  readonly ears: Ears;
  readonly mouth: Mouth;
  stats(): LegStats;
  close(): void;
};
