/** One call, live or long ago: what was said, what happened, and how each API tells it. */
import { Tabs } from '@base-ui/react/tabs';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Activity, ArrowLeft, ArrowLeftRight, Scale } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { CallDetail } from '#realtime/agent/calls-protocol.ts';
import { fieldsInWords } from '../link/call-rules.ts';
import { useWorld } from '../link/use-desk.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Initials, Mark } from '../parts/mark.tsx';
import { notify } from '../parts/notice.tsx';
import { isMissing, sentenceOf } from '../parts/request.ts';
import { Nowhere, Skeleton, Trouble } from '../parts/states.tsx';
import { writeDuration, writeWholeTime } from '../parts/time.ts';
import { useTitle } from '../parts/title.ts';
import { oversees } from '../settings/roles.ts';
import { callerName, failWord, farName, languageName, stateOfCall, writeNumber } from '../parts/words.ts';
import { callQuery, holdCall } from './calls-query.ts';
import { Connection } from './connection.tsx';
import { Player } from './player.tsx';
import { Timeline } from './timeline.tsx';
import { VendorViews } from './vendor-views.tsx';

/** The parts of the page, in the address as `tab`. */
export const CALL_TABS = ['sound', 'timeline', 'apis', 'connection'] as const;
export type CallTab = (typeof CALL_TABS)[number];

/** The page. */
export function CallPage(): ReactElement {
  const { id } = useParams({ from: '/frame/calls/$id' });
  useTitle(say('calls.callTitle', { id }));
  const call = useQuery(callQuery(id));
  const live = useWorld().calls.get(Number(id));
  const { refetch } = call;
  // Whatever happens to it while it is looked at is shown.
  useEffect(() => {
    if (live !== undefined) void refetch();
  }, [live, refetch]);
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-6 p-4 sm:p-6 lg:p-8">
      <Link to="/calls" className={`self-start ${buttonClass('quiet', 'small')} -ml-2.5`}>
        <ArrowLeft aria-hidden />
        {say('frame.calls')}
      </Link>
      {call.isPending ? <Skeleton label={say('calls.loadingCall')} /> : null}
      {isMissing(call.error) ? (
        <Nowhere title={say('calls.notFound')}>
          <Link to="/calls" className={buttonClass('plain', 'medium')}>
            {say('calls.toAll')}
          </Link>
        </Nowhere>
      ) : call.isError ? (
        <Trouble title={say('calls.trouble')} error={call.error} again={() => void call.refetch()} />
      ) : null}
      {call.data === undefined ? null : <Content detail={call.data} />}
    </div>
  );
}

const TAB =
  '-mb-px min-h-11 shrink-0 border-b-2 border-transparent px-1 text-quiet hover:text-ink data-active:border-accent data-active:font-medium data-active:text-ink';

function Content({ detail }: { readonly detail: CallDetail }): ReactElement {
  const { tab = 'sound' } = useSearch({ from: '/frame/calls/$id' });
  const navigate = useNavigate({ from: '/calls/$id' });
  const { role } = useWorld().me;
  return (
    <>
      <Head detail={detail} />
      <Tabs.Root
        value={tab}
        onValueChange={(next: CallTab) =>
          void navigate({ search: next === 'sound' ? {} : { tab: next }, replace: true })
        }
      >
        <Tabs.List aria-label={say('calls.about')} className="mb-6 flex gap-6 overflow-x-auto border-b border-line">
          <Tabs.Tab value="sound" className={TAB}>
            {say('calls.tab.sound')}
          </Tabs.Tab>
          <Tabs.Tab value="timeline" className={TAB}>
            {say('calls.tab.timeline')}
          </Tabs.Tab>
          <Tabs.Tab value="apis" className={TAB}>
            {say('calls.tab.apis')}
          </Tabs.Tab>
          {!oversees(role) ? null : (
            <Tabs.Tab value="connection" className={TAB}>
              {say('calls.tab.connection')}
            </Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="sound">
          <Player detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <Timeline events={detail.events} participants={detail.participants} far={farName(detail.call)} />
        </Tabs.Panel>
        <Tabs.Panel value="apis">
          {role === 'admin' || role === 'developer' ? <ToLogs id={String(detail.call.id)} /> : null}
          <VendorViews views={detail.views} />
        </Tabs.Panel>
        {!oversees(role) ? null : (
          <Tabs.Panel value="connection">
            <Connection id={detail.call.id} far={farName(detail.call)} />
          </Tabs.Panel>
        )}
      </Tabs.Root>
    </>
  );
}

/** The way to what programs asked about the call, and to what they were told of it. */
function ToLogs({ id }: { readonly id: string }): ReactElement {
  return (
    <p className="mb-4 flex flex-wrap gap-2">
      <Link to="/settings/requests" search={{ callId: id }} className={buttonClass('plain', 'small')}>
        <ArrowLeftRight aria-hidden />
        {say('calls.requests')}
      </Link>
      <Link to="/settings/events" search={{ callId: id }} className={buttonClass('plain', 'small')}>
        <Activity aria-hidden />
        {say('calls.events')}
      </Link>
    </p>
  );
}

/** Whether nothing of the call may be forgotten. Undone by the same button, so it asks nothing. For administrators. */
function Hold({ id, legalHoldAt }: { readonly id: number; readonly legalHoldAt: string | null }): ReactElement {
  const queries = useQueryClient();
  const [isActing, setActing] = useState(false);
  const run = async (): Promise<void> => {
    setActing(true);
    await holdCall(id, legalHoldAt === null).catch((error: unknown) => notify(sentenceOf(error)));
    await queries.invalidateQueries({ queryKey: callQuery(String(id)).queryKey });
    setActing(false);
  };
  return (
    <Button disabled={isActing} onClick={() => void run()}>
      <Scale aria-hidden />
      {legalHoldAt === null ? say('calls.legalHold') : say('calls.releaseHold')}
    </Button>
  );
}

function Head({ detail: { call, legalHoldAt } }: { readonly detail: CallDetail }): ReactElement {
  const { me } = useWorld();
  const { word, tone } = stateOfCall(call);
  const why = call.state === 'failed' ? failWord(call) : null;
  return (
    <header className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start gap-4">
        <Initials name={call.contact?.name ?? null} size="large" />
        <div className="min-w-0 grow">
          <h1 className="text-2xl leading-tight font-semibold">{callerName(call)}</h1>
          <p className="mt-0.5 text-quiet">
            {say(call.direction === 'inbound' ? 'calls.calledAt' : 'calls.wasCalledAt', {
              at: writeWholeTime(call.createdAt),
            })}
          </p>
          <div className="mt-2 flex flex-wrap items-center gap-2">
            <Mark tone={tone}>{word}</Mark>
            {why === null ? null : <span className="text-sm text-quiet">{why}</span>}
            {call.tags.map((tag) => (
              <Mark key={tag} tone="calm">
                {tag}
              </Mark>
            ))}
            {call.notFilledIn.length === 0 ? null : (
              <Mark tone="wait">{say('calls.lacks', { fields: fieldsInWords(call.notFilledIn) })}</Mark>
            )}
            {call.rating === null ? null : <Mark tone="calm">{say('calls.rated', { rating: call.rating })}</Mark>}
            {legalHoldAt === null ? null : <Mark tone="wait">{say('calls.legalHold')}</Mark>}
          </div>
        </div>
        {me.role === 'admin' ? <Hold id={call.id} legalHoldAt={legalHoldAt} /> : null}
      </div>
      {call.summary === null ? null : <p className="max-w-prose">{call.summary}</p>}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-3 lg:grid-cols-6">
        <Fact name={say('desk.number')}>
          {call.contact?.number == null ? say('desk.unknown') : writeNumber(call.contact.number)}
        </Fact>
        <Fact name={say('desk.transfer.queue')}>{call.menu?.path ?? say('calls.none')}</Fact>
        <Fact name={say('desk.transfer.agent')}>{call.agentName ?? say('calls.none')}</Fact>
        <Fact name={say('calls.waited')}>{call.waitSeconds === null ? '–' : writeDuration(call.waitSeconds)}</Fact>
        <Fact name={say('calls.talked')}>
          {call.talkSeconds === null ? '–' : writeDuration(call.talkSeconds)}
          {call.holdSeconds >= 1 ? `, ${say('calls.onHoldFor', { time: writeDuration(call.holdSeconds) })}` : ''}
        </Fact>
        {call.disposition === null ? null : <Fact name={say('desk.outcome.disposition')}>{call.disposition}</Fact>}
        <Fact name={say('desk.language')}>{languageName(call.lang)}</Fact>
        <Fact name={say('calls.id')}>{call.id}</Fact>
        <Fact name={say('calls.uid')} isWide>
          <code className="font-mono text-xs">{call.uid}</code>
        </Fact>
        <Fact name={say('calls.conversation')}>{call.conversationId}</Fact>
        {call.ticketId === null ? null : <Fact name={say('calls.ticket')}>{call.ticketId}</Fact>}
      </dl>
      {call.notes.length === 0 ? null : (
        <ul aria-label={say('desk.notes')} className="flex flex-col gap-2">
          {call.notes.map((note) => (
            <li key={note.id} className="max-w-prose rounded-xl bg-sunken px-3.5 py-2.5 text-sm whitespace-pre-wrap">
              {note.text}
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Fact({
  name,
  isWide = false,
  children,
}: {
  readonly name: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={isWide ? 'col-span-2' : ''}>
      <dt className="text-xs font-medium text-quiet">{name}</dt>
      <dd className="mt-0.5 tabular-nums">{children}</dd>
    </div>
  );
}
