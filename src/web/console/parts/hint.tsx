/** A word beside what the pointer or the focus is on, with the key that does the same. */
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

/**
 * Wraps a button. The hint explains; the button has its name without it, and anyone who hears the page hears the hint
 * as its description.
 */
export function Hint({
  text,
  keys,
  children,
}: {
  readonly text: string;
  readonly keys?: string;
  readonly children: ReactElement;
}): ReactElement {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} delay={500} aria-description={text} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={8}>
          <Tooltip.Popup
            aria-hidden
            className="flex max-w-64 items-center gap-2 rounded-lg bg-ink px-2.5 py-1.5 text-xs text-ground shadow-lift"
          >
            {text}
            {keys === undefined ? null : (
              <kbd className="rounded border border-current px-1 font-sans text-[0.6875rem] leading-4">{keys}</kbd>
            )}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
