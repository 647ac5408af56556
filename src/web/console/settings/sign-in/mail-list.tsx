/** What was mailed to people, the newest first, with what the mail server said. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import type { ReactElement } from 'react';
import type { MailState } from '#domain/identity/mail.ts';
import { MAIL_DAYS } from '#domain/identity/mail.ts';
import type { MailView } from '#realtime/agent/mail-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { Mark } from '../../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { writeTime } from '../../parts/time.ts';
import type { Tone } from '../../parts/words.ts';
import { readMails } from './mail-query.ts';

const STATE_TONES: Readonly<Record<MailState, Tone>> = { waiting: 'wait', sent: 'good', failed: 'bad' };

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
          {say('mail.list.title')}
        </h2>
        <p className="text-sm text-quiet">{say('mail.list.about', { count: MAIL_DAYS })}</p>
      </div>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label={say('mail.list.loading')} /> : null}
        {list.isError && mails.length === 0 ? (
          <Trouble title={say('mail.list.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && mails.length === 0 ? (
          <Empty icon={<Mail />} title={say('mail.list.none')}>
            {say('mail.list.noneHelp')}
          </Empty>
        ) : null}
        <ol aria-label={say('mail.list.label')} className="divide-y divide-line">
          {mails.map((mail) => (
            <Line key={mail.id} mail={mail} />
          ))}
        </ol>
      </div>
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? say('calls.loadingMore') : say('mail.list.earlier')}
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
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-5 py-3.5">
      <div className="min-w-0 grow basis-56">
        <p className="font-medium wrap-anywhere">{say(`mail.kind.${kind}`, { to })}</p>
        <p className="text-sm text-quiet">
          {writeTime(created_at)}
          {next_attempt_at === null || answer === null
            ? null
            : ` · ${say('mail.list.again', { at: writeTime(next_attempt_at) })}`}
        </p>
        {answer === null ? null : <p className="text-sm text-quiet wrap-anywhere">{answer}</p>}
      </div>
      <Mark tone={STATE_TONES[state]}>{say(`mail.state.${state}`)}</Mark>
    </li>
  );
}
