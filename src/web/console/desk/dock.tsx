/**
 * The softphone: at the bottom right of every page but the desk, where the same stands in the middle. There is never a
 * second one.
 */
import { Link } from '@tanstack/react-router';
import { MicOff, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { activeCalls, offers } from '../link/mine.ts';
import { useDeskState, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Dot } from '../parts/mark.tsx';
import { Timer } from '../parts/timer.tsx';
import { callerName, statusOf } from '../parts/words.ts';
import { CallControls } from './call-controls.tsx';
import { OnlineButton, SoundProblem, SoundRescue, useIsOnline } from './go-online.tsx';
import { Level } from './level.tsx';
import { OfferCard } from './offer-card.tsx';
import { RecordingMark } from './recording.tsx';

/** The floating softphone. */
export function Dock(): ReactElement {
  const world = useWorld();
  const isOnline = useIsOnline();
  useEffect(() => {
    if (isOnline) sessionStorage.removeItem(CLOSED);
  }, [isOnline]);
  const ringing = offers(world);
  const [primary] = activeCalls(world);
  return (
    <div className="pointer-events-none fixed inset-x-2 bottom-[calc(4rem+env(safe-area-inset-bottom))] z-30 flex flex-col items-end gap-2 *:pointer-events-auto sm:left-auto sm:right-4 md:bottom-4">
      {ringing.map((call, place) => (
        <div key={call.id} className="w-full sm:w-96">
          <OfferCard call={call} hasKeys={place === 0} />
        </div>
      ))}
      {primary === undefined ? null : <ActiveCall call={primary} isFloating />}
      {primary === undefined && !isOnline ? <FloatingOffline /> : null}
      {primary === undefined && isOnline && ringing.length === 0 ? <Ready /> : null}
    </div>
  );
}

const FLOATING = 'w-full bg-raised shadow-lift sm:w-96';
const STANDING = 'bg-surface shadow-shade';

/** The call in progress, while something else is looked at. */
export function ActiveCall({
  call,
  isFloating = false,
}: {
  readonly call: CallView;
  readonly isFloating?: boolean;
}): ReactElement {
  const { sound } = useDeskState();
  const since = call.connectedAt ?? call.assignedAt ?? call.createdAt;
  return (
    <section
      aria-label={say('desk.softphone')}
      className={`rounded-2xl border border-line p-3.5 ${isFloating ? FLOATING : STANDING}`}
    >
      <div className="mb-3 flex items-center gap-2.5">
        <Dot tone={call.isHeld ? 'wait' : 'live'} />
        <Link to="/desk" search={{}} className="min-w-0 grow truncate rounded font-medium hover:underline">
          {callerName(call)}
        </Link>
        {sound.isMuted ? (
          <MicOff role="img" aria-label={say('desk.muted')} className="size-4 shrink-0 text-warn" />
        ) : null}
        {call.isHeld ? <span className="text-sm text-warn-ink">{say('desk.onHold')}</span> : null}
        <RecordingMark call={call} mayPause={false} />
        <Timer since={since} className="shrink-0 text-quiet" />
      </div>
      <CallControls call={call} isCompact />
      <div className="mt-3 empty:hidden">
        <SoundRescue />
      </div>
    </section>
  );
}

function Ready(): ReactElement {
  const { me, calls } = useWorld();
  const { word, tone } = statusOf(me, calls);
  return (
    <section
      aria-label={say('desk.softphone')}
      className="flex min-h-11 items-center gap-3 rounded-full border border-line bg-raised px-4 text-sm shadow-lift"
    >
      <Dot tone={tone} />
      {word}
      <Level />
    </section>
  );
}

/** Where it is kept that the notice was closed: for this tab, until its agent goes online. */
const CLOSED = 'patchbay.offline-notice';

/** Over other pages the notice can be closed: people who set up menus or read calls may not take any. */
function FloatingOffline(): ReactElement | null {
  const { sound } = useDeskState();
  const [isClosed, close] = useState(() => sessionStorage.getItem(CLOSED) !== null);
  const keepClosed = (): void => {
    sessionStorage.setItem(CLOSED, 'closed');
    close(true);
  };
  // What is wrong with the microphone is never closed away.
  return isClosed && sound.phase === 'off' ? null : <Offline isFloating onClose={keepClosed} />;
}

/** Says that no call comes, and how to change that. */
export function Offline({
  isFloating = false,
  onClose,
}: {
  readonly isFloating?: boolean;
  readonly onClose?: () => void;
}): ReactElement {
  return (
    <section
      aria-label={say('desk.softphone')}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-2xl border border-line p-3 pl-4 ${isFloating ? FLOATING : STANDING}`}
    >
      <p className="grow basis-28 text-sm">
        <span className="font-medium">{say('desk.offline')}</span>{' '}
        <span className="text-quiet max-sm:sr-only">{say('desk.willAsk')}</span>
      </p>
      <div className="flex items-center gap-2">
        <OnlineButton size="medium" />
        {onClose === undefined ? null : (
          <Button look="quiet" size="small" aria-label={say('common.close')} onClick={onClose}>
            <X aria-hidden />
          </Button>
        )}
      </div>
      <SoundProblem />
    </section>
  );
}
