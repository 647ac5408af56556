/**
 * How loud the microphone is, as a row of bars. For eyes only: it says nothing that a screen reader's user would not
 * hear.
 */
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { useDesk, useDeskState } from '../link/use-desk.ts';

const BARS = 9;
const EVERY_MS = 80;

/** The bars. Drawn past React, ten times a second. */
export function Level(): ReactElement | null {
  const desk = useDesk();
  const { isLeading, sound } = useDeskState();
  const row = useRef<HTMLDivElement>(null);
  const isShown = isLeading && sound.phase !== 'off' && sound.phase !== 'failed';

  useEffect(() => {
    if (!isShown) return;
    let held = 0;
    const timer = setInterval(() => {
      held = Math.max(sound.isMuted ? 0 : desk.level(), held * 0.8);
      for (const [place, bar] of [...(row.current?.children ?? [])].entries())
        bar.toggleAttribute('data-on', held * BARS > place + 0.5);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [desk, isShown, sound.isMuted]);

  if (!isShown) return null;
  return (
    <div ref={row} aria-hidden className="flex h-4 items-end gap-0.75">
      {Array.from({ length: BARS }, (_, place) => (
        <span key={place} className="h-full w-1 rounded-full bg-line transition-colors data-on:bg-accent" />
      ))}
    </div>
  );
}
