/** Running time. Screen readers are told the time when they come to it, not every second. */
import type { ReactElement } from 'react';
import { sayDuration, secondsBetween, useNow, writeDuration } from './time.ts';

/** How long it is until then; `0:00` when it has passed. */
export function Countdown({ until }: { readonly until: string }): ReactElement {
  // Rounded up: what has a moment left is not over.
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - useNow()) / 1000));
  return (
    <time className="tabular-nums" dateTime={`PT${seconds}S`}>
      <span aria-hidden>{writeDuration(seconds)}</span>
      <span className="sr-only">{sayDuration(seconds)}</span>
    </time>
  );
}

/** How long it has been since. */
export function Timer({
  since,
  className = '',
}: {
  readonly since: string;
  readonly className?: string;
}): ReactElement {
  const seconds = secondsBetween(since, useNow());
  return (
    <time className={`tabular-nums ${className}`} dateTime={`PT${seconds}S`}>
      <span aria-hidden>{writeDuration(seconds)}</span>
      <span className="sr-only">{sayDuration(seconds)}</span>
    </time>
  );
}
