/** What was mailed to people, the newest first, with what the mail server said. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import type { ReactElement } from 'react';
import type { MailKind, MailState } from '#domain/identity/mail.ts';
import { MAIL_DAYS } from '#domain/identity/mail.ts';
import type { MailView } from '#realtime/agent/mail-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { writeTime } from '../../parts/time.ts';
import type { Tone } from '../../parts/words.ts';
import { readMails } from './mail-query.ts';

const KINDS: Readonly<Record<MailKind, string>> = {
  invitation: 'Invitation',
  reset: 'Link for a new password',
  password_changed: 'Password was changed',
};
const STATES: Readonly<Record<MailState, readonly [word: string, tone: Tone]>> = {
  waiting: ['Waiting', 'wait'],
  sent: ['Sent', 'good'],
  failed: ['Not sent', 'bad'],
};

/** How often it is read again, while something may still leave. Milliseconds. */
const AGAIN_MS = 10_000;

/** The list. */
export function MailList(): ReactElement {
  const list = useInfiniteQuery({
    queryKey: ['mails'],
    queryFn: async ({ pageParam }) => readMails(pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ mails, hasMore }) => (hasMore ? (mails.at(-1)?.id ?? null) : null),
    refetchInterval: AGAIN_MS,
  });
  const mails = list.data?.pages.flatMap((page) => page.mails) ?? [];
  return (
    <section aria-labelledby="mails" className="flex flex-col gap-3">
      <div>
        <h2 id="mails" className="text-lg font-semibold">
          Sent mail
        </h2>
        <p className="text-sm text-quiet">
          Of the last {MAIL_DAYS} days. What could not be sent is tried again for some hours.
        </p>
      </div>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label="Loading the mails" /> : null}
        {list.isError && mails.length === 0 ? (
          <Trouble title="The mails cannot be shown" error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && mails.length === 0 ? (
          <Empty icon={<Mail />} title="No mail yet">
            Invitations and links for a new password will stand here.
          </Empty>
        ) : null}
        <ol aria-label="Mails" className="divide-y divide-line">
          {mails.map((mail) => (
            <Line key={mail.id} mail={mail} />
          ))}
        </ol>
      </div>
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading…' : 'Show earlier mails'}
        </Button>
      ) : null}
    </section>
  );
}

function Line({
  mail: { kind, to, state, answer, created_at, next_attempt_at },
}: {
  readonly mail: MailView;
}): ReactElement {
  const [word, tone] = STATES[state];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-5 py-3.5">
      <div className="min-w-0 grow basis-56">
        <p className="font-medium wrap-anywhere">
          {KINDS[kind]} to {to}
        </p>
        <p className="text-sm text-quiet">
          {writeTime(created_at)}
          {next_attempt_at === null || answer === null ? null : ` · tried again ${writeTime(next_attempt_at)}`}
        </p>
        {answer === null ? null : <p className="text-sm text-quiet wrap-anywhere">{answer}</p>}
      </div>
      <Mark tone={tone}>{word}</Mark>
    </li>
  );
}
