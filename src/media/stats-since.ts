/** How a leg was since a moment at which it was measured. */
import { meanOpinionScore } from './codec/e-model.ts';
import type { LegStats } from './media-server.ts';

/** What was counted before is taken off, and the score is that of the rest. Null: since the leg's beginning. */
export function statsSince(stats: LegStats, before: LegStats | null): LegStats {
  const since = (field: 'packetsReceived' | 'packetsLost' | 'packetsSent'): number =>
    Math.max(0, stats[field] - (before?.[field] ?? 0));
  const [packetsReceived, packetsLost] = [since('packetsReceived'), since('packetsLost')];
  const { jitterMs, roundTripMs } = stats;
  const lost = packetsLost / Math.max(1, packetsReceived + packetsLost);
  const mos = packetsReceived === 0 ? null : meanOpinionScore({ lost, jitterMs, roundTripMs: roundTripMs ?? 0 });
  return { ...stats, packetsReceived, packetsLost, packetsSent: since('packetsSent'), mos };
}
