/** A call that rings: who, by which way, how long they waited, how long there is to answer. */
import { useNavigate } from '@tanstack/react-router';
import { Phone, PhoneOff } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { activeCalls } from '../link/mine.ts';
import { useDesk, useDeskState, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Filled } from '../parts/filled.tsx';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { Initials, Mark } from '../parts/mark.tsx';
import { useAct } from '../parts/notice.tsx';
import { secondsBetween, useNow } from '../parts/time.ts';
import { Brief } from './brief.tsx';
import { Timer } from '../parts/timer.tsx';
import { callerName, languageName, writeNumber } from '../parts/words.ts';

/** The card. `hasKeys`: A and D are for this one. */
export function OfferCard({ call, hasKeys }: { readonly call: CallView; readonly hasKeys: boolean }): ReactElement {
  const desk = useDesk();
  const world = useWorld();
  const { sound } = useDeskState();
  const navigate = useNavigate();
  const { isActing, act } = useAct();
  const [isAsking, setAsking] = useState(false);
  const talking = activeCalls(world).find((each) => !each.isHeld);

  const take = (): void => {
    setAsking(false);
    void act(async () => desk.send({ type: 'answer', callId: call.id })).then(async (isTaken) =>
      isTaken ? navigate({ to: '/desk', search: {} }) : undefined,
    );
  };
  const mayAnswer = sound.phase === 'connected';
  const answer = (): void => {
    if (!mayAnswer) return;
    if (talking === undefined) take();
    else setAsking(true);
  };
  const decline = (): void => void act(async () => desk.send({ type: 'decline', callId: call.id }));
  useKeys(hasKeys ? { a: answer, d: decline } : {});

  return (
    <section
      aria-label={say('desk.offer.from', { name: callerName(call) })}
      className="animate-rise rounded-2xl border border-accent bg-raised p-4 shadow-lift sm:p-5"
    >
      <Caller call={call} />
      <div className="mt-4 flex flex-wrap items-center gap-2.5">
        <Hint text={say('desk.offer.take')} keys="A">
          <Button
            look="lead"
            size="large"
            className="grow sm:grow-0"
            disabled={isActing || !mayAnswer}
            onClick={answer}
          >
            <Phone aria-hidden />
            {say('desk.offer.answer')}
          </Button>
        </Hint>
        <Hint text={say('desk.offer.pass')} keys="D">
          <Button size="large" className="grow sm:grow-0" disabled={isActing} onClick={decline}>
            <PhoneOff aria-hidden className="text-danger" />
            {say('desk.offer.decline')}
          </Button>
        </Hint>
        <Button look="quiet" size="large" onClick={() => void navigate({ to: '/desk', search: { call: call.id } })}>
          {say('desk.offer.details')}
        </Button>
      </div>
      <HoldQuestion call={call} talking={talking} isOpen={isAsking} close={() => setAsking(false)} take={take} />
    </section>
  );
}

/** Asked before a call is answered while another one continues. */
function HoldQuestion({
  call,
  talking,
  isOpen,
  close,
  take,
}: {
  readonly call: CallView;
  readonly talking: CallView | undefined;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly take: () => void;
}): ReactElement {
  return (
    <Dialog
      title={say('desk.offer.holdTitle')}
      description={
        talking === undefined ? '' : say('desk.offer.holdAbout', { held: callerName(talking), name: callerName(call) })
      }
      isOpen={isOpen}
      close={close}
    >
      <div className="flex flex-wrap justify-end gap-2.5 pt-2">
        <Button size="large" onClick={close}>
          {say('desk.offer.keep')}
        </Button>
        <Button look="lead" size="large" onClick={take}>
          {say('desk.offer.holdAnswer')}
        </Button>
      </div>
    </Dialog>
  );
}

function Caller({ call }: { readonly call: CallView }): ReactElement {
  const way = [call.menu?.path, languageName(call.lang)].filter((each) => each !== undefined);
  const flags = Object.entries(call.flags).filter(([, isSet]) => isSet);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-4">
        <Initials name={call.contact?.name ?? null} size="large" />
        <div className="min-w-0 grow">
          <p className="text-sm text-quiet">{way.join(' · ')}</p>
          <h2 className="text-xl leading-snug font-semibold">{callerName(call)}</h2>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-quiet">
            {call.contact?.name == null || call.contact.number === null ? null : (
              <span className="tabular-nums">{writeNumber(call.contact.number)}</span>
            )}
            {call.queuedAt === null ? null : (
              <span>
                <Filled
                  says={(gap) => say('desk.offer.waited', { time: gap('time') })}
                  gaps={{ time: <Timer since={call.queuedAt} /> }}
                />
              </span>
            )}
            {flags.map(([flag]) => (
              <Mark key={flag} tone={flag === 'badActor' ? 'bad' : 'calm'}>
                {say(`word.flag.${flag as keyof CallView['flags']}`)}
              </Mark>
            ))}
          </p>
        </div>
        {call.offer === null ? null : <Countdown until={call.offer.until} />}
      </div>
      <Brief call={call} />
    </div>
  );
}

const AROUND = 2 * Math.PI * 18;

/** The time left, as a ring that empties; in words for who comes to it. */
function Countdown({ until }: { readonly until: string }): ReactElement {
  const left = secondsBetween(useNow(), until);
  const [whole] = useState(Math.max(left, 1));
  return (
    <div className="relative grid size-12 shrink-0 place-items-center">
      <svg viewBox="0 0 40 40" aria-hidden className="absolute inset-0 -rotate-90">
        <circle cx="20" cy="20" r="18" fill="none" strokeWidth="3" className="stroke-line" />
        <circle
          cx="20"
          cy="20"
          r="18"
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          className="stroke-accent transition-[stroke-dashoffset] duration-1000 ease-linear"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.min(1, left / whole))}
        />
      </svg>
      <span className="text-sm font-semibold tabular-nums" aria-hidden>
        {left}
      </span>
      <span className="sr-only">{say('desk.offer.left', { count: left })}</span>
    </div>
  );
}
