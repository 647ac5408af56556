/**
 * What a call came to: chosen from the workspace's lists, and stored as it is chosen, so that a reload loses nothing.
 */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk, useWorld } from '../link/use-desk.ts';
import { ChoiceField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { useAct } from '../parts/notice.tsx';

/**
 * The fields; nothing where the workspace has no lists and the call no words. `fault` stands beside the disposition.
 */
export function OutcomeFields({
  call,
  fault,
}: {
  readonly call: CallView;
  readonly fault: string | null;
}): ReactElement | null {
  const desk = useDesk();
  const { dispositions, isDispositionRequired, tags } = useWorld().settings.wrapUp;
  const { isActing, act } = useAct();
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
    <div className="flex flex-col gap-4 text-ink">
      {offered.length === 0 ? null : (
        <ChoiceField
          label={isDispositionRequired ? say('desk.outcome.required') : say('desk.outcome.disposition')}
          aria-required={isDispositionRequired}
          value={call.disposition ?? ''}
          disabled={isActing}
          error={fault}
          onChange={({ target }) => void store({ disposition: target.value === '' ? null : target.value })}
        >
          {isDispositionRequired && call.disposition !== null ? null : (
            <option value="">{say('desk.outcome.none')}</option>
          )}
          {offered.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </ChoiceField>
      )}
      {offeredTags.length === 0 ? null : (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-1.5 text-sm font-medium">{say('desk.outcome.tags')}</legend>
          {offeredTags.map((tag) => (
            <button
              key={tag}
              type="button"
              aria-pressed={chosenTags.includes(tag)}
              disabled={isActing}
              onClick={() => void press(tag)}
              className="min-h-8 rounded-full border border-edge bg-surface px-3 text-sm hover:border-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink forced-colors:aria-pressed:outline-1"
            >
              {tag}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** What the workspace offers, and what the call has that is no longer offered. */
function withChosen(offered: readonly string[], chosen: readonly string[]): readonly string[] {
  return [...offered, ...chosen.filter((each) => !offered.includes(each))];
}
