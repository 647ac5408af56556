/** How the line to the server is: a dot always, a banner when it has been cut for a while. */
import { MonitorSmartphone, WifiOff } from 'lucide-react';
import type { ReactElement } from 'react';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { Dot } from '../parts/mark.tsx';
import { useNow } from '../parts/time.ts';

/** A reload or a short cut is no one's business. Milliseconds. */
const PATIENCE_MS = 2000;

/** The dot. */
export function ConnectionDot(): ReactElement {
  const { link } = useDeskState();
  const words = link === 'open' ? say('frame.connected') : say('frame.notConnected');
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
        <p className="grow basis-60">{say('frame.superseded')}</p>
        <Button size="small" onClick={() => void desk.useHere()}>
          {say('frame.workHere')}
        </Button>
      </div>
    );
  if (offlineSince === null || now - offlineSince < PATIENCE_MS) return null;
  return (
    <div role="alert" className="flex items-center gap-3 bg-danger-soft px-4 py-2.5 text-danger-ink">
      <WifiOff aria-hidden className="size-5 shrink-0" />
      <p>{say('frame.lost')}</p>
    </div>
  );
}
