/** Calls that are scheduled, and call-backs: when, who, why, and what can be done before they come due. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarClock, Phone, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { ScheduledRow } from '#realtime/agent/calls-protocol.ts';
import { scheduled } from '../link/mine.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { useAct } from '../parts/notice.tsx';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { writeWholeTime } from '../parts/time.ts';
import { useTitle } from '../parts/title.ts';
import { callerName, writeNumber } from '../parts/words.ts';
import { useDue } from '../desk/scheduled-call.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { scheduledQuery } from './scheduled-query.ts';
import { timeThere } from './scheduled-words.ts';

/** The page. */
export function ScheduledPage(): ReactElement {
  useTitle(say('frame.scheduled'));
  const list = useInfiniteQuery(scheduledQuery);
  useFresh();
  const rows = list.data?.pages.flatMap((page) => page.calls) ?? [];
  const [moving, setMoving] = useState<ScheduledRow | null>(null);
  const [canceling, setCanceling] = useState<ScheduledRow | null>(null);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('scheduled.title')}</h1>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={4} label={say('scheduled.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('scheduled.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && rows.length === 0 ? (
          <Empty icon={<CalendarClock />} title={say('scheduled.none')}>
            {say('scheduled.noneHelp')}
          </Empty>
        ) : null}
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <Line key={row.call.id} row={row} move={() => setMoving(row)} cancel={() => setCanceling(row)} />
          ))}
        </ul>
      </div>
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? say('calls.loadingMore') : say('calls.more')}
        </Button>
      ) : null}
      <MoveDialog row={moving} close={() => setMoving(null)} />
      <CancelDialog row={canceling} close={() => setCanceling(null)} />
    </div>
  );
}

/** Asks for the list again when the desk hears that a scheduled call has come, moved or gone. */
function useFresh(): void {
  const queries = useQueryClient();
  const seen = scheduled(useWorld())
    .map(({ id, scheduledAt, menu }) => `${id} ${scheduledAt} ${menu?.id}`)
    .join();
  const before = useRef(seen);
  useEffect(() => {
    if (before.current === seen) return;
    before.current = seen;
    void queries.invalidateQueries(scheduledQuery);
  }, [queries, seen]);
}

function Line({
  row: { call, warnings, zones, isCallBack },
  move,
  cancel,
}: {
  readonly row: ScheduledRow;
  readonly move: () => void;
  readonly cancel: () => void;
}): ReactElement {
  const desk = useDesk();
  const { isActing, act } = useAct();
  const name = callerName(call);
  const due = useDue(call.scheduledAt);
  const there = timeThere(call.scheduledAt, zones);
  return (
    <li className="flex flex-wrap items-start gap-x-5 gap-y-3 px-5 py-4">
      <div className="basis-52">
        <p className="font-medium tabular-nums">{call.scheduledAt === null ? '' : writeWholeTime(call.scheduledAt)}</p>
        <p className="text-sm text-quiet">{due}</p>
        {there === null ? null : <p className="text-sm text-quiet tabular-nums">{there}</p>}
      </div>
      <div className="min-w-0 grow basis-52">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-sm text-quiet">
          {call.contact?.name == null || call.contact.number === null ? null : `${writeNumber(call.contact.number)} · `}
          {call.menu?.path ?? say('scheduled.noQueue')} ·{' '}
          {isCallBack ? say('desk.journey.from.scheduled_api') : say('desk.journey.from.incoming_api')}
        </p>
        {warnings.length === 0 ? null : (
          <ul className="mt-2 flex flex-wrap gap-2">
            {warnings.map((warning) => (
              <li key={warning}>
                <Mark tone="wait">
                  <TriangleAlert aria-hidden />
                  {say(`scheduled.warning.${warning}`)}
                </Mark>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabled={isActing}
          aria-label={say('scheduled.callNow', { name })}
          onClick={() => void act(async () => desk.send({ type: 'call_now', callId: call.id }))}
        >
          <Phone aria-hidden />
          {say('desk.scheduled.now')}
        </Button>
        <Button size="small" aria-label={say('scheduled.moveTitle', { name })} onClick={move}>
          {say('scheduled.move')}
        </Button>
        <Button size="small" look="quiet" aria-label={say('scheduled.cancelOne', { name })} onClick={cancel}>
          {say('common.cancel')}
        </Button>
      </div>
    </li>
  );
}

function CancelDialog({ row, close }: { readonly row: ScheduledRow | null; readonly close: () => void }): ReactElement {
  const desk = useDesk();
  const { isActing, act } = useAct();
  const name = row === null ? '' : callerName(row.call);
  const cancel = async (callId: number): Promise<void> => {
    if (await act(async () => desk.send({ type: 'cancel_scheduled', callId }))) close();
  };
  return (
    <Dialog
      title={say('scheduled.cancelTitle', { name })}
      description={row?.isCallBack === true ? say('scheduled.cancelAsked') : say('scheduled.cancelAbout')}
      isOpen={row !== null}
      close={close}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{say('scheduled.keepIt')}</Button>
        <Button look="end" disabled={isActing} onClick={() => void (row === null ? null : cancel(row.call.id))}>
          {say('scheduled.cancelWord')}
        </Button>
      </div>
    </Dialog>
  );
}
