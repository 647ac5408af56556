/** After a call: time to finish, kept by the server, so that a reload does not end it. */
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { WrapUpField } from '#domain/directory/wrap-up-rules.ts';
import type { CallView, WrapUpView } from '#realtime/agent/protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { fieldsInWords, missingIn } from '../link/call-rules.ts';
import type { Reply } from '../link/socket.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Filled } from '../parts/filled.tsx';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { Countdown, Timer } from '../parts/timer.tsx';
import { draftOf, forgetDraft } from './note-draft.ts';
import type { OutcomeFault } from './outcome.tsx';
import { OutcomeFields } from './outcome.tsx';

/** What is missing when an agent wants to finish -> the server's code for it. */
const REFUSED: Readonly<Record<string, WrapUpField>> = {
  disposition_required: 'disposition',
  note_required: 'note',
  tag_required: 'tag',
};

/**
 * The strip. `call`: what is wrapped up; null where the page does not know it. `lacksNote` hears that a note is
 * missing, which is written elsewhere on the page.
 */
export function WrapUp({
  call,
  lacksNote = null,
}: {
  readonly call: CallView | null;
  readonly lacksNote?: ((message: string | null) => void) | null;
}): ReactElement {
  const desk = useDesk();
  const { me, settings } = useWorld();
  const { isActing, act } = useAct();
  const [fault, setFault] = useState<OutcomeFault | null>(null);

  /** A note that was typed and not saved is saved first: finishing loses nothing. */
  const finish = async (): Promise<Reply> => {
    const text = call === null ? '' : draftOf(call).trim();
    if (call !== null && text !== '') {
      const noted = await desk.send({ type: 'note', callId: call.id, text });
      if (!noted.ok) return noted;
      forgetDraft(call);
    }
    const reply = await desk.send({ type: 'wrap_up_done' });
    const field = reply.ok ? undefined : REFUSED[reply.error];
    if (reply.ok || field === undefined) return reply;
    if (field !== 'note') setFault({ field, message: reply.message });
    else if (lacksNote === null) return reply;
    else lacksNote(reply.message);
    return { ok: true };
  };
  const press = (): void => {
    setFault(null);
    lacksNote?.(null);
    void act(finish);
  };
  useKeys({ e: press });
  const missing = call === null ? [] : missingIn(settings, call);
  return (
    <section
      aria-label={say('desk.wrapUp.title')}
      className="flex flex-col gap-4 rounded-xl bg-warn-soft p-4 text-warn-ink"
    >
      <div className="flex flex-wrap items-center gap-3">
        <p className="grow basis-48">
          <span className="font-medium">{say('desk.wrapUp.now')}</span> <Timer since={me.wrapUp?.since ?? me.since} />
          <End wrapUp={me.wrapUp} missing={missing} />
        </p>
        <Hint text={say('desk.wrapUp.again')} keys="E">
          <Button look="lead" size="large" disabled={isActing} onClick={press}>
            <Check aria-hidden />
            {say('desk.wrapUp.finish')}
          </Button>
        </Hint>
      </div>
      {call === null ? null : (
        <OutcomeFields call={call} fault={fault !== null && missing.includes(fault.field) ? fault : null} />
      )}
    </section>
  );
}

/** What ends it, and when. */
function End({
  wrapUp,
  missing,
}: {
  readonly wrapUp: WrapUpView | null;
  readonly missing: readonly WrapUpField[];
}): ReactElement {
  const until = wrapUp?.until ?? null;
  return <span className="block text-sm">{until === null ? unlimited(missing) : limited(until, missing)}</span>;
}

function unlimited(missing: readonly WrapUpField[]): string {
  return missing.length === 0
    ? say('desk.wrapUp.untilDone')
    : say('desk.wrapUp.untilGiven', { fields: fieldsInWords(missing) });
}

function limited(until: string, missing: readonly WrapUpField[]): ReactElement {
  const fields = fieldsInWords(missing);
  return (
    <Filled
      says={(gap) =>
        missing.length === 0
          ? say('desk.wrapUp.ends', { time: gap('time') })
          : say('desk.wrapUp.left', { time: gap('time'), fields })
      }
      gaps={{ time: <Countdown until={until} /> }}
    />
  );
}
