/** A call that is wished for later. */
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, Phone } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { Button } from '../parts/button.tsx';
import { useNow, writeWholeTime } from '../parts/time.ts';

/** When, and a way to call before. */
export function ScheduledCall({ call }: { readonly call: CallView }): ReactElement {
  const navigate = useNavigate();
  const number = call.contact?.number ?? null;
  return (
    <section aria-label="Appointment" className="flex flex-wrap items-center gap-3 rounded-xl bg-sunken p-4">
      <CalendarClock aria-hidden className="size-5 shrink-0 text-quiet" />
      <p className="grow basis-52">
        {call.scheduledAt === null ? 'Later' : writeWholeTime(call.scheduledAt)}
        <span className="block text-sm text-quiet">It will ring automatically at the scheduled time.</span>
      </p>
      {number === null ? null : (
        <Button size="large" onClick={() => void navigate({ to: '/desk', search: { call: call.id, dial: number } })}>
          <Phone aria-hidden />
          Call now
        </Button>
      )}
    </section>
  );
}

/** `in 5 minutes`, `3 minutes late`. */
export function useDue(at: string | null): string {
  const now = useNow();
  if (at === null) return '';
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  return Math.abs(minutes) < 90 ? format.format(minutes, 'minute') : format.format(Math.round(minutes / 60), 'hour');
}
