/** How a leg of RTP is doing, put together from both its ways. */
import { meanOpinionScore } from '../../codec/e-model.ts';
import type { LegStats } from '../../media-server.ts';
import type { Reports } from '../transport/reports.ts';
import { addReceived } from './rtp-receiver.ts';
import type { Received, VoiceIn } from './rtp-receiver.ts';
import type { VoiceOut } from './rtp-sender.ts';

/** Of a leg that nothing is known of. */
export const NO_STATS = {
  packetsReceived: 0,
  packetsLost: 0,
  packetsSent: 0,
  jitterMs: 0,
  roundTripMs: null,
  heardIn: null,
  saidIn: null,
  mos: null,
} as const satisfies LegStats;

/** `earlier`: of connections before the present one, which is null without one. */
export function statsOf(
  earlier: Received,
  talk: { readonly voiceIn: VoiceIn; readonly reports: Reports } | null,
  voiceOut: VoiceOut,
): LegStats {
  const { packets, lost, jitterMs } = talk === null ? earlier : addReceived(earlier, talk.voiceIn.received());
  const roundTripMs = talk?.reports.roundTripMs() ?? null;
  const quality = { lost: lost / Math.max(1, packets + lost), jitterMs, roundTripMs: roundTripMs ?? 0 };
  return {
    packetsReceived: packets,
    packetsLost: lost,
    packetsSent: voiceOut.sent().packets,
    jitterMs,
    roundTripMs,
    heardIn: talk?.voiceIn.codec() ?? null,
    saidIn: voiceOut.codec(),
    mos: packets === 0 ? null : meanOpinionScore(quality),
  };
}
