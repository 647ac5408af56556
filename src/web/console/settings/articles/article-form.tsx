/** An article as it is written, and beside it what callers hear of it. */
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { ARTICLE_LENGTHS } from '#domain/directory/article.ts';
import { MAX_ANSWER, spokenAnswer } from '#domain/voice-agent/spoken.ts';
import type { ArticleEdit } from '#realtime/agent/articles-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { AreaField, CheckField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';

/** The form. `saved` comes after what was typed is the stored one; `remove` is null where there is nothing yet. */
export function ArticleForm({
  opened,
  save,
  saved,
  remove,
}: {
  readonly opened: ArticleEdit;
  readonly save: (form: {
    readonly value: ArticleEdit;
    readonly changes: Partial<ArticleEdit>;
  }) => Promise<ArticleEdit>;
  readonly saved: () => void;
  readonly remove: (() => Promise<void>) | null;
}): ReactElement {
  const form = useForm<ArticleEdit>(opened);
  const [isRemoving, setRemoving] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isTaken = await form.submit(async ({ value, changes }) =>
      save({ value: withoutBlanks(value), changes: withoutBlanks(changes) }),
    );
    if (isTaken) saved();
  };
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <form
        className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade"
        onSubmit={(event) => void submit(event)}
      >
        <LeaveGuard isDirty={form.isDirty && !form.isSending} />
        <Fields form={form} />
        {form.fault === null || form.faultAt('') !== null ? null : (
          <p role="alert" className="text-sm text-danger-ink">
            {form.fault}
          </p>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="lead" size="large" disabled={form.isSending || !form.isDirty}>
            {say(form.isSending ? 'common.saving' : 'common.save')}
          </Button>
          {remove === null ? null : (
            <Button look="end" size="large" className="ml-auto" onClick={() => setRemoving(true)}>
              {say('menus.delete')}
            </Button>
          )}
        </div>
      </form>
      <Preview article={form.value} />
      {remove === null ? null : (
        <Confirm
          title={say('articles.deleteTitle')}
          description={say('articles.deleteAbout')}
          word={say('menus.delete')}
          isOpen={isRemoving}
          close={() => setRemoving(false)}
          run={remove}
        />
      )}
    </div>
  );
}

/** Lines without anything in them are no phrasings. */
function withoutBlanks<T extends Partial<ArticleEdit>>(edit: T): T {
  const { phrasings } = edit;
  if (phrasings === undefined) return edit;
  return { ...edit, phrasings: phrasings.map((each) => each.trim()).filter((each) => each !== '') };
}

function Fields({ form }: { readonly form: Form<ArticleEdit> }): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <>
      <TextField
        label={say('articles.field.title')}
        required
        maxLength={ARTICLE_LENGTHS.title}
        help={say('articles.field.titleHelp')}
        value={value.title}
        error={faultAt('/title')}
        onChange={({ target }) => set({ title: target.value })}
      />
      <AreaField
        label={say('articles.field.answer')}
        help={say('articles.field.answerHelp')}
        rows={10}
        required
        maxLength={ARTICLE_LENGTHS.body}
        value={value.body}
        error={faultAt('/body')}
        onChange={({ target }) => set({ body: target.value })}
      />
      <AreaField
        label={say('articles.field.phrasings')}
        help={say('articles.field.phrasingsHelp', { max: ARTICLE_LENGTHS.phrasings })}
        rows={6}
        value={value.phrasings.join('\n')}
        error={faultAt('/phrasings')}
        onChange={({ target }) => set({ phrasings: target.value === '' ? [] : target.value.split('\n') })}
      />
      <TextField
        label={say('profile.language.label')}
        help={say('articles.field.languageHelp')}
        maxLength={5}
        value={value.lang}
        error={faultAt('/lang')}
        onChange={({ target }) => set({ lang: target.value })}
      />
      <CheckField
        label={say('articles.field.person')}
        help={say('articles.field.personHelp')}
        checked={value.handsOver}
        onChange={({ target }) => set({ handsOver: target.checked })}
      />
      <CheckField
        label={say('articles.state.published')}
        help={say('articles.field.publishedHelp')}
        checked={value.status === 'published'}
        onChange={({ target }) => set({ status: target.checked ? 'published' : 'draft' })}
      />
    </>
  );
}

/** What is said, sentence by sentence. */
function Preview({ article }: { readonly article: ArticleEdit }): ReactElement {
  const { sentences, isCut } = spokenAnswer(article.body);
  return (
    <section
      aria-labelledby="heard"
      className="flex flex-col gap-3 self-start rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <h2 id="heard" className="text-lg font-semibold">
        {say('articles.heard')}
      </h2>
      {sentences.length === 0 ? (
        <p className="text-sm text-quiet">{say('articles.heardNothing')}</p>
      ) : (
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-sm marker:text-quiet">
          {sentences.map((sentence, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- The same sentence may come twice.
            <li key={place}>{sentence}</li>
          ))}
        </ol>
      )}
      {isCut ? <p className="text-sm text-quiet">{say('articles.heardCut', { max: MAX_ANSWER })}</p> : null}
      {sentences.length === 0 ? null : (
        <p className="text-sm text-quiet">{say(article.handsOver ? 'articles.heardPerson' : 'articles.heardAsk')}</p>
      )}
    </section>
  );
}
