/** Who writes down what is said in recorded calls, and where sound is sent for it. For administrators. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { TranscriptChoice } from '#domain/directory/transcript-choice.ts';
import type { TranscriptsView } from '#realtime/agent/transcripts-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { getJson, sendJson, sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

const transcriptsQuery = queryOptions({
  queryKey: ['transcripts'],
  queryFn: async () => getJson<TranscriptsView>('/app/transcripts.json'),
});

/** The page. */
export function TranscriptsPage(): ReactElement {
  useTitle(say('settings.section.transcripts'));
  const stored = useQuery(transcriptsQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.transcripts')}</h1>
      <p className="text-quiet">{say('transcripts.about')}</p>
      <div className="rounded-2xl border border-line bg-surface p-5 shadow-shade">
        {stored.isPending ? <Skeleton rows={3} label={say('transcripts.loading')} /> : null}
        {stored.isError ? (
          <Trouble title={say('transcripts.trouble')} error={stored.error} again={() => void stored.refetch()} />
        ) : null}
        {stored.data === undefined ? null : <Form stored={stored.data} />}
      </div>
    </div>
  );
}

type Option = { readonly choice: TranscriptChoice; readonly word: string; readonly help: string };

function optionsFor({ host, choice }: TranscriptsView): readonly Option[] {
  const elsewhere = {
    choice: 'elsewhere',
    word: host === null ? say('transcripts.elsewhere') : say('transcripts.elsewhereAt', { host }),
    help: host === null ? say('transcripts.elsewhereGone') : say('transcripts.elsewhereHelp', { host }),
  } as const;
  return [
    { choice: 'embedded', word: say('transcripts.embedded'), help: say('transcripts.embeddedHelp') },
    ...(host === null && choice !== 'elsewhere' ? [] : [elsewhere]),
    { choice: 'off', word: say('transcripts.off'), help: say('transcripts.offHelp') },
  ];
}

function Form({ stored }: { readonly stored: TranscriptsView }): ReactElement {
  const queries = useQueryClient();
  const [choice, setChoice] = useState(stored.choice);
  const [fault, setFault] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    setFault(null);
    try {
      const saved = await sendJson<TranscriptsView>('PATCH', '/app/transcripts.json', { choice });
      queries.setQueryData(transcriptsQuery.queryKey, saved);
      announce(say('workspace.savedSaid'));
    } catch (error) {
      setFault(sentenceOf(error));
    }
    setSaving(false);
  };
  return (
    <form className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <LeaveGuard isDirty={choice !== stored.choice} />
      {stored.isOffForAll ? <p className="text-sm text-quiet">{say('transcripts.offForAll')}</p> : null}
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-3 text-sm font-medium">{say('transcripts.who')}</legend>
        {optionsFor(stored).map((option) => (
          <Choice
            key={option.choice}
            option={option}
            isChosen={choice === option.choice}
            choose={() => setChoice(option.choice)}
          />
        ))}
      </fieldset>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {fault}
        </p>
      )}
      <Button type="submit" look="lead" size="large" disabled={choice === stored.choice || isSaving}>
        {say(isSaving ? 'common.saving' : 'common.save')}
      </Button>
    </form>
  );
}

function Choice({
  option: { choice, word, help },
  isChosen,
  choose,
}: {
  readonly option: Option;
  readonly isChosen: boolean;
  choose(): void;
}): ReactElement {
  const id = `transcripts-${choice}`;
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="radio"
        name="transcripts"
        checked={isChosen}
        onChange={choose}
        aria-describedby={`${id}-help`}
        className="mt-1 size-4.5 shrink-0 accent-(--accent)"
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {word}
        </label>
        <p id={`${id}-help`} className="text-sm text-quiet">
          {help}
        </p>
      </div>
    </div>
  );
}
