/**
 * Far ends that may have died: one that says nothing, or whose connection is gone, is asked whether its dialog still
 * stands. Silence alone ends no call: telephones are muted, and hold says nothing.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type { LegId, Media } from '#media/media-server.ts';

/** How often connections are looked at. Milliseconds. */
const LOOK_MS = 2_000;
/** How long no sound may come before the far end is asked, and how long after that it is asked again. Milliseconds. */
const SILENT_MS = 12_000;
const ASK_AGAIN_MS = 60_000;

/** What is looked at. */
export type Watched = {
  readonly legId: LegId;
  /** Whether the way to the far end is open, as far as this side can tell. */
  isWayOpen(): boolean;
  /** Asks the far end whether it is there; `unanswered` is told where no answer comes. */
  ask(unanswered: () => void): void;
  /** It is not: it answers nothing, and says nothing. */
  gone(): void;
};

/** What looks. */
export type Liveness = {
  /** Looks at it from now on; the answer ends that. */
  watch(watched: Watched): () => void;
  stop(): void;
};

type Entry = { readonly watched: Watched; silentSince: number | null; askedAt: number | null; wasOpen: boolean };

/** Makes it. */
export function createLiveness(clock: Clock, media: Pick<Media, 'onEvent'>): Liveness {
  const entries = new Map<LegId, Entry>();
  let cancel: (() => void) | null = null;

  const look = (): void => {
    const now = clock.elapsed();
    for (const entry of entries.values()) {
      if (!isDue(entry, now)) continue;
      entry.askedAt = now;
      // Who is heard is there, whatever became of their signalling.
      entry.watched.ask(() => entry.silentSince !== null && entry.watched.gone());
    }
  };

  const lookLater = (): void => {
    cancel = clock.after(LOOK_MS, async () => {
      cancel = null;
      look();
      if (entries.size > 0) lookLater();
    });
  };

  media.onEvent((event) => {
    if (event.type !== 'silent' && event.type !== 'sounding') return;
    const entry = entries.get(event.legId);
    if (entry === undefined) return;
    entry.silentSince = event.type === 'silent' ? clock.elapsed() : null;
    entry.askedAt = null;
  });

  return {
    watch(watched) {
      const entry: Entry = { watched, silentSince: null, askedAt: null, wasOpen: true };
      entries.set(watched.legId, entry);
      if (cancel === null) lookLater();
      return () => {
        if (entries.get(watched.legId) === entry) entries.delete(watched.legId);
      };
    },
    stop() {
      cancel?.();
      entries.clear();
    },
  };
}

/** Once when its way is gone, and in intervals while it says nothing. */
function isDue(entry: Entry, now: number): boolean {
  const isOpen = entry.watched.isWayOpen();
  const isCut = entry.wasOpen && !isOpen;
  entry.wasOpen = isOpen;
  if (isCut) return true;
  const { silentSince, askedAt } = entry;
  if (silentSince === null || now - silentSince < (isOpen ? SILENT_MS : 0)) return false;
  return askedAt === null || now - askedAt >= ASK_AGAIN_MS;
}
