/** The end of a form: save, discard while something has changed, and how it stands. */
import type { ReactElement } from 'react';
import { Button, buttonClass } from './button.tsx';
import { say } from './language.ts';
import type { Form } from './use-form.ts';

/** `word`: what the button says; default "Save". */
export function SaveRow<Value extends object>({
  form,
  word = say('common.save'),
}: {
  readonly form: Pick<Form<Value>, 'isDirty' | 'isSending' | 'fault' | 'reset'>;
  readonly word?: string;
}): ReactElement {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button type="submit" look="lead" disabled={!form.isDirty || form.isSending}>
        {form.isSending ? say('common.saving') : word}
      </Button>
      {form.isDirty ? (
        <button type="button" className={buttonClass('plain')} onClick={form.reset}>
          {say('common.discard')}
        </button>
      ) : null}
      <p role="status" className={`text-sm ${form.fault === null ? 'text-quiet' : 'text-danger-ink'}`}>
        {form.fault ?? (form.isDirty ? say('common.notSaved') : '')}
      </p>
    </div>
  );
}
