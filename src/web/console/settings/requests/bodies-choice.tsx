/** Whether bodies are kept, until when, and how many requests are not in the log. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { LogStateView } from '#realtime/agent/requests-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { notify } from '../../parts/notice.tsx';
import { sentenceOf } from '../../parts/request.ts';
import { writeTime } from '../../parts/time.ts';
import { keepBodies } from './requests-query.ts';

/** For how many hours they can be kept. */
const HOURS = [1, 8, 24] as const;

/** The lines. */
export function BodiesChoice({ log }: { readonly log: LogStateView }): ReactElement {
  const queries = useQueryClient();
  const [isActing, setActing] = useState(false);
  const keep = async (hours: number): Promise<void> => {
    setActing(true);
    await keepBodies(hours).catch((error: unknown) => notify(sentenceOf(error)));
    await queries.invalidateQueries({ queryKey: ['requests'] });
    setActing(false);
  };
  return (
    <section aria-label="Bodies" className="flex flex-col gap-2 rounded-2xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="grow basis-64 text-sm" role="status" id="bodies">
          {log.bodiesUntil === null
            ? 'Bodies are not kept.'
            : `Bodies are kept until ${writeTime(log.bodiesUntil)}, without passwords, tokens and card numbers.`}
        </p>
        {log.bodiesUntil === null ? (
          HOURS.map((hours) => (
            <Button key={hours} size="small" disabled={isActing} onClick={() => void keep(hours)}>
              Keep bodies for {hours} {hours === 1 ? 'hour' : 'hours'}
            </Button>
          ))
        ) : (
          <Button size="small" disabled={isActing} onClick={() => void keep(0)}>
            Stop and remove them
          </Button>
        )}
      </div>
      {log.leftOut === 0 ? null : (
        <p className="text-sm text-warn-ink">
          {log.leftOut.toLocaleString('en-US')} requests since the server started were answered and are not in this log:
          it takes 20 a second of a workspace, and more for a moment.
        </p>
      )}
    </section>
  );
}
