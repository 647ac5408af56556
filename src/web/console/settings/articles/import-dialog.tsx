/** Brings a file of articles. What is wrong with it is told row by row, and then nothing was imported. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { MAX_IMPORT_BYTES, MAX_IMPORTED } from '#domain/directory/article.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { CheckField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { FieldFault } from '../../parts/request.ts';
import { fieldFaults, sentenceOf } from '../../parts/request.ts';
import { ALL_ARTICLES, importArticles, IMPORTED_FILES } from './articles-query.ts';

/** The dialog; it closes when the file is imported. */
export function ImportDialog({
  isOpen,
  close,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactElement {
  return (
    <Dialog title={say('articles.importTitle')} description={say('articles.importAbout')} isOpen={isOpen} close={close}>
      <ImportForm close={close} />
    </Dialog>
  );
}

function ImportForm({ close }: { readonly close: () => void }): ReactElement {
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [isPublished, setPublished] = useState(false);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (file === null) return;
    setFaults([]);
    setFailure(null);
    if (file.size > MAX_IMPORT_BYTES) return setFailure(say('articles.importLarge'));
    setSending(true);
    try {
      const { count } = await importArticles(file, isPublished);
      await queries.invalidateQueries(ALL_ARTICLES);
      announce(say('articles.imported', { count }));
      close();
    } catch (error) {
      const found = fieldFaults(error);
      const whole = found.find(({ pointer }) => pointer === '/file');
      setFaults(found.filter((each) => each !== whole));
      setFailure(whole?.detail ?? (found.length > 0 ? say('articles.importFaulty') : sentenceOf(error)));
    }
    setSending(false);
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void send(event)}>
      <TextField
        label={say('articles.importFile')}
        help={say('articles.importFileHelp', { max: MAX_IMPORTED })}
        type="file"
        accept={IMPORTED_FILES}
        error={failure}
        onChange={({ target }) => setFile(target.files?.[0] ?? null)}
      />
      <CheckField
        label={say('articles.importPublish')}
        help={say('articles.importPublishHelp')}
        checked={isPublished}
        onChange={({ target }) => setPublished(target.checked)}
      />
      {faults.length === 0 ? null : (
        <ul
          aria-label={say('articles.importWrong')}
          className="max-h-48 overflow-y-auto rounded-lg bg-danger-soft px-4 py-3 text-sm text-danger-ink"
        >
          {faults.map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>{rowWords(pointer, detail)}</li>
          ))}
        </ul>
      )}
      <Button type="submit" look="lead" size="large" disabled={isSending || file === null}>
        {say(isSending ? 'articles.importing' : 'articles.import')}
      </Button>
    </form>
  );
}

/** `/3/title` as people read it. */
function rowWords(pointer: string, detail: string): string {
  const [, row = '', field = ''] = pointer.split('/');
  return field === 'row'
    ? say('articles.importRow', { row, fault: detail })
    : say('articles.importField', { row, field, fault: detail });
}
