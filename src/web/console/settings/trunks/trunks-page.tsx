/** The trunks of the workspace. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Cable, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { notify } from '../../parts/notice.tsx';
import { sentenceOf } from '../../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { AllLimits } from './all-limits.tsx';
import { NewTrunkDialog } from './new-trunk-dialog.tsx';
import { healthMark } from './trunk-words.ts';
import { foundWords } from './found-words.ts';
import { orderTrunks, trunksQuery } from './trunks-query.ts';

/** The page. */
export function TrunksPage(): ReactElement {
  useTitle(say('settings.section.trunks'));
  const list = useQuery(trunksQuery);
  const queries = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const trunks = list.data?.trunks ?? [];
  const move = async (from: number, to: number): Promise<void> => {
    const ids = trunks.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(from, 1));
    try {
      queries.setQueryData(trunksQuery.queryKey, await orderTrunks(ids));
      announce(say('trunks.moved', { name: trunks[from]?.name ?? '', place: to + 1 }));
    } catch (error) {
      notify(sentenceOf(error));
      await queries.invalidateQueries(trunksQuery);
    }
  };
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.trunks')}</h1>
        <Button look="lead" disabled={!list.isSuccess} onClick={() => setMaking(true)}>
          <Plus aria-hidden />
          {say('trunks.new')}
        </Button>
      </div>
      <p className="text-sm text-quiet">{say('trunks.about')}</p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label={say('trunks.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('trunks.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && trunks.length === 0 ? (
          <Empty icon={<Cable />} title={say('trunks.none')}>
            {say('trunks.noneHelp')}
          </Empty>
        ) : null}
        <ul aria-label={say('settings.section.trunks')} className="divide-y divide-line">
          {trunks.map((trunk, place) => (
            <Line key={trunk.id} trunk={trunk} place={place} count={trunks.length} move={move} />
          ))}
        </ul>
      </div>
      {trunks.length === 0 ? null : <AllLimits />}
      <NewTrunkDialog isOpen={isMaking} close={() => setMaking(false)} />
    </div>
  );
}

function Line({
  trunk,
  place,
  count,
  move,
}: {
  readonly trunk: TrunkView;
  readonly place: number;
  readonly count: number;
  readonly move: (from: number, to: number) => Promise<void>;
}): ReactElement {
  const [word, tone] = healthMark(trunk);
  const { fault } = trunk.health;
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3.5 hover:bg-sunken">
      <div className="min-w-0 grow basis-60">
        <Link
          to="/settings/trunks/$id"
          params={{ id: String(trunk.id) }}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {trunk.name}
        </Link>
        <p className="truncate text-sm text-quiet">
          {say(`trunks.preset.${trunk.preset}`)} · {trunk.host}
        </p>
        {fault === null || !trunk.is_enabled ? null : <p className="text-sm text-danger-ink">{foundWords(fault)}</p>}
      </div>
      <Mark tone={tone}>{word}</Mark>
      {count === 1 ? null : (
        // Above the link that covers the line.
        <span className="relative z-1 flex gap-1">
          <Button
            size="small"
            look="quiet"
            aria-label={say('trunks.earlier', { name: trunk.name })}
            disabled={place === 0}
            onClick={() => void move(place, place - 1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="small"
            look="quiet"
            aria-label={say('trunks.later', { name: trunk.name })}
            disabled={place === count - 1}
            onClick={() => void move(place, place + 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}
