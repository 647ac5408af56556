/** The menus as a tree: what callers choose from, in the order of its keys. For administrators. */
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, ExternalLink, ListTree, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { MenuLine } from '#realtime/agent/menus-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { notify } from '../../parts/notice.tsx';
import { sentenceOf } from '../../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { meQuery } from '../../sign-in/session.ts';
import { CommonSounds } from './common-sounds.tsx';
import { CONDITION_TONES } from './menu-words.ts';
import { menusQuery, placeMenus } from './menus-query.ts';
import type { Branch } from './tree.ts';
import { digitOf, moved, treeOf } from './tree.ts';

/** The page. */
export function MenusPage(): ReactElement {
  useTitle(say('settings.section.menus'));
  const list = useQuery(menusQuery);
  const menus = list.data?.menus ?? [];
  const move = useMove(menus);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.menus')}</h1>
        <TestLink />
        <Link to="/settings/menus/new" className={buttonClass('lead', 'medium')}>
          <Plus aria-hidden />
          {say('menus.new')}
        </Link>
      </div>
      <p className="text-sm text-quiet">{say('menus.about')}</p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={4} label={say('menus.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('menus.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && menus.length === 0 ? (
          <Empty icon={<ListTree />} title={say('menus.none')}>
            {say('menus.noneHelp')}
          </Empty>
        ) : null}
        <Branches branches={treeOf(menus)} name={say('settings.section.menus')} move={move} />
      </div>
      {list.data === undefined ? null : <CommonSounds all={list.data} />}
    </div>
  );
}

/** Opens the callers’ page in a tab of its own. `way`: the menus to choose there one after the other, by their ids. */
export function TestLink({ way = [] }: { readonly way?: readonly number[] }): ReactElement {
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <a
      href={`/w/${me?.workspace.slug ?? ''}${way.length === 0 ? '' : `?menu=${way.join('.')}`}`}
      target="_blank"
      rel="noreferrer"
      className={buttonClass('plain', 'medium')}
    >
      <ExternalLink aria-hidden />
      {say('menus.callAs')} <span className="sr-only">{say('menus.newTab')}</span>
    </a>
  );
}

type Move = { readonly isMoving: boolean; readonly run: (menu: MenuLine, by: -1 | 1) => void };

function useMove(menus: readonly MenuLine[]): Move {
  const queries = useQueryClient();
  const [isMoving, setMoving] = useState(false);
  const move = async (menu: MenuLine, by: -1 | 1): Promise<void> => {
    setMoving(true);
    try {
      await placeMenus(moved(menus, menu, by));
      announce(say(by < 0 ? 'menus.movedUp' : 'menus.movedDown', { name: menu.name }));
    } catch (error) {
      notify(sentenceOf(error));
    }
    await queries.invalidateQueries(menusQuery);
    setMoving(false);
  };
  return { isMoving, run: (menu, by) => void move(menu, by) };
}

function Branches({
  branches,
  name,
  move,
}: {
  readonly branches: readonly Branch[];
  readonly name: string;
  readonly move: Move;
}): ReactElement | null {
  if (branches.length === 0) return null;
  return (
    <ul aria-label={name} className="divide-y divide-line">
      {branches.map(({ menu, below }, place) => (
        <li key={menu.id}>
          <Line menu={menu} isFirst={place === 0} isLast={place === branches.length - 1} move={move} />
          {below.length === 0 ? null : (
            <div className="border-t border-line pl-6 sm:pl-10">
              <Branches branches={below} name={say('menus.belowName', { name: menu.name })} move={move} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

type LineParts = {
  readonly menu: MenuLine;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly move: Move;
};

function Line({ menu, isFirst, isLast, move }: LineParts): ReactElement {
  const digit = digitOf(menu.position);
  const agents = new Set(menu.groups.flatMap(({ agent_ids }) => agent_ids)).size;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-sunken font-mono text-sm">
        <span className="sr-only">{say('menus.key')} </span>
        {digit ?? '–'}
      </span>
      <div className="min-w-0 grow basis-40">
        <Link
          to="/settings/menus/$id"
          params={{ id: String(menu.id) }}
          className="font-medium underline-offset-4 hover:underline"
        >
          {menu.name}
        </Link>
        <p className="text-sm text-quiet">
          {say(`menus.kind.${menu.kind}`)} · {say('menus.agents', { count: agents })}
          {menu.hidden ? ` · ${say('menus.isHidden')}` : ''}
        </p>
      </div>
      <Mark tone={CONDITION_TONES[menu.condition]}>{say(`menus.condition.${menu.condition}`)}</Mark>
      <LineActs {...{ menu, isFirst, isLast, move }} />
    </div>
  );
}

function LineActs({ menu, isFirst, isLast, move }: LineParts): ReactElement {
  return (
    <div className="flex gap-1">
      <Button
        size="small"
        look="quiet"
        disabled={isFirst || move.isMoving}
        aria-label={say('menus.moveUp', { name: menu.name })}
        onClick={() => move.run(menu, -1)}
      >
        <ArrowUp aria-hidden />
      </Button>
      <Button
        size="small"
        look="quiet"
        disabled={isLast || move.isMoving}
        aria-label={say('menus.moveDown', { name: menu.name })}
        onClick={() => move.run(menu, 1)}
      >
        <ArrowDown aria-hidden />
      </Button>
      <Link
        to="/settings/menus/new"
        search={{ below: menu.id }}
        aria-label={say('menus.newBelow', { name: menu.name })}
        className={buttonClass('quiet', 'small')}
      >
        <Plus aria-hidden />
      </Link>
    </div>
  );
}
