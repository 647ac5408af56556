/** What is said to screen readers, and to no one else. */
import type { ReactElement } from 'react';
import { useSyncExternalStore } from 'react';

type Said = { readonly polite: string; readonly assertive: string };

let said: Said = { polite: '', assertive: '' };
const listeners = new Set<() => void>();

/** Says it once; an empty text takes back what stands there. `assertive` interrupts; it is for calls that ring. */
export function announce(text: string, how: keyof Said = 'polite'): void {
  // The same words once more are said again only if they differ: an invisible space does.
  said = { ...said, [how]: said[how] === text && text !== '' ? `${text}\u00a0` : text };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The two live regions. */
export function Announcer(): ReactElement {
  const { polite, assertive } = useSyncExternalStore(subscribe, () => said);
  return (
    <>
      <div role="status" aria-live="polite" className="sr-only" id="said-politely">
        {polite}
      </div>
      <div role="alert" aria-live="assertive" className="sr-only" id="said-at-once">
        {assertive}
      </div>
    </>
  );
}
