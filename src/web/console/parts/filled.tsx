/** A text with elements in its gaps. */
import type { ReactElement, ReactNode } from 'react';
import { Fragment } from 'react';

/** Stands around the name of a gap; in no text. */
const EDGE = '\u0000';

/** `says` fills each gap with what `gap` gives for its name, and the element of that name takes its place. */
export function Filled({
  says,
  gaps,
}: {
  readonly says: (gap: (name: string) => string) => string;
  readonly gaps: Readonly<Record<string, ReactNode>>;
}): ReactElement {
  const parts = says((name) => EDGE + name + EDGE).split(EDGE);
  // Every second part is the name of a gap; parts do not move while a text stays.
  return (
    <>
      {parts.map((part, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- The place is what a part is known by.
        <Fragment key={place}>{place % 2 === 1 ? gaps[part] : part}</Fragment>
      ))}
    </>
  );
}
