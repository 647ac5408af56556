/** Small marks: a state, a count, a person. Colour never says anything alone. */
import type { ReactElement, ReactNode } from 'react';
import type { Tone } from './words.ts';

const TONES: Readonly<Record<Tone, string>> = {
  live: 'bg-accent-soft text-accent-ink',
  good: 'bg-accent-soft text-accent-ink',
  wait: 'bg-warn-soft text-warn-ink',
  bad: 'bg-danger-soft text-danger-ink',
  calm: 'bg-sunken text-quiet',
};
const DOTS: Readonly<Record<Tone, string>> = {
  live: 'bg-accent',
  good: 'bg-accent',
  wait: 'bg-warn',
  bad: 'bg-danger',
  calm: 'border border-edge',
};

/** A word on a tinted ground. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactElement {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full border border-transparent px-2 py-0.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3.5 ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}

/** A dot before a word. */
export function Dot({
  tone,
  isBreathing = false,
}: {
  readonly tone: Tone;
  readonly isBreathing?: boolean;
}): ReactElement {
  return (
    <span
      aria-hidden
      className={`inline-block size-2 shrink-0 rounded-full forced-colors:bg-[CanvasText] ${DOTS[tone]} ${isBreathing ? 'animate-breathe' : ''}`}
    />
  );
}

/** How many; nothing for none. */
export function Count({ of, tone = 'calm' }: { readonly of: number; readonly tone?: Tone }): ReactElement | null {
  if (of === 0) return null;
  return (
    <span
      className={`min-w-5 rounded-full px-1.5 text-center text-xs leading-5 font-semibold tabular-nums ${TONES[tone]}`}
    >
      {of}
    </span>
  );
}

/** The first letters of a name; a person's stand-in. */
export function Initials({
  name,
  size = 'medium',
}: {
  readonly name: string | null;
  readonly size?: 'medium' | 'large';
}): ReactElement {
  const letters = (name ?? '')
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 35));
  const shown = [letters[0], letters.length > 1 ? letters.at(-1) : undefined].join('').toUpperCase();
  const dimensions = size === 'large' ? 'size-14 text-lg' : 'size-9 text-xs';
  return (
    <span
      aria-hidden
      className={`grid shrink-0 place-items-center rounded-full bg-accent-soft font-semibold tracking-wide text-accent-ink ${dimensions}`}
    >
      {shown === '' ? '#' : shown}
    </span>
  );
}
