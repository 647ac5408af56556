/** The numbers that matter, large. What is bad says so in color, in a sign and in words. */
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Today } from '#realtime/agent/calls-protocol.ts';
import { todayQuery } from '../calls/calls-query.ts';
import { callsInProgress } from '../link/mine.ts';
import type { World } from '../link/world.ts';
import { locale, say } from '../parts/language.ts';
import { secondsBetween, useNow, writeDuration } from '../parts/time.ts';

/** Waiting longer than this is worth a look, or is bad. Seconds. */
const SLOW_SECONDS = 60;
const BAD_SECONDS = 180;

type Level = 'fine' | 'slow' | 'bad';

/** The row. */
export function Tiles({ world }: { readonly world: World }): ReactElement {
  const { data: today } = useQuery(todayQuery);
  const now = useNow();
  const waiting = world.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const since = world.queues.flatMap((queue) => queue.waitingSince ?? []).toSorted()[0];
  const longest = since === undefined ? null : secondsBetween(since, now);
  const free = [...world.agents.values()].filter((agent) => agent.isFree).length;
  const talking = callsInProgress(world).filter((call) => call.state === 'connected').length;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      <Tile name={say('live.waitingNow')} value={String(waiting)} />
      <Tile
        name={say('live.longestWait')}
        value={longest === null ? '–' : writeDuration(longest)}
        level={levelOf(longest)}
      />
      <Tile name={say('state.connected')} value={String(talking)} />
      <Tile name={say('live.agentsFree')} value={String(free)} level={waiting > 0 && free === 0 ? 'slow' : 'fine'} />
      <Tile name={say('live.answeredToday')} value={today === undefined ? '–' : String(today.answered)} />
      <Tile name={missedName(today)} value={today === undefined ? '–' : String(today.missed)} />
    </dl>
  );
}

function levelOf(seconds: number | null): Level {
  if (seconds === null || seconds < SLOW_SECONDS) return 'fine';
  return seconds < BAD_SECONDS ? 'slow' : 'bad';
}

/** The name of the count, with the share of all that ended. */
function missedName(today: Today | undefined): string {
  const all = today === undefined ? 0 : today.answered + today.missed + today.voicemail + today.elsewhere;
  if (today === undefined || all === 0) return say('live.missedToday');
  const share = new Intl.NumberFormat(locale(), { style: 'percent' }).format(today.missed / all);
  return say('live.missedShare', { share });
}

const LOOKS: Readonly<Record<Level, string>> = {
  fine: 'border-line bg-surface',
  slow: 'border-warn bg-warn-soft text-warn-ink',
  bad: 'border-danger bg-danger-soft text-danger-ink',
};

function Tile({
  name,
  value,
  level = 'fine',
}: {
  readonly name: string;
  readonly value: string;
  readonly level?: Level;
}): ReactElement {
  return (
    <div
      className={`flex flex-col-reverse justify-end gap-1 rounded-2xl border p-4 shadow-shade sm:p-5 ${LOOKS[level]}`}
    >
      <dt className={`text-sm ${level === 'fine' ? 'text-quiet' : ''}`}>{name}</dt>
      <dd className="flex items-center gap-2 text-3xl leading-tight font-light tabular-nums">
        {value}
        {level === 'slow' ? <TriangleAlert role="img" aria-label={say('live.long')} className="size-5" /> : null}
        {level === 'bad' ? <CircleAlert role="img" aria-label={say('live.tooLong')} className="size-5" /> : null}
      </dd>
    </div>
  );
}
