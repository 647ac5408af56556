/** Whether bodies are kept, until when, and how many requests are not in the log. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { LogStateView } from '#realtime/agent/requests-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { notify } from '../../parts/notice.tsx';
import { sentenceOf } from '../../parts/request.ts';
import { writeTime } from '../../parts/time.ts';
import { keepBodies } from './requests-query.ts';

/** For how many hours they can be kept. */
const HOURS = [1, 8, 24] as const;

/** Requests of a workspace that the log takes in a second. */
const LOGGED_PER_SECOND = 20;

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
    <section
      aria-label={say('requests.bodies')}
      className="flex flex-col gap-2 rounded-2xl border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-2">
        <p className="grow basis-64 text-sm" role="status" id="bodies">
          {log.bodiesUntil === null
            ? say('requests.bodiesOff')
            : say('requests.bodiesOn', { at: writeTime(log.bodiesUntil) })}
        </p>
        {log.bodiesUntil === null ? (
          HOURS.map((hours) => (
            <Button key={hours} size="small" disabled={isActing} onClick={() => void keep(hours)}>
              {say('requests.bodiesKeep', { hours })}
            </Button>
          ))
        ) : (
          <Button size="small" disabled={isActing} onClick={() => void keep(0)}>
            {say('requests.bodiesStop')}
          </Button>
        )}
      </div>
      {log.leftOut === 0 ? null : (
        <p className="text-sm text-warn-ink">
          {say('requests.leftOut', { count: log.leftOut, rate: LOGGED_PER_SECOND })}
        </p>
      )}
    </section>
  );
}
