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
import { Hint } from '../parts/hint.tsx';
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
    <section ref={strip} aria-label="Wrap-up" className="flex flex-col gap-4 rounded-xl bg-warn-soft p-4 text-warn-ink">
      <div className="flex flex-wrap items-center gap-3">
        <p className="grow basis-48">
          <span className="font-medium">Wrapping up</span> <Timer since={me.wrapUp?.since ?? me.since} />
          <End wrapUp={me.wrapUp} isHeldUp={isHeldUp} />
        </p>
        <Hint text="Take calls again" keys="E">
          <Button look="lead" size="large" disabled={isActing} onClick={press}>
            <Check aria-hidden />
            Finish wrap-up
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
    if (isOver && isHeldUp) announce('The time is up. Choose a disposition to take calls again.');
  }, [isOver, isHeldUp]);
  return <span className="block text-sm">{until === null ? UNLIMITED[String(isHeldUp)] : limited(until)}</span>;

  function limited(at: string): ReactElement {
    if (isHeldUp && isOver) return <>The time is up. Choose a disposition to take calls again.</>;
    return isHeldUp ? (
      <>
        <Countdown until={at} /> left. It ends when you have chosen a disposition.
      </>
    ) : (
      <>
        Ends by itself in <Countdown until={at} />, or when you finish.
      </>
    );
  }
}

const UNLIMITED: Readonly<Record<string, string>> = {
  true: 'You won’t receive calls until you choose a disposition and finish.',
  false: 'You won’t receive calls until you finish.',
};
