/**
 * How good a voice is, as people would rate it, estimated from what the network does to it: the E-model, with all that
 * is not the network's at its defaults.
 *
 * ```text
 *  R = 93.2 - Id - Ie,eff          93.2: a quiet room, a good handset, no echo (ITU-T G.107 table 3)
 *  Id = 0.024 d + 0.11 (d - 177.3) when d > 177.3                   d: delay from mouth to ear, ms
 *  Ie,eff = Ie + (95 - Ie) Ppl / (Ppl + Bpl)                        Ppl: percent lost, at random
 *  MOS = 1 + 0.035 R + R (R - 60) (100 - R) 0.000007                for R from 0 to 100
 * ```
 *
 * Source: ITU-T G.107 (06/2015) equations 7-29 and B-4; Cole and Rosenbluth, "Voice over IP performance monitoring"
 * (2001) for Id; ITU-T G.113 (11/2007) appendix I for G.711 with concealment. The ITU has no such figures of Opus, and
 * G.722's are on a scale of their own (G.107.1): both are rated here as G.711 would be, on the scale of narrow band.
 */

const BEST = 93.2;

/** Loss that halves the way to the worst, in percent: of a receiver that conceals it. */
const ROBUSTNESS = 25.1;

/** Milliseconds that a packet waits to be full. */
const PACKET = 20;

/** A receiver waits for late packets about twice their jitter, and for one packet at least. */
const WAITS = 2;

/** What is known of a stream. Milliseconds; `lost`: of all that should have come, 0 to 1. */
export type Quality = { readonly lost: number; readonly jitterMs: number; readonly roundTripMs: number };

/** The mean opinion score, 1 to 4.5, that such a stream would have. */
export function meanOpinionScore({ lost, jitterMs, roundTripMs }: Quality): number {
  const delay = roundTripMs / 2 + PACKET + Math.max(PACKET, WAITS * jitterMs);
  const byDelay = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
  const percent = 100 * lost;
  const byLoss = (95 * percent) / (percent + ROBUSTNESS);
  const rating = Math.max(0, Math.min(100, BEST - byDelay - byLoss));
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 0.000_007);
}
