/** How the line to the server is: a dot always, a banner when it has been cut for a while. */
import { MonitorSmartphone, WifiOff } from 'lucide-react';
import type { ReactElement } from 'react';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Hint } from '../parts/hint.tsx';
import { Dot } from '../parts/mark.tsx';
import { useNow } from '../parts/time.ts';

/** A reload or a short cut is no one's business. Milliseconds. */
const PATIENCE_MS = 2000;

/** The dot. */
export function ConnectionDot(): ReactElement {
  const { link } = useDeskState();
  const words = link === 'open' ? 'Connected to the server' : 'Not connected to the server';
  return (
    <Hint text={words}>
      <button type="button" aria-label={words} className="grid size-8 cursor-default place-items-center rounded-full">
        <Dot tone={link === 'open' ? 'good' : 'bad'} isBreathing={link !== 'open'} />
      </button>
    </Hint>
  );
}

/** The banner; it goes by itself when the line is back. */
export function ConnectionBanner(): ReactElement | null {
  const desk = useDesk();
  const { link, offlineSince } = useDeskState();
  const now = useNow();
  if (link === 'superseded')
    return (
      <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-warn-soft px-4 py-2.5 text-warn-ink">
        <MonitorSmartphone aria-hidden className="size-5 shrink-0" />
        <p className="grow basis-60">
          You are working in another window or on another device. This page shows how things stood.
        </p>
        <Button size="small" onClick={() => void desk.useHere()}>
          Work here
        </Button>
      </div>
    );
  if (offlineSince === null || now - offlineSince < PATIENCE_MS) return null;
  return (
    <div role="alert" className="flex items-center gap-3 bg-danger-soft px-4 py-2.5 text-danger-ink">
      <WifiOff aria-hidden className="size-5 shrink-0" />
      <p>Connection lost. Reconnecting… This page may be out of date.</p>
    </div>
  );
}
