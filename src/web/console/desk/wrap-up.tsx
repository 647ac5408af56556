/** After a call: time to finish, kept by the server, so that a reload does not end it. */
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { needsDisposition } from '#domain/directory/wrap-up-rules.ts';
import type { CallView, WrapUpView } from '#realtime/agent/protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { useKeys } from '../frame/keyboard.ts';
import type { Reply } from '../link/socket.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Filled } from '../parts/filled.tsx';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { useNow } from '../parts/time.ts';
import { Countdown, Timer } from '../parts/timer.tsx';
import { draftOf, forgetDraft } from './note-draft.ts';
import { OutcomeFields } from './outcome.tsx';

/** The strip. `call`: what is wrapped up; null where the page does not know it. */
export function WrapUp({ call }: { readonly call: CallView | null }): ReactElement {
  const desk = useDesk();
  const { me, settings } = useWorld();
  const { isActing, act } = useAct();
  const [fault, setFault] = useState<string | null>(null);
  const strip = useRef<HTMLElement>(null);

  /** A note that was typed and not saved is saved first: finishing loses nothing. */
  const finish = async (): Promise<Reply> => {
    const text = call === null ? '' : draftOf(call).trim();
    if (call !== null && text !== '') {
      const noted = await desk.send({ type: 'note', callId: call.id, text });
      if (!noted.ok) return noted;
      forgetDraft(call);
    }
    const reply = await desk.send({ type: 'wrap_up_done' });
    if (reply.ok || reply.error !== 'disposition_required') return reply;
    setFault(reply.message);
    strip.current?.querySelector('select')?.focus();
    return { ok: true };
  };
  const press = (): void => {
    setFault(null);
    void act(finish);
  };
  useKeys({ e: press });
  const isHeldUp = needsDisposition(settings.wrapUp, call);
  return (
    <section
      ref={strip}
      aria-label={say('desk.wrapUp.title')}
      className="flex flex-col gap-4 rounded-xl bg-warn-soft p-4 text-warn-ink"
    >
      <div className="flex flex-wrap items-center gap-3">
        <p className="grow basis-48">
          <span className="font-medium">{say('desk.wrapUp.now')}</span> <Timer since={me.wrapUp?.since ?? me.since} />
          <End wrapUp={me.wrapUp} isHeldUp={isHeldUp} />
        </p>
        <Hint text={say('desk.wrapUp.again')} keys="E">
          <Button look="lead" size="large" disabled={isActing} onClick={press}>
            <Check aria-hidden />
            {say('desk.wrapUp.finish')}
          </Button>
        </Hint>
      </div>
      {call === null ? null : <OutcomeFields call={call} fault={isHeldUp ? fault : null} />}
    </section>
  );
}

/** What ends it, and when. */
function End({ wrapUp, isHeldUp }: { readonly wrapUp: WrapUpView | null; readonly isHeldUp: boolean }): ReactElement {
  const until = wrapUp?.until ?? null;
  const isOver = useNow() >= (until === null ? Infinity : Date.parse(until));
  useEffect(() => {
    if (isOver && isHeldUp) announce(say('desk.wrapUp.timeUp'));
  }, [isOver, isHeldUp]);
  return (
    <span className="block text-sm">
      {until === null ? say(isHeldUp ? 'desk.wrapUp.untilChosen' : 'desk.wrapUp.untilDone') : limited(until)}
    </span>
  );

  function limited(at: string): ReactElement {
    if (isHeldUp && isOver) return <>{say('desk.wrapUp.timeUp')}</>;
    return isHeldUp ? (
      <Filled
        says={(gap) => say('desk.wrapUp.left', { time: gap('time') })}
        gaps={{ time: <Countdown until={at} /> }}
      />
    ) : (
      <Filled
        says={(gap) => say('desk.wrapUp.ends', { time: gap('time') })}
        gaps={{ time: <Countdown until={at} /> }}
      />
    );
  }
}
