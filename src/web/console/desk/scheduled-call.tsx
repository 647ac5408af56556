/** A call that is wished for later. */
import { Link } from '@tanstack/react-router';
import { CalendarClock, Phone } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import { locale, say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { Button, buttonClass } from '../parts/button.tsx';
import { useNow, writeWholeTime } from '../parts/time.ts';

/** When, and a way to call before. */
export function ScheduledCall({ call }: { readonly call: CallView }): ReactElement {
  const desk = useDesk();
  const { isActing, act } = useAct();
  return (
    <section
      aria-label={say('desk.scheduled.appointment')}
      className="flex flex-wrap items-center gap-3 rounded-xl bg-sunken p-4"
    >
      <CalendarClock aria-hidden className="size-5 shrink-0 text-quiet" />
      <p className="grow basis-52">
        {call.scheduledAt === null ? say('desk.scheduled.later') : writeWholeTime(call.scheduledAt)}
        <span className="block text-sm text-quiet">{say('desk.scheduled.rings')}</span>
      </p>
      <Link to="/scheduled" className={buttonClass('quiet', 'large')}>
        {say('desk.scheduled.move')}
      </Link>
      <Button
        size="large"
        disabled={isActing}
        onClick={() => void act(async () => desk.send({ type: 'call_now', callId: call.id }))}
      >
        <Phone aria-hidden />
        {say('desk.scheduled.now')}
      </Button>
    </section>
  );
}

/** `in 5 minutes`, `3 hours ago`, `in 2 days`. */
export function useDue(at: string | null): string {
  const now = useNow();
  if (at === null) return '';
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const hours = Math.round(minutes / 60);
  if (Math.abs(minutes) < 90) return format.format(minutes, 'minute');
  return Math.abs(hours) < 36 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
}
