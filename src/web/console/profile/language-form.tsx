/** In which language the console is read. It changes at once, and is kept for the person. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { WrittenLanguage } from '#domain/directory/language.ts';
import { preferredWritten, WRITTEN_LANGUAGES } from '#domain/directory/language.ts';
import { ChoiceField } from '../parts/field.tsx';
import { readIn, say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { meQuery } from '../sign-in/session.ts';
import { chooseLanguage, profileQuery } from './profile-query.ts';

/** The choice. */
export function LanguageForm({ language }: { readonly language: WrittenLanguage | null }): ReactElement {
  const queries = useQueryClient();
  const [fault, setFault] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const choose = async (chosen: WrittenLanguage | null): Promise<void> => {
    setSaving(true);
    setFault(null);
    try {
      await chooseLanguage(chosen);
      await Promise.all([queries.invalidateQueries(profileQuery), queries.invalidateQueries(meQuery)]);
      // Last: it draws the page anew.
      await readIn(chosen);
    } catch (error) {
      setFault(sentenceOf(error));
    }
    setSaving(false);
  };
  const browsers = ownName(preferredWritten(navigator.languages));
  return (
    <ChoiceField
      label={say('profile.language.field')}
      value={language ?? ''}
      disabled={isSaving}
      error={fault}
      onChange={({ target }) => void choose(WRITTEN_LANGUAGES.find((each) => each === target.value) ?? null)}
    >
      <option value="">{say('profile.language.browser', { language: browsers })}</option>
      {WRITTEN_LANGUAGES.map((each) => (
        <option key={each} value={each} lang={each}>
          {ownName(each)}
        </option>
      ))}
    </ChoiceField>
  );
}

/** A language by its own name, which its readers recognize whatever the page is in. */
function ownName(lang: WrittenLanguage): string {
  const name = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
}
