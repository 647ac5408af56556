/** What the list of calls is narrowed to. All of it stands in the address. */
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import type { ShownCalls } from '#realtime/agent/calls-protocol.ts';
import { SHOWN_CALLS } from '#realtime/agent/calls-protocol.ts';
import { wordsOf } from '../link/call-rules.ts';
import { useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import type { CallsSearch } from './calls-query.ts';

const BOX = 'min-h-9 rounded-lg border border-edge bg-surface px-2.5 text-sm hover:border-ink';

/** Takes a change of some filters; what is undefined is taken away. */
type Narrow = (change: { readonly [K in keyof CallsSearch]: CallsSearch[K] | undefined }) => void;

/** The row of filters. */
export function Filters({ search }: { readonly search: CallsSearch }): ReactElement {
  const navigate = useNavigate({ from: '/calls' });
  const { settings } = useWorld();
  const narrow: Narrow = (change) =>
    void navigate({ search: (before) => withoutEmpty({ ...before, ...change }), replace: true });
  return (
    <div className="flex flex-col gap-3">
      <Shown chosen={search.show ?? 'all'} choose={(show) => narrow({ show: show === 'all' ? undefined : show })} />
      <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
        <Find text={search.find ?? ''} find={(find) => narrow({ find })} />
        <Places search={search} narrow={narrow} />
        <LabelChoice
          name={say('desk.outcome.disposition')}
          all={say('calls.allDispositions')}
          value={search.disposition}
          offered={wordsOf(settings, 'dispositions')}
          choose={(disposition) => narrow({ disposition })}
        />
        <LabelChoice
          name={say('calls.tag')}
          all={say('calls.allTags')}
          value={search.tag}
          offered={wordsOf(settings, 'tags')}
          choose={(tag) => narrow({ tag })}
        />
        <label className="flex min-h-9 items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4.5 accent-(--accent)"
            checked={search.missing === true}
            onChange={({ target }) => narrow({ missing: target.checked ? true : undefined })}
          />
          {say('calls.notFilledIn')}
        </label>
        <Day name={say('desk.from')} value={search.from} choose={(from) => narrow({ from })} />
        <Day name={say('calls.to')} value={search.to} choose={(to) => narrow({ to })} />
        {Object.keys(search).length === 0 ? null : (
          <Button look="quiet" size="small" onClick={() => void navigate({ search: {}, replace: true })}>
            <X aria-hidden />
            {say('calls.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Which way, by whom, and in which queue. */
function Places({ search, narrow }: { readonly search: CallsSearch; readonly narrow: Narrow }): ReactElement {
  const { me, agents, menus } = useWorld();
  return (
    <>
      <select
        aria-label={say('calls.direction')}
        value={search.direction ?? ''}
        onChange={({ target }) => narrow({ direction: target.value === '' ? undefined : (target.value as 'inbound') })}
        className={BOX}
      >
        <option value="">{say('calls.allDirections')}</option>
        <option value="inbound">{say('calls.incoming')}</option>
        <option value="outbound">{say('calls.outgoing')}</option>
      </select>
      {me.role === 'agent' ? null : (
        <select
          aria-label={say('desk.transfer.agent')}
          value={search.agent ?? ''}
          onChange={({ target }) => narrow({ agent: target.value === '' ? undefined : Number(target.value) })}
          className={BOX}
        >
          <option value="">{say('calls.allAgents')}</option>
          {[...agents.values()].map((agent) => (
            <option key={agent.id} value={agent.id}>
              {agent.name}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={say('calls.queue')}
        value={search.menu ?? ''}
        onChange={({ target }) => narrow({ menu: target.value === '' ? undefined : Number(target.value) })}
        className={BOX}
      >
        <option value="">{say('calls.allQueues')}</option>
        {menus.map((menu) => (
          <option key={menu.id} value={menu.id}>
            {menu.path}
          </option>
        ))}
        {search.menu === undefined || menus.some((menu) => menu.id === search.menu) ? null : (
          <option value={search.menu}>{say('calls.deletedMenu')}</option>
        )}
      </select>
    </>
  );
}

/** One of the workspace's words, or the one in the address that is no longer offered; nothing where there is none. */
function LabelChoice({
  name,
  all,
  value,
  offered,
  choose,
}: {
  readonly name: string;
  readonly all: string;
  readonly value: string | undefined;
  readonly offered: readonly string[];
  readonly choose: (label: string | undefined) => void;
}): ReactElement | null {
  const labels = value === undefined || offered.includes(value) ? offered : [...offered, value];
  if (labels.length === 0) return null;
  return (
    <select
      aria-label={name}
      value={value ?? ''}
      onChange={({ target }) => choose(target.value === '' ? undefined : target.value)}
      className={BOX}
    >
      <option value="">{all}</option>
      {labels.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}

function Day({
  name,
  value,
  choose,
}: {
  readonly name: string;
  readonly value: string | undefined;
  readonly choose: (day: string | undefined) => void;
}): ReactElement {
  return (
    <label className="flex min-w-0 gap-x-1.5 gap-y-1 text-sm text-quiet max-sm:flex-col sm:items-center">
      {name}
      <input
        type="date"
        value={value ?? ''}
        onChange={({ target }) => choose(target.value === '' ? undefined : target.value)}
        className={`${BOX} min-w-0 text-ink`}
      />
    </label>
  );
}

function withoutEmpty(search: { readonly [K in keyof CallsSearch]: CallsSearch[K] | undefined }): CallsSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

function Shown({
  chosen,
  choose,
}: {
  readonly chosen: ShownCalls;
  readonly choose: (show: ShownCalls) => void;
}): ReactElement {
  return (
    <div role="group" aria-label={say('calls.showGroup')} className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1">
      {SHOWN_CALLS.map((show) => (
        <button
          key={show}
          type="button"
          aria-pressed={chosen === show}
          onClick={() => choose(show)}
          className="min-h-9 shrink-0 rounded-full border border-transparent px-3.5 text-sm text-quiet hover:bg-sunken hover:text-ink aria-pressed:bg-ink aria-pressed:text-ground"
        >
          {say(`calls.show.${show}`)}
        </button>
      ))}
    </div>
  );
}

function Find({
  text,
  find,
}: {
  readonly text: string;
  readonly find: (text: string | undefined) => void;
}): ReactElement {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = textIn(event, 'find');
    find(typed === '' ? undefined : typed);
  };
  return (
    <form role="search" onSubmit={submit} className="max-sm:col-span-2">
      <label className="flex gap-x-1.5 gap-y-1 text-sm text-quiet max-sm:flex-col sm:items-center">
        {say('calls.find')}
        <input
          key={text}
          type="search"
          name="find"
          minLength={FIND_LENGTHS.min}
          maxLength={FIND_LENGTHS.max}
          defaultValue={text}
          className={`${BOX} w-full text-ink sm:w-44`}
        />
      </label>
    </form>
  );
}
