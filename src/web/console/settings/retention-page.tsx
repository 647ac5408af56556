/** How long what is personal is kept. For administrators. */
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { Retention, RetentionKind } from '#domain/directory/retention.ts';
import { MAX_COUNTED, RETENTION_DAYS, RETENTION_KINDS } from '#domain/directory/retention.ts';
import type { RetentionView } from '#realtime/agent/retention-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { getJson, sendJson, sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: async () => getJson<RetentionView>('/app/retention.json'),
});

/** The page. */
export function RetentionPage(): ReactElement {
  useTitle(say('settings.section.retention'));
  const kept = useQuery(retentionQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.retention')}</h1>
      <p className="text-quiet">{say('retention.about')}</p>
      {kept.isPending ? <Skeleton rows={5} label={say('retention.loading')} /> : null}
      {kept.isError ? (
        <Trouble title={say('retention.trouble')} error={kept.error} again={() => void kept.refetch()} />
      ) : null}
      {kept.data === undefined ? null : <Form kept={kept.data} />}
    </div>
  );
}

type Texts = Readonly<Record<RetentionKind, string>>;

function Form({ kept }: { readonly kept: RetentionView }): ReactElement {
  const queries = useQueryClient();
  const [texts, setTexts] = useState<Texts>(() => textsOf(kept.retention));
  const [fault, setFault] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const asked = retentionIn(texts);
  const preview = useQuery({
    queryKey: ['retention', asked],
    queryFn: async () => sendJson<RetentionView>('POST', '/app/retention/preview.json', asked ?? {}),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  });
  const due = preview.data?.due ?? kept.due;
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (asked === null) return;
    setSaving(true);
    setFault(null);
    try {
      queries.setQueryData(
        retentionQuery.queryKey,
        await sendJson<RetentionView>('PATCH', '/app/retention.json', asked),
      );
      announce(say('workspace.savedSaid'));
    } catch (error) {
      setFault(sentenceOf(error));
    }
    setSaving(false);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => void save(event)}
      className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      {RETENTION_KINDS.map((kind) => (
        <TextField
          key={kind}
          label={say('retention.days', { kind: say(`retention.kind.${kind}`) })}
          name={kind}
          inputMode="numeric"
          value={texts[kind]}
          placeholder={say('retention.forGood')}
          onChange={({ target }) => setTexts({ ...texts, [kind]: target.value })}
          error={daysIn(texts[kind]) === undefined ? say('retention.range', RETENTION_DAYS) : null}
          help={dueWord(due[kind], daysIn(texts[kind]))}
        />
      ))}
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      <Button type="submit" look="lead" size="large" disabled={asked === null || isSaving}>
        {say(isSaving ? 'common.saving' : 'common.save')}
      </Button>
    </form>
  );
}

function dueWord(count: number, days: number | null | undefined): string {
  if (days == null) return say('retention.kept');
  if (count === 0) return say('retention.nothingDue');
  return count >= MAX_COUNTED ? say('retention.dueOrMore', { count: MAX_COUNTED }) : say('retention.due', { count });
}

function textsOf(retention: Retention): Texts {
  const entries = RETENTION_KINDS.map(
    (kind) => [kind, retention[kind] === null ? '' : String(retention[kind])] as const,
  );
  // One entry for each kind.
  return Object.fromEntries(entries) as Record<RetentionKind, string>;
}

/** Null where a field has no days. */
function retentionIn(texts: Texts): Retention | null {
  const entries = RETENTION_KINDS.map((kind) => [kind, daysIn(texts[kind])] as const);
  if (entries.some(([, days]) => days === undefined)) return null;
  // One entry for each kind, and none of them undefined.
  return Object.fromEntries(entries) as Record<RetentionKind, number | null>;
}

/** Null for an empty field, undefined for what is no number of days. */
function daysIn(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const days = Number(text);
  const isDays = /^\s*\d+\s*$/.test(text) && days >= RETENTION_DAYS.min && days <= RETENTION_DAYS.max;
  return isDays ? days : undefined;
}
