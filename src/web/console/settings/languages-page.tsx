/** The languages that callers may choose. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { LanguageView } from '#realtime/agent/lines-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { CheckField, ChoiceField } from '../parts/field.tsx';
import { locale, say } from '../parts/language.ts';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { languagesQuery, putLanguage } from './lines-query.ts';

/** Those that are spoken most in support; any other is added by `PUT /v1/languages/{code}`. ISO 639-1. */
const OFFERED =
  'ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt pt-BR ro ru sk sl sr sv sw ta th tl tr uk ur vi zh'.split(
    ' ',
  );

function nameOf(code: string): string {
  return new Intl.DisplayNames([locale()], { type: 'language' }).of(code) ?? code;
}

/** The page. */
export function LanguagesPage(): ReactElement {
  useTitle(say('settings.section.languages'));
  const list = useQuery(languagesQuery);
  const queries = useQueryClient();
  const [isActing, setActing] = useState(false);
  const put = async (language: LanguageView): Promise<void> => {
    setActing(true);
    try {
      queries.setQueryData(languagesQuery.queryKey, await putLanguage(language));
      announce(say(language.enabled ? 'languages.isOn' : 'languages.isOff', { language: nameOf(language.code) }));
    } catch (error) {
      notify(sentenceOf(error));
    }
    setActing(false);
  };
  const known = list.data?.languages ?? [];
  const isLast = known.filter(({ enabled }) => enabled).length === 1;
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div>
        <h1 className="text-2xl font-semibold">{say('settings.section.languages')}</h1>
        <p className="mt-1 text-sm text-quiet">{say('languages.about')}</p>
      </div>
      {list.isPending ? <Skeleton rows={2} label={say('languages.loading')} /> : null}
      {list.isError ? (
        <Trouble title={say('languages.trouble')} error={list.error} again={() => void list.refetch()} />
      ) : null}
      {list.isSuccess ? (
        <>
          <ul
            aria-label={say('settings.section.languages')}
            className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-shade"
          >
            {known.map(({ code, enabled }) => (
              <li key={code} className="px-5 py-3">
                <CheckField
                  label={`${nameOf(code)} (${code})`}
                  {...(enabled && isLast ? { help: say('languages.last') } : {})}
                  checked={enabled}
                  disabled={isActing || (enabled && isLast)}
                  onChange={({ target }) => void put({ code, enabled: target.checked })}
                />
              </li>
            ))}
          </ul>
          <Add known={known} isActing={isActing} add={async (code) => put({ code, enabled: true })} />
        </>
      ) : null}
    </div>
  );
}

function Add({
  known,
  isActing,
  add,
}: {
  readonly known: readonly LanguageView[];
  readonly isActing: boolean;
  readonly add: (code: string) => Promise<void>;
}): ReactElement {
  const left = OFFERED.filter((code) => !known.some((language) => language.code === code)).toSorted((a, b) =>
    nameOf(a).localeCompare(nameOf(b), locale()),
  );
  const [chosen, choose] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await add(chosen);
    choose('');
  };
  return (
    <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => void submit(event)}>
      <div className="grow sm:max-w-xs">
        <ChoiceField label={say('languages.another')} value={chosen} onChange={({ target }) => choose(target.value)}>
          <option value="">{say('languages.choose')}</option>
          {left.map((code) => (
            <option key={code} value={code}>
              {nameOf(code)}
            </option>
          ))}
        </ChoiceField>
      </div>
      <Button type="submit" disabled={chosen === '' || isActing}>
        {say('numbers.add')}
      </Button>
    </form>
  );
}
