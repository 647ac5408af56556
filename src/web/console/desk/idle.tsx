/** The middle of the desk when there is nothing to do: go online, or wait in peace. */
import { useNavigate } from '@tanstack/react-router';
import { Coffee, Headphones, PhoneOutgoing } from 'lucide-react';
import type { ReactElement } from 'react';
import { wrapUpCall } from '../link/mine.ts';
import { useDesk, useDeskState, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { GoOnline, useIsOnline } from './go-online.tsx';
import { Level } from './level.tsx';
import { WrapUp } from './wrap-up.tsx';

/** The card. */
export function Idle({ isTalking }: { readonly isTalking: boolean }): ReactElement {
  const isOnline = useIsOnline();
  return (
    <section
      aria-label={say('desk.idle.status')}
      className="flex grow flex-col items-center justify-center rounded-2xl border border-line bg-surface px-5 py-12 text-center shadow-shade sm:px-10"
    >
      {isOnline && !isTalking ? <Waiting /> : <GoOnline />}
    </section>
  );
}

function Waiting(): ReactElement {
  const world = useWorld();
  const { me } = world;
  const { sound, link } = useDeskState();
  const desk = useDesk();
  const navigate = useNavigate();
  const { isActing, act } = useAct();
  // While the connection is lost the agent's status means nothing.
  const about = link === 'open' ? me.status : 'cut';
  return (
    <>
      <span className="mb-5 grid size-16 place-items-center rounded-full bg-accent-soft text-accent-ink [&_svg]:size-7">
        {me.status === 'break' ? <Coffee aria-hidden /> : <Headphones aria-hidden />}
      </span>
      <h2 className="text-xl font-semibold">{say(`desk.idle.${about}.title`)}</h2>
      <p className="mt-1.5 max-w-sm text-quiet">{say(`desk.idle.${about}.text`)}</p>
      <div className="mt-7 flex flex-col items-center gap-2.5 text-sm text-quiet">
        <Level />
        <span>{say('desk.idle.works', { device: sound.device ?? say('desk.idle.yourMicrophone') })}</span>
      </div>
      {me.status === 'wrap_up' ? (
        <div className="mt-8 w-full max-w-lg text-left">
          <WrapUp call={wrapUpCall(world)} />
        </div>
      ) : null}
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        {me.status === 'available' || me.status === 'wrap_up' ? null : (
          <Button
            look="lead"
            size="large"
            disabled={isActing}
            onClick={() => void act(async () => desk.send({ type: 'status', status: 'available' }))}
          >
            {say('desk.idle.goAvailable')}
          </Button>
        )}
        <Button size="large" onClick={() => void navigate({ to: '/desk', search: { dial: '' } })}>
          <PhoneOutgoing aria-hidden />
          {say('desk.idle.dial')}
        </Button>
      </div>
    </>
  );
}
