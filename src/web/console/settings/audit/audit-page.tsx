/** The audit log: who did what, by which way, and who listened. For administrators. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { AuditAction } from '#domain/identity/audit.ts';
import { AUDIT_ACTIONS } from '#domain/identity/audit.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { ChoiceField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { peopleQuery } from '../people-query.ts';
import { AuditLine } from './audit-line.tsx';
import type { AuditWish } from './audit-query.ts';
import { ANY, readAudit, writeWish } from './audit-query.ts';

/** An act without who did it, and with dots for what it was done to. */
function actWord(action: AuditAction): string {
  return say(`audit.act.${action}`, { who: '', what: '…' }).trim();
}

/** The page. */
export function AuditPage(): ReactElement {
  useTitle(say('settings.section.audit'));
  const [wish, setWish] = useState(ANY);
  const log = useInfiniteQuery({
    queryKey: ['audit', wish],
    queryFn: async ({ pageParam }) => readAudit(wish, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.audit')}</h1>
        <a href={`/app/audit.csv?${writeWish(wish).toString()}`} download className={buttonClass()}>
          <Download aria-hidden />
          CSV
        </a>
      </div>
      <Filters wish={wish} change={setWish} />
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {log.isPending ? <Skeleton rows={6} label={say('audit.loading')} /> : null}
        {log.isError && entries.length === 0 ? (
          <Trouble title={say('audit.trouble')} error={log.error} again={() => void log.refetch()} />
        ) : null}
        {log.isSuccess && entries.length === 0 ? (
          <Empty icon={<ScrollText />} title={say('audit.none')}>
            {wish === ANY ? say('audit.noneYet') : say('audit.noMatch')}
          </Empty>
        ) : null}
        <ol aria-label={say('audit.entries')} className="divide-y divide-line">
          {entries.map((entry) => (
            <AuditLine key={entry.id} entry={entry} />
          ))}
        </ol>
      </div>
      {log.hasNextPage ? (
        <Button className="self-center" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {log.isFetchingNextPage ? say('calls.loadingMore') : say('audit.earlier')}
        </Button>
      ) : null}
    </div>
  );
}

function Filters({
  wish,
  change,
}: {
  readonly wish: AuditWish;
  readonly change: (wish: AuditWish) => void;
}): ReactElement {
  const people = useQuery(peopleQuery).data?.people ?? [];
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <legend className="sr-only">{say('audit.only')}</legend>
      <ChoiceField
        label={say('audit.what')}
        value={wish.action}
        onChange={({ target }) =>
          change({ ...wish, action: AUDIT_ACTIONS.find((action) => action === target.value) ?? '' })
        }
      >
        <option value="">{say('audit.everything')}</option>
        {AUDIT_ACTIONS.map((action) => (
          <option key={action} value={action}>
            {actWord(action)}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('audit.who')}
        value={wish.agentId}
        onChange={({ target }) => change({ ...wish, agentId: target.value })}
      >
        <option value="">{say('audit.anyone')}</option>
        {people.map(({ id, firstName, lastName, email }) => (
          <option key={id} value={id}>
            {`${firstName} ${lastName}`.trim() || email}
          </option>
        ))}
      </ChoiceField>
      <TextField
        label={say('audit.from.day')}
        type="date"
        value={wish.from}
        onChange={({ target }) => change({ ...wish, from: target.value })}
      />
      <TextField
        label={say('audit.to.day')}
        type="date"
        value={wish.to}
        onChange={({ target }) => change({ ...wish, to: target.value })}
      />
    </fieldset>
  );
}
