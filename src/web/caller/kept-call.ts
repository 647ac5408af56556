/**
 * What a page remembers of its call, so that a reload does not end it. Session storage: other windows know nothing of
 * it.
 */
import type { Kept } from './line.ts';

/** The call, since when someone talks to the caller (milliseconds), and whether they have muted themselves. */
export type KeptCall = Kept & { readonly talkingSince: number | null; readonly isMuted: boolean };

/** Reads and writes under the line's name. */
export function keeperOf(slug: string): {
  read(): KeptCall | null;
  /** Null forgets it. */
  write(call: KeptCall | null): void;
} {
  const name = `patchbay.call.${slug}`;
  return {
    read() {
      try {
        return readKept(JSON.parse(sessionStorage.getItem(name) ?? 'null'));
      } catch {
        return null;
      }
    },
    write(call) {
      try {
        if (call === null) sessionStorage.removeItem(name);
        else sessionStorage.setItem(name, JSON.stringify(call));
      } catch {
        // Without storage a reload ends the call, and nothing else is amiss.
      }
    },
  };
}

/** Null when it is nothing of ours. */
export function readKept(value: unknown): KeptCall | null {
  if (value === null || typeof value !== 'object') return null;
  const { callId, secret, talkingSince, isMuted } = value as Readonly<Record<string, unknown>>;
  if (typeof callId !== 'number' || typeof secret !== 'string') return null;
  return {
    callId,
    secret,
    talkingSince: typeof talkingSince === 'number' ? talkingSince : null,
    isMuted: isMuted === true,
  };
}
