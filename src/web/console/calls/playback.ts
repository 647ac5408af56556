/** Playing a recording: the element, and where it is. */
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

export type Playback = {
  readonly element: RefObject<HTMLAudioElement | null>;
  /** Seconds. */
  readonly at: number;
  readonly isPlaying: boolean;
  readonly hasFailed: boolean;
  seek(seconds: number): void;
  toggle(): void;
};

/** Follows the element, as often as the screen is drawn while it plays. */
export function usePlayback(): Playback {
  const element = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    let frame = 0;
    const read = (): void => setAt(audio.currentTime);
    const follow = (): void => {
      read();
      frame = audio.paused ? 0 : requestAnimationFrame(follow);
    };
    const changed = (): void => {
      setPlaying(!audio.paused);
      if (frame === 0) follow();
    };
    const failed = (): void => setFailed(true);
    const listened = { play: changed, pause: changed, ended: changed, seeked: read, error: failed } as const;
    for (const [name, listener] of Object.entries(listened)) audio.addEventListener(name, listener);
    return () => {
      cancelAnimationFrame(frame);
      for (const [name, listener] of Object.entries(listened)) audio.removeEventListener(name, listener);
    };
  }, []);

  return {
    element,
    at,
    isPlaying,
    hasFailed,
    seek(seconds) {
      const audio = element.current;
      if (audio === null) return;
      audio.currentTime = Math.max(0, seconds);
      setAt(audio.currentTime);
    },
    toggle() {
      const audio = element.current;
      if (audio === null) return;
      if (audio.paused) void audio.play().catch(() => setFailed(true));
      else audio.pause();
    },
  };
}
