/** Handing a call on: to an agent, to a queue, or to a number outside; at once, or after a word with the next one. */
import { Tabs } from '@base-ui/react/tabs';
import type { FormEvent, ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import type { AgentView, CallView, PageCommand, QueueView } from '#realtime/agent/protocol.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { Dot, Initials } from '../parts/mark.tsx';
import { useAct } from '../parts/notice.tsx';
import { closedWord, mayBeRung, statusOf } from '../parts/words.ts';
import { sayWait } from './wait.ts';

type Transfer = Extract<PageCommand, { readonly type: 'transfer' }>;
type Mode = Transfer['mode'];

const TAB =
  'min-h-10 grow rounded-lg text-sm text-quiet hover:text-ink data-active:bg-raised data-active:font-medium data-active:text-ink data-active:shadow-shade';
const MODES = ['cold', 'warm'] as const satisfies readonly Mode[];

/** The dialog. */
export function TransferDialog({
  call,
  isOpen,
  close,
}: {
  readonly call: CallView;
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactElement {
  const desk = useDesk();
  const world = useWorld();
  const { isActing, act } = useAct();
  const [mode, setMode] = useState<Mode>('cold');
  const [sought, setSought] = useState('');
  const hand = (to: Transfer['to']): void =>
    void act(async () => desk.send({ type: 'transfer', callId: call.id, to, mode })).then((isDone) =>
      isDone ? close() : undefined,
    );
  const isSought = (text: string): boolean => text.toLowerCase().includes(sought.trim().toLowerCase());
  const agents = [...world.agents.values()].filter(
    (agent) => agent.id !== world.me.id && isSought(`${agent.name} ${agent.email}`),
  );
  const queues = world.queues.filter((queue) => isSought(queue.path));

  return (
    <Dialog title={say('desk.transfer')} isOpen={isOpen} close={close}>
      <Modes mode={mode} choose={setMode} />
      <Tabs.Root defaultValue="agent" className="mt-4">
        <Tabs.List aria-label={say('desk.transfer.where')} className="flex gap-1 rounded-xl bg-sunken p-1">
          <Tabs.Tab value="agent" className={TAB}>
            {say('desk.transfer.agent')}
          </Tabs.Tab>
          <Tabs.Tab value="queue" className={TAB}>
            {say('desk.transfer.queue')}
          </Tabs.Tab>
          <Tabs.Tab value="number" className={TAB}>
            {say('desk.number')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="agent" className="mt-3 outline-none">
          <Seek sought={sought} seek={setSought} />
          <Targets isEmpty={agents.length === 0}>
            {agents.map((agent) => (
              <AgentTarget key={agent.id} agent={agent} isActing={isActing} hand={() => hand({ agentId: agent.id })} />
            ))}
          </Targets>
        </Tabs.Panel>
        <Tabs.Panel value="queue" className="mt-3 outline-none">
          <Seek sought={sought} seek={setSought} />
          <Targets isEmpty={queues.length === 0}>
            {queues.map((queue) => (
              <QueueTarget
                key={queue.menuId}
                queue={queue}
                isActing={isActing}
                hand={() => hand({ menuId: queue.menuId })}
              />
            ))}
          </Targets>
        </Tabs.Panel>
        <Tabs.Panel value="number" className="mt-3 outline-none">
          <NumberTarget isActing={isActing} hand={(number) => hand({ number })} />
        </Tabs.Panel>
      </Tabs.Root>
    </Dialog>
  );
}

function Modes({ mode, choose }: { readonly mode: Mode; readonly choose: (mode: Mode) => void }): ReactElement {
  return (
    <fieldset className="grid gap-2.5 min-[26rem]:grid-cols-2">
      <legend className="sr-only">{say('desk.transfer.how')}</legend>
      {MODES.map((value) => (
        <label
          key={value}
          className="flex cursor-pointer gap-2.5 rounded-xl border border-line p-3 text-sm hover:border-edge has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="mode"
            value={value}
            checked={mode === value}
            onChange={() => choose(value)}
            className="mt-1 size-4 shrink-0 accent-accent outline-none"
          />
          <span>
            <span className="block font-medium">{say(`desk.transfer.${value}`)}</span>
            <span className="text-quiet">{say(`desk.transfer.${value}About`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Seek({ sought, seek }: { readonly sought: string; readonly seek: (text: string) => void }): ReactElement {
  return (
    <input
      type="search"
      aria-label={say('desk.transfer.search')}
      placeholder={say('desk.transfer.search')}
      value={sought}
      onChange={(event) => seek(event.target.value)}
      className="mb-2 min-h-10 w-full rounded-lg border border-edge bg-surface px-3"
    />
  );
}

function Targets({ isEmpty, children }: { readonly isEmpty: boolean; readonly children: ReactNode }): ReactElement {
  return isEmpty ? (
    <p className="py-6 text-center text-sm text-quiet">{say('desk.transfer.none')}</p>
  ) : (
    <ul className="max-h-72 divide-y divide-line overflow-y-auto">{children}</ul>
  );
}

function AgentTarget({
  agent,
  isActing,
  hand,
}: {
  readonly agent: AgentView;
  readonly isActing: boolean;
  readonly hand: () => void;
}): ReactElement {
  const { word, tone } = statusOf(agent, useWorld().calls);
  return (
    <li className="flex items-center gap-3 py-2">
      <Initials name={agent.name} />
      <div className="min-w-0 grow">
        <p className="truncate">{agent.name}</p>
        <p className="flex items-center gap-1.5 text-sm text-quiet">
          <Dot tone={tone} />
          {word}
        </p>
      </div>
      <Button
        size="medium"
        aria-label={say('desk.transfer.toName', { name: agent.name })}
        disabled={isActing || !mayBeRung(agent)}
        onClick={hand}
      >
        {say('desk.transfer')}
      </Button>
    </li>
  );
}

/** What a transfer there comes to: it rings the queue's agents also while new callers are sent elsewhere. */
function outlookOf(queue: QueueView): string {
  const closed = closedWord(queue);
  const free = say('desk.transfer.free', { count: queue.available });
  if (closed === null) return `${free} · ${sayWait(queue)}`;
  return queue.available === 0
    ? say('desk.transfer.closedEmpty', { closed })
    : say('desk.transfer.closed', { closed, free });
}

function QueueTarget({
  queue,
  isActing,
  hand,
}: {
  readonly queue: QueueView;
  readonly isActing: boolean;
  readonly hand: () => void;
}): ReactElement {
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 grow">
        <p className="truncate">{queue.path}</p>
        <p className="text-sm text-quiet">{outlookOf(queue)}</p>
      </div>
      <Button
        size="medium"
        aria-label={say('desk.transfer.toName', { name: queue.path })}
        disabled={isActing}
        onClick={hand}
      >
        {say('desk.transfer')}
      </Button>
    </li>
  );
}

function NumberTarget({
  isActing,
  hand,
}: {
  readonly isActing: boolean;
  readonly hand: (number: string) => void;
}): ReactElement {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    hand(textIn(event, 'number'));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={say('desk.number')}
        name="number"
        type="tel"
        autoComplete="off"
        required
        placeholder="+1 760-867-5309"
        help={say('desk.transfer.numberHelp')}
      />
      <Button type="submit" look="lead" size="large" disabled={isActing} aria-label={say('desk.transfer.toNumber')}>
        {say('desk.transfer')}
      </Button>
    </form>
  );
}
