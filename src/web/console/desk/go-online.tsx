/** Going online: said before it is asked what the browser will ask, and what is wrong when it does not work. */
import { CircleAlert, Headphones, LoaderCircle } from 'lucide-react';
import type { ReactElement } from 'react';
import { useDesk, useDeskState } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import type { Size } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import type { SoundPhase } from '../sound/sound.ts';

/** Words while it is under way; null when there is nothing under way. */
function underWay(phase: SoundPhase): string | null {
  return phase === 'asking' || phase === 'connecting' ? say(`desk.online.${phase}`) : null;
}

/** The large form, for the middle of the desk. */
export function GoOnline(): ReactElement {
  const { sound } = useDeskState();
  const waiting = underWay(sound.phase);
  return (
    <>
      <span className="mb-5 grid size-16 place-items-center rounded-full bg-sunken text-quiet [&_svg]:size-7">
        {waiting === null ? <Headphones aria-hidden /> : <LoaderCircle aria-hidden className="animate-spin" />}
      </span>
      <h2 className="text-xl font-semibold">{say('desk.online.title')}</h2>
      <p className="mt-1.5 max-w-md text-quiet">{waiting ?? say('desk.online.about')}</p>
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
  const isUnderWay = underWay(sound.phase) !== null;
  return (
    <Button
      look="lead"
      size={size}
      className={className}
      disabled={isUnderWay || link !== 'open'}
      onClick={() => void desk.goOnline()}
    >
      {say('desk.online.go')}
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
      <p className="grow">{say('desk.online.rescue')}</p>
      <OnlineButton />
    </div>
  );
}

/** What is wrong with the sound, if anything. */
export function SoundProblem(): ReactElement | null {
  const { sound } = useDeskState();
  if (sound.problem === null) return null;
  return (
    <div
      role="alert"
      className="mt-5 flex w-full max-w-md gap-3 rounded-xl bg-danger-soft p-4 text-left text-danger-ink"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-medium">{say(`sound.${sound.problem}.title`)}</p>
        <p className="mt-0.5 text-sm">{say(`sound.${sound.problem}.help`)}</p>
      </div>
    </div>
  );
}
