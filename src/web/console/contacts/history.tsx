/** All that was between a contact and the workspace: by every agent, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquareText, PhoneIncoming, PhoneOutgoing, StickyNote } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { CallEntry, MessageEntry } from '#realtime/agent/contacts-protocol.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Dot } from '../parts/mark.tsx';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { writeDuration, writeTime } from '../parts/time.ts';
import { stateOfCall } from '../parts/words.ts';
import { historyQuery } from './contacts-query.ts';

/** The history. `exceptId`: the call that is looked at beside it, which is not history yet. */
export function History({
  contactId,
  exceptId = null,
}: {
  readonly contactId: number;
  readonly exceptId?: number | null;
}): ReactElement {
  const list = useInfiniteQuery(historyQuery(contactId));
  const entries = (list.data?.pages.flatMap((page) => page.entries) ?? []).filter(
    (entry) => entry.kind === 'message' || entry.id !== exceptId,
  );
  return (
    <div className="flex flex-col gap-2">
      {list.isPending ? <Skeleton rows={3} label={say('contacts.loadingHistory')} /> : null}
      {list.isError ? (
        <Trouble title={say('contacts.historyTrouble')} error={list.error} again={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && entries.length === 0 ? (
        <p className="text-sm text-quiet">{say('contacts.noHistory')}</p>
      ) : null}
      <ul className="flex flex-col empty:hidden">
        {entries.map((entry) =>
          entry.kind === 'call' ? (
            <Call key={`call ${entry.id}`} entry={entry} />
          ) : (
            <Message key={`message ${entry.id}`} entry={entry} />
          ),
        )}
      </ul>
      {list.hasNextPage ? (
        <Button
          size="small"
          className="self-start"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? say('calls.loadingMore') : say('contacts.showEarlier')}
        </Button>
      ) : null}
    </div>
  );
}

/** Calls that are still to come, the next one first; nothing where there are none. */
export function Scheduled({ calls }: { readonly calls: readonly CallEntry[] }): ReactElement | null {
  if (calls.length === 0) return null;
  return (
    <ul className="flex flex-col">
      {calls.map((call) => (
        <Call key={call.id} entry={call} />
      ))}
    </ul>
  );
}

const ROW = '-mx-2 flex items-start gap-2.5 rounded-lg px-2 py-1.5 text-sm';

function Call({ entry }: { readonly entry: CallEntry }): ReactElement {
  const { id, direction, scheduledAt, state, agentName, queue, talkSeconds, isReadable, summary, notes } = entry;
  const { word, tone } = stateOfCall(entry);
  const at = state === 'scheduled' ? (scheduledAt ?? entry.at) : entry.at;
  const facts = [agentName, queue, talkSeconds === null || talkSeconds === 0 ? null : writeDuration(talkSeconds)];
  const head = (
    <>
      {direction === 'inbound' ? (
        <PhoneIncoming role="img" aria-label={say('calls.incoming')} className="mt-0.5 size-4 shrink-0 text-quiet" />
      ) : (
        <PhoneOutgoing role="img" aria-label={say('calls.outgoing')} className="mt-0.5 size-4 shrink-0 text-quiet" />
      )}
      <span className="min-w-0 grow">
        <span className="flex items-center gap-2">
          <Dot tone={tone} />
          {word}
        </span>
        <span className="block text-quiet">{facts.filter((each) => each !== null).join(' · ')}</span>
      </span>
      <At at={at} />
    </>
  );
  return (
    <li>
      {isReadable ? (
        <Link to="/calls/$id" params={{ id: String(id) }} className={`${ROW} hover:bg-sunken`}>
          {head}
        </Link>
      ) : (
        <div className={ROW}>{head}</div>
      )}
      {summary === null ? null : <Words>{summary}</Words>}
      {notes.map((note) => (
        <Words key={note.id}>
          <StickyNote role="img" aria-label={say('contacts.note')} className="mr-1.5 inline size-3.5 text-quiet" />
          {note.text}
          <span className="text-quiet"> {note.agentName}</span>
        </Words>
      ))}
    </li>
  );
}

function Message({ entry: { by, agentName, text, at } }: { readonly entry: MessageEntry }): ReactElement {
  return (
    <li className={ROW}>
      <MessageSquareText
        role="img"
        aria-label={say('contacts.message')}
        className="mt-0.5 size-4 shrink-0 text-quiet"
      />
      <span className="min-w-0 grow">
        <span className="block break-words whitespace-pre-wrap">{text}</span>
        {by === 'agent' ? <span className="block text-quiet">{agentName}</span> : null}
      </span>
      <At at={at} />
    </li>
  );
}

function Words({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className="mb-1.5 ml-6.5 text-sm break-words whitespace-pre-wrap">{children}</p>;
}

function At({ at }: { readonly at: string }): ReactElement {
  return (
    <time dateTime={at} className="shrink-0 text-quiet tabular-nums">
      {writeTime(at)}
    </time>
  );
}
