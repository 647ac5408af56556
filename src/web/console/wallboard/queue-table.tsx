/** The queues: who waits, how long, and who could take them. */
import type { ReactElement } from 'react';
import type { QueueView } from '#realtime/agent/protocol.ts';
import { sayWait } from '../desk/wait.ts';
import { say } from '../parts/language.ts';
import { Dot, Mark } from '../parts/mark.tsx';
import { Empty } from '../parts/states.tsx';
import { Timer } from '../parts/timer.tsx';
import { closedWord } from '../parts/words.ts';

const HEAD =
  'px-2 py-2.5 text-left text-xs font-medium whitespace-nowrap text-quiet first:pl-4 last:pr-4 sm:px-3 sm:first:pl-5 sm:last:pr-5';
const CELL = 'px-2 py-3 first:pl-4 last:pr-4 sm:px-3 sm:first:pl-5 sm:last:pr-5';

/** Says that callers who choose the queue are sent elsewhere now. */
function Closed({ queue }: { readonly queue: QueueView }): ReactElement | null {
  const word = closedWord(queue);
  return word === null ? null : <Mark tone="calm">{word}</Mark>;
}

function None(): ReactElement {
  return (
    <>
      <span aria-hidden className="text-quiet">
        –
      </span>
      <span className="sr-only">{say('calls.noneShort')}</span>
    </>
  );
}

/** The table, those with someone waiting first. */
export function QueueTable({ queues }: { readonly queues: readonly QueueView[] }): ReactElement {
  const sorted = queues.toSorted((a, b) => b.waiting - a.waiting || a.path.localeCompare(b.path));
  return (
    <section aria-labelledby="queues">
      <h2 id="queues" className="mb-3 text-lg font-semibold">
        {say('live.queues')}
      </h2>
      <div className="overflow-x-auto rounded-2xl border border-line bg-surface shadow-shade">
        {sorted.length === 0 ? (
          <Empty title={say('live.noQueues')}>{say('live.noQueuesHelp')}</Empty>
        ) : (
          <table className="w-full border-collapse text-sm">
            <thead className="border-b border-line">
              <tr>
                <th scope="col" className={HEAD}>
                  {say('desk.transfer.queue')}
                </th>
                <th scope="col" className={`${HEAD} text-right`}>
                  {say('live.waiting')}
                </th>
                <th scope="col" className={`${HEAD} text-right`}>
                  {say('live.longest')}
                </th>
                <th scope="col" className={`${HEAD} text-right`}>
                  {say('live.free')}
                </th>
                <th scope="col" className={`${HEAD} text-right max-sm:hidden`}>
                  {say('live.expected')}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {sorted.map((queue) => (
                <tr key={queue.menuId}>
                  <th scope="row" className={`${CELL} text-left font-medium`}>
                    <span className="flex min-w-24 flex-wrap items-center gap-x-2.5 gap-y-1 break-normal">
                      <Dot tone={queue.waiting === 0 ? 'calm' : queue.available > 0 ? 'wait' : 'bad'} />
                      {queue.path}
                      <Closed queue={queue} />
                    </span>
                  </th>
                  <td
                    className={`${CELL} text-right tabular-nums ${queue.waiting > 0 ? 'font-semibold' : 'text-quiet'}`}
                  >
                    {queue.waiting}
                  </td>
                  <td className={`${CELL} text-right tabular-nums`}>
                    {queue.waitingSince === null ? <None /> : <Timer since={queue.waitingSince} />}
                  </td>
                  <td className={`${CELL} text-right whitespace-nowrap tabular-nums`}>
                    {queue.condition === 'open' ? queue.available : <None />}
                  </td>
                  <td className={`${CELL} text-right text-quiet max-sm:hidden`}>
                    {queue.condition === 'open' ? sayWait(queue) : <None />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
