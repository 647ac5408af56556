/** Going online: said before it is asked what the browser will ask, and what is wrong when it does not work. */
import { CircleAlert, Headphones, LoaderCircle } from 'lucide-react';
import type { ReactElement } from 'react';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import type { Size } from '../parts/button.tsx';
import type { SoundPhase } from '../sound/sound.ts';
import { PROBLEM_TEXTS } from '../sound/problems.ts';

/** Words while it is under way; null when there is nothing under way. */
const UNDER_WAY: Readonly<Record<SoundPhase, string | null>> = {
  off: null,
  asking: 'Waiting for the microphone. Allow it where your browser asks.',
  connecting: 'Connecting audio…',
  connected: null,
  interrupted: null,
  failed: null,
};

/** The large form, for the middle of the desk. */
export function GoOnline(): ReactElement {
  const { sound } = useDeskState();
  const waiting = UNDER_WAY[sound.phase];
  return (
    <>
      <span className="mb-5 grid size-16 place-items-center rounded-full bg-sunken text-quiet [&_svg]:size-7">
        {waiting === null ? <Headphones aria-hidden /> : <LoaderCircle aria-hidden className="animate-spin" />}
      </span>
      <h2 className="text-xl font-semibold">You are offline</h2>
      <p className="mt-1.5 max-w-md text-quiet">
        {waiting ??
          'Your browser will ask for the microphone, then for notifications. You stay muted until you answer. Notifications alert you to calls while you are in another tab.'}
      </p>
      <SoundProblem />
      <OnlineButton className="mt-7" />
    </>
  );
}

/** The button, alone. */
export function OnlineButton({
  className = '',
  size = 'large',
}: {
  readonly className?: string;
  readonly size?: Size;
}): ReactElement {
  const desk = useDesk();
  const { sound, link } = useDeskState();
  const isUnderWay = UNDER_WAY[sound.phase] !== null;
  return (
    <Button
      look="lead"
      size={size}
      className={className}
      disabled={isUnderWay || link !== 'open'}
      onClick={() => void desk.goOnline()}
    >
      Go online
    </Button>
  );
}

/** Whether the microphone reaches the server; a short interruption does not count. */
export function useIsOnline(): boolean {
  const { phase } = useDeskState().sound;
  return phase === 'connected' || phase === 'interrupted';
}

/** In a call without sound: what is wrong, and the way out. */
export function SoundRescue(): ReactElement | null {
  const { sound } = useDeskState();
  if (sound.phase !== 'off' && sound.phase !== 'failed') return null;
  if (sound.problem !== null)
    return (
      <div className="flex flex-wrap items-center gap-3">
        <SoundProblem />
        <OnlineButton />
      </div>
    );
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-xl bg-warn-soft p-4 text-warn-ink">
      <p className="grow">No sound: go online in this tab to talk.</p>
      <OnlineButton />
    </div>
  );
}

/** What is wrong with the sound, if anything. */
export function SoundProblem(): ReactElement | null {
  const { sound } = useDeskState();
  if (sound.problem === null) return null;
  const { title, help } = PROBLEM_TEXTS[sound.problem];
  return (
    <div
      role="alert"
      className="mt-5 flex w-full max-w-md gap-3 rounded-xl bg-danger-soft p-4 text-left text-danger-ink"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-sm">{help}</p>
      </div>
    </div>
  );
}
