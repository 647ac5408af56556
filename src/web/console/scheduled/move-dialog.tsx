/** Moving a scheduled call to another time, another queue, or both. */
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { ScheduledRow } from '#realtime/agent/calls-protocol.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ChoiceField, TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { callerName } from '../parts/words.ts';
import { localValue } from './scheduled-words.ts';

/** The dialog; null closes it. */
export function MoveDialog({
  row,
  close,
}: {
  readonly row: ScheduledRow | null;
  readonly close: () => void;
}): ReactElement {
  return (
    <Dialog
      title={say('scheduled.moveTitle', { name: row === null ? '' : callerName(row.call) })}
      description={say('scheduled.times')}
      isOpen={row !== null}
      close={close}
    >
      {row === null ? null : <MoveForm row={row} close={close} />}
    </Dialog>
  );
}

/** A refusal of the queue stands beside the queue, any other beside the time. */
type Fault = { readonly field: 'time' | 'queue'; readonly message: string };

function MoveForm({ row: { call }, close }: { readonly row: ScheduledRow; readonly close: () => void }): ReactElement {
  const desk = useDesk();
  const { menus } = useWorld();
  const [fault, setFault] = useState<Fault | null>(null);
  const [isMoving, setMoving] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const at = new Date(textIn(event, 'time'));
    if (Number.isNaN(at.getTime())) return setFault({ field: 'time', message: say('scheduled.chooseTime') });
    const menuId = Number(textIn(event, 'queue'));
    setMoving(true);
    setFault(null);
    const reply = await desk.send({
      type: 'reschedule',
      callId: call.id,
      at: at.toISOString(),
      menuId: menuId > 0 && menuId !== call.menu?.id ? menuId : null,
    });
    setMoving(false);
    if (reply.ok) return close();
    const isOfQueue = /^menu_(unknown|kind|redirected)/.test(reply.error);
    setFault({
      field: isOfQueue ? 'queue' : 'time',
      message: reply.error === 'menu_after_hours' ? say('scheduled.closedThen') : reply.message,
    });
  };
  const faultOf = (field: Fault['field']): string | null => (fault?.field === field ? fault.message : null);
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={say('calls.col.when')}
        name="time"
        type="datetime-local"
        required
        defaultValue={call.scheduledAt === null ? '' : localValue(call.scheduledAt)}
        error={faultOf('time')}
      />
      <ChoiceField
        label={say('desk.transfer.queue')}
        name="queue"
        defaultValue={String(call.menu?.id ?? '')}
        error={faultOf('queue')}
      >
        {call.menu !== null && menus.some(({ id }) => id === call.menu?.id) ? null : (
          <option value={String(call.menu?.id ?? '')}>{call.menu?.path ?? say('calls.none')}</option>
        )}
        {menus.map((menu) => (
          <option key={menu.id} value={menu.id}>
            {menu.path}
          </option>
        ))}
      </ChoiceField>
      <Button type="submit" look="lead" size="large" disabled={isMoving}>
        {isMoving ? say('scheduled.moving') : say('scheduled.move')}
      </Button>
    </form>
  );
}
