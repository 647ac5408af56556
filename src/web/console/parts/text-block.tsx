/** Texts of programs, as they were sent. */
import type { ReactElement } from 'react';

/** A text that scrolls for itself; the focus can go in, so that keys scroll it. */
export function TextBlock({
  title,
  text,
  isTall = false,
}: {
  readonly title: string;
  readonly text: string;
  readonly isTall?: boolean;
}): ReactElement {
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reached by the keyboard.
      tabIndex={0}
      role="region"
      aria-label={title}
      className={`overflow-auto rounded-lg border border-line bg-surface p-3 text-xs break-all whitespace-pre-wrap ${isTall ? 'max-h-[32rem]' : 'max-h-60'}`}
    >
      {text}
    </pre>
  );
}

/** JSON with a line for each field; what is none as it is. */
export function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
