/**
 * How good a call sounds, as one figure from what RTCP tells: 1 (bad) to 4.5 (excellent), as people would mark it.
 *
 * ```text
 *  R   = 93.2 - delay impairment - loss impairment        0 to 93.2
 *  MOS = 1 + 0.035 R + R (R - 60) (100 - R) 7e-6          ITU-T G.107 annex B
 * ```
 *
 * It is the E-model (ITU-T G.107) with all that we cannot know at its default: no echo, quiet rooms, usual handsets.
 * Delay: 0.024 d + 0.11 (d - 177.3) past 177.3 ms one way, the usual simplification (Cole and Rosenbluth, "Voice over IP
 * performance monitoring", 2001). Loss: 95 times Ppl / (Ppl + Bpl), for a codec that itself impairs nothing (Ie = 0) and
 * losses at random (BurstR = 1). Bpl, how well a codec bears loss: 25.1 for G.711 with concealment (ITU-T G.113
 * appendix I); no recommendation has one for Opus, and we take the same, which is careful, as Opus conceals better. The
 * figure compares calls with one another; it is no measurement of sound. Wide band sounds better than it says.
 */

/** What the figure is made of. */
export type NetworkFigures = {
  /** Of a hundred packets, how many were lost or came too late: 0 to 100. */
  readonly lossPercent: number;
  /** Mean deviation of the arrivals: what RTCP calls jitter. */
  readonly jitterMilliseconds: number;
  /** There and back; null if not known, which counts as none. */
  readonly roundTripMilliseconds: number | null;
};

/** The figure: a mark of 1 to 4.5 in steps of a hundredth, and the R it came from, 0 to 93.2. */
export type Quality = { readonly meanOpinionScore: number; readonly rating: number };

const BEST = 93.2;
const LOSS_IMPAIRMENT = 95;
const LOSS_ROBUSTNESS = 25.1;

/** Coding, and the frame that must be whole before it is sent: 20 ms and 5 ms of look-ahead. */
const CODING_MILLISECONDS = 25;

/** A jitter buffer waits about twice the mean deviation, and never less than a packet. */
const BUFFER_FACTOR = 2;
const BUFFER_LEAST_MILLISECONDS = 20;

/** Past this, one way, people begin to interrupt one another. */
const NOTICED_MILLISECONDS = 177.3;

/** Values out of their range count as the nearest within. */
export function callQuality({ lossPercent, jitterMilliseconds, roundTripMilliseconds }: NetworkFigures): Quality {
  const loss = Math.max(0, Math.min(100, lossPercent));
  const buffer = Math.max(BUFFER_LEAST_MILLISECONDS, BUFFER_FACTOR * jitterMilliseconds);
  const delay = Math.max(0, roundTripMilliseconds ?? 0) / 2 + buffer + CODING_MILLISECONDS;
  const delayImpairment = 0.024 * delay + 0.11 * Math.max(0, delay - NOTICED_MILLISECONDS);
  const lossImpairment = (LOSS_IMPAIRMENT * loss) / (loss + LOSS_ROBUSTNESS);
  const rating = Math.max(0, BEST - delayImpairment - lossImpairment);
  return { meanOpinionScore: scoreOf(rating), rating: Math.round(rating * 10) / 10 };
}

/** ITU-T G.107 annex B, equation B-4, which dips below 1 for R under 6.5. */
function scoreOf(rating: number): number {
  const score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.round(Math.max(1, score) * 100) / 100;
}
