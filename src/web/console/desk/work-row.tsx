/** One kind of work at the left of the desk, and one line of it. */
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { Count } from '../parts/mark.tsx';
import type { Tone } from '../parts/words.ts';
import type { DeskSearch } from './focus.ts';

/** Everything of one kind, with how many there are; nothing where there is none. */
export function Group({
  title,
  count,
  tone = 'calm',
  isCounted = true,
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly tone?: Tone;
  readonly isCounted?: boolean;
  readonly children: ReactNode;
}): ReactElement | null {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1 flex items-center gap-2 px-2 text-xs font-medium text-quiet">
        {title}
        {isCounted ? <Count of={count} tone={tone} /> : null}
      </h3>
      <ul className="flex flex-col gap-0.5">{children}</ul>
    </section>
  );
}

/** A line that leads to what it names, in the middle of the desk. */
export function Row({
  search,
  isShown,
  icon,
  title,
  text,
  aside,
  isNew = false,
}: {
  readonly search: DeskSearch;
  readonly isShown: boolean;
  readonly icon: ReactElement;
  readonly title: string;
  readonly text: ReactNode;
  readonly aside: ReactNode;
  readonly isNew?: boolean;
}): ReactElement {
  const inside = (
    <>
      <span aria-hidden className="mt-0.5 shrink-0 text-quiet [&_svg]:size-4.5">
        {icon}
      </span>
      <span className="min-w-0 grow">
        <span className={`flex items-baseline gap-2 ${isNew ? 'font-semibold' : ''}`}>
          <span className="grow truncate">{title}</span>
          <span className="shrink-0 text-xs font-normal text-quiet tabular-nums">{aside}</span>
        </span>
        <span className="block truncate text-sm text-quiet">{text}</span>
      </span>
    </>
  );
  const look =
    'flex min-h-13 items-start gap-3 rounded-xl px-2.5 py-2 hover:bg-sunken aria-[current]:bg-accent-soft forced-colors:aria-[current]:outline-1';
  const shared = {
    className: look,
    ...(isShown ? { 'aria-current': 'true' as const } : {}),
  };
  return (
    <li>
      <Link to="/desk" search={search} activeProps={{}} {...shared}>
        {inside}
      </Link>
    </li>
  );
}
