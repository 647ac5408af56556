/** A media server that still knows how a leg was after it was closed. */
import type { LegId, LegStats, Media } from './media-server.ts';

/** Legs that are remembered, the last that were closed. */
const MAX_REMEMBERED = 2000;

/** The same media server; a leg is measured before it is closed. */
export function withLastStats<M extends Media>(media: M): M {
  const last = new Map<LegId, LegStats>();
  return {
    ...media,
    async close(legId: LegId) {
      const stats = await media.stats(legId);
      await media.close(legId);
      if (stats === null) return;
      last.set(legId, stats);
      const [oldest] = last.keys();
      if (last.size > MAX_REMEMBERED && oldest !== undefined) last.delete(oldest);
    },
    stats: async (legId: LegId) => (await media.stats(legId)) ?? last.get(legId) ?? null,
  };
}
