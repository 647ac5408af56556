/** What wrap-ups want of agents: the fields of the workspace's rules, and of a menu's own. */
import type { ReactElement } from 'react';
import type { WrapUpField, WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { MAX_DISPOSITIONS, MAX_TAGS, MAX_WRAP_UP_SECONDS, WRAP_UP_FIELDS } from '#domain/directory/wrap-up-rules.ts';
import { AreaField, CheckField, NumberField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';

/** What stands in the field while its number is being typed: the server takes no such time. */
const NO_SECONDS = -1;

/** The fields; the lists hold the lines as they are typed, see `cleanedRules`. */
export function WrapUpFields({
  rules,
  change,
  faultIn,
}: {
  readonly rules: WrapUpRules;
  readonly change: (next: Partial<WrapUpRules>) => void;
  /** What is wrong with the field; null when nothing is. */
  readonly faultIn: (field: 'seconds' | 'dispositions' | 'tags') => string | null;
}): ReactElement {
  const { seconds, dispositions, required, tags } = rules;
  const toggled = (field: WrapUpField, isRequired: boolean): readonly WrapUpField[] =>
    WRAP_UP_FIELDS.filter((each) => (each === field ? isRequired : required.includes(each)));
  return (
    <>
      <CheckField
        label={say('wrapUp.byHand')}
        help={say('wrapUp.byHandHelp')}
        checked={seconds === null}
        onChange={({ target }) => change({ seconds: target.checked ? null : 60 })}
      />
      {seconds === null ? null : (
        <NumberField
          label={say('wrapUp.seconds')}
          help={say('wrapUp.secondsHelp')}
          min={0}
          max={MAX_WRAP_UP_SECONDS}
          required
          value={seconds < 0 ? null : seconds}
          change={(typed) => change({ seconds: typed ?? NO_SECONDS })}
          error={faultIn('seconds')}
        />
      )}
      <AreaField
        label={say('wrapUp.dispositions')}
        help={say('wrapUp.dispositionsHelp', { max: MAX_DISPOSITIONS })}
        rows={6}
        value={dispositions.join('\n')}
        onChange={({ target }) => change({ dispositions: linesAsTyped(target.value) })}
        error={faultIn('dispositions')}
      />
      <AreaField
        label={say('desk.outcome.tags')}
        help={say('wrapUp.tagsHelp', { max: MAX_TAGS })}
        rows={6}
        value={tags.join('\n')}
        onChange={({ target }) => change({ tags: linesAsTyped(target.value) })}
        error={faultIn('tags')}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="text-sm font-medium">{say('wrapUp.required')}</legend>
        <p className="text-sm text-quiet">{say(seconds === null ? 'wrapUp.requiredByHand' : 'wrapUp.requiredTimed')}</p>
        {WRAP_UP_FIELDS.map((field) => (
          <CheckField
            key={field}
            label={say(`wrapUp.field.${field}`)}
            checked={required.includes(field)}
            onChange={({ target }) => change({ required: toggled(field, target.checked) })}
          />
        ))}
      </fieldset>
    </>
  );
}

function linesAsTyped(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

/** The rules without the lines that have nothing in them. */
export function cleanedRules<Rules extends Pick<WrapUpRules, 'dispositions' | 'tags'>>(rules: Rules): Rules {
  const cleaned = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.trim()).filter((line) => line !== '');
  return { ...rules, dispositions: cleaned(rules.dispositions), tags: cleaned(rules.tags) };
}
