/**
 * What a call came to: chosen from the workspace's lists, and stored as it is chosen, so that a reload loses nothing.
 */
import type { ReactElement } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { rulesOf } from '../link/call-rules.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { ChoiceField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';

/** What keeps a wrap-up from being finished, and what to do. */
export type OutcomeFault = { readonly field: 'disposition' | 'tag'; readonly message: string };

/**
 * The fields; nothing where there are no lists and the call has no words. `fault` stands beside its field, which then
 * has the focus.
 */
export function OutcomeFields({
  call,
  fault,
}: {
  readonly call: CallView;
  readonly fault: OutcomeFault | null;
}): ReactElement | null {
  const desk = useDesk();
  const { dispositions, required, tags } = rulesOf(useWorld().settings, call);
  const isRequired = required.includes('disposition');
  const { isActing, act } = useAct();
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fault !== null) fields.current?.querySelector<HTMLElement>(FOCUSED[fault.field])?.focus();
  }, [fault]);
  /** The tags as they were pressed, until the call has them. */
  const [pressed, setPressed] = useState<readonly string[] | null>(null);
  useEffect(() => setPressed(null), [call.tags]);
  const chosenTags = pressed ?? call.tags;
  const store = async (change: Partial<Pick<CallView, 'disposition' | 'tags'>>): Promise<boolean> =>
    act(async () => desk.send({ type: 'outcome', callId: call.id, change }));
  const press = async (tag: string): Promise<void> => {
    const next = chosenTags.includes(tag) ? chosenTags.filter((each) => each !== tag) : [...chosenTags, tag];
    setPressed(next);
    if (!(await store({ tags: next }))) setPressed(null);
  };
  const offered = withChosen(dispositions, call.disposition === null ? [] : [call.disposition]);
  const offeredTags = withChosen(tags, call.tags);
  if (offered.length === 0 && offeredTags.length === 0) return null;
  return (
    <div ref={fields} className="flex flex-col gap-4 text-ink">
      {offered.length === 0 ? null : (
        <ChoiceField
          label={say(isRequired ? 'desk.outcome.required' : 'desk.outcome.disposition')}
          aria-required={isRequired}
          value={call.disposition ?? ''}
          disabled={isActing}
          error={fault?.field === 'disposition' ? fault.message : null}
          onChange={({ target }) => void store({ disposition: target.value === '' ? null : target.value })}
        >
          {isRequired && call.disposition !== null ? null : <option value="">{say('desk.outcome.none')}</option>}
          {offered.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </ChoiceField>
      )}
      {offeredTags.length === 0 ? null : (
        <Tags
          offered={offeredTags}
          chosen={chosenTags}
          isOff={isActing}
          isRequired={required.includes('tag')}
          fault={fault?.field === 'tag' ? fault.message : null}
          press={(tag) => void press(tag)}
        />
      )}
    </div>
  );
}

/** Where each field is. */
const FOCUSED = { disposition: 'select', tag: 'fieldset button' } as const;

function Tags({
  offered,
  chosen,
  isOff,
  isRequired,
  fault,
  press,
}: {
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  readonly isOff: boolean;
  readonly isRequired: boolean;
  readonly fault: string | null;
  readonly press: (tag: string) => void;
}): ReactElement {
  const id = useId();
  return (
    <fieldset className="flex flex-wrap gap-2" aria-describedby={fault === null ? undefined : id}>
      <legend className="mb-1.5 text-sm font-medium">
        {say(isRequired ? 'desk.outcome.tagsRequired' : 'desk.outcome.tags')}
      </legend>
      {offered.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-pressed={chosen.includes(tag)}
          disabled={isOff}
          onClick={() => press(tag)}
          className="min-h-8 rounded-full border border-edge bg-surface px-3 text-sm hover:border-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink forced-colors:aria-pressed:outline-1"
        >
          {tag}
        </button>
      ))}
      {fault === null ? null : (
        <p id={id} role="alert" className="w-full text-sm text-danger-ink">
          {fault}
        </p>
      )}
    </fieldset>
  );
}

/** What the workspace offers, and what the call has that is no longer offered. */
function withChosen(offered: readonly string[], chosen: readonly string[]): readonly string[] {
  return [...offered, ...chosen.filter((each) => !offered.includes(each))];
}
