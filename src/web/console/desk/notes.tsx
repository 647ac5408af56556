/** What was written down about a call, and where to write. */
import { MAX_NOTE_LENGTH } from '#domain/call/lengths.ts';
import type { FormEvent, KeyboardEvent, ReactElement } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { missingIn } from '../link/call-rules.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';
import { writeTime } from '../parts/time.ts';
import { draftOf, forgetDraft, keepDraft, onDraftAdded } from './note-draft.ts';

/**
 * The notes. A draft outlives a reload. `fault`: why the wrap-up cannot be finished without one; then the field has the
 * focus.
 */
export function Notes({
  call,
  fault = null,
}: {
  readonly call: CallView;
  readonly fault?: string | null;
}): ReactElement {
  const { agents, settings } = useWorld();
  const isMissing = missingIn(settings, call).includes('note');
  const desk = useDesk();
  const { isActing, act } = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useKeys({ n: () => field.current?.focus() });
  useEffect(() => {
    if (fault !== null) field.current?.focus();
  }, [fault]);
  useEffect(
    () =>
      onDraftAdded((callId, text, isEdited) => {
        if (callId !== call.id || field.current === null) return;
        field.current.value = text;
        if (isEdited) field.current.focus();
      }),
    [call.id],
  );
  // Finishing the wrap-up saves what stands here.
  useEffect(() => {
    const typed = field.current?.value.trim() ?? '';
    if (field.current !== null && call.notes.some((note) => note.text === typed)) field.current.value = '';
  }, [call.notes]);

  const write = async (): Promise<void> => {
    const text = field.current?.value.trim() ?? '';
    if (text === '') return field.current?.focus();
    if (!(await act(async () => desk.send({ type: 'note', callId: call.id, text }))) || field.current === null) return;
    field.current.value = '';
    forgetDraft(call);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void write();
  };
  const typed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void write();
  };

  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="font-semibold">
        {say('desk.notes')}
      </h3>
      {call.notes.length === 0 ? null : (
        <ul className="flex flex-col gap-2.5">
          {call.notes.map((note) => (
            <li key={note.id} className="rounded-xl bg-sunken px-3.5 py-2.5">
              <p className="text-sm whitespace-pre-wrap">{note.text}</p>
              <p className="mt-1 text-xs text-quiet">
                {agents.get(note.agentId)?.name ?? say('desk.anAgent')}, {writeTime(note.at)}
              </p>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className="flex flex-col gap-2">
        <textarea
          ref={field}
          aria-label={say(isMissing ? 'desk.newNoteRequired' : 'desk.newNote')}
          aria-required={isMissing}
          aria-invalid={isMissing && fault !== null}
          aria-describedby={`${id}-fault`}
          placeholder={say('desk.notePlaceholder')}
          rows={3}
          maxLength={MAX_NOTE_LENGTH}
          defaultValue={draftOf(call)}
          onChange={(event) => keepDraft(call, event.target.value)}
          onKeyDown={typed}
          className="w-full resize-y rounded-xl border border-edge bg-surface px-3.5 py-2.5 hover:border-ink aria-invalid:border-danger"
        />
        <p id={`${id}-fault`} role="status" className="text-sm text-danger-ink empty:hidden">
          {isMissing ? fault : null}
        </p>
        <Button type="submit" className="self-end" disabled={isActing}>
          {say('desk.saveNote')}
        </Button>
      </form>
    </section>
  );
}
