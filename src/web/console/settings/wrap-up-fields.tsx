/** What wrap-ups want of agents: the fields of the workspace's rules, and of a menu's own. */
import type { ReactElement } from 'react';
import type { WrapUpField, WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { MAX_DISPOSITIONS, MAX_TAGS, MAX_WRAP_UP_SECONDS, WRAP_UP_FIELDS } from '#domain/directory/wrap-up-rules.ts';
import { AreaField, CheckField, NumberField } from '../parts/field.tsx';

const FIELD_WORDS: Readonly<Record<WrapUpField, string>> = {
  disposition: 'A disposition',
  note: 'A note',
  tag: 'A tag',
};

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
        label="Agents finish it themselves"
        help="Without it, wrap-up ends by itself after the time below."
        checked={seconds === null}
        onChange={({ target }) => change({ seconds: target.checked ? null : 60 })}
      />
      {seconds === null ? null : (
        <NumberField
          label="Time after a call, in seconds"
          help="0: agents are available at once."
          min={0}
          max={MAX_WRAP_UP_SECONDS}
          required
          value={seconds < 0 ? null : seconds}
          change={(typed) => change({ seconds: typed ?? NO_SECONDS })}
          error={faultIn('seconds')}
        />
      )}
      <AreaField
        label="Dispositions"
        help={`What a call came to, one a line; ${MAX_DISPOSITIONS} at most. Calls keep what they have when you change the list.`}
        rows={6}
        value={dispositions.join('\n')}
        onChange={({ target }) => change({ dispositions: linesAsTyped(target.value) })}
        error={faultIn('dispositions')}
      />
      <AreaField
        label="Tags"
        help={`One a line; ${MAX_TAGS} at most. Agents mark a call with any number of them.`}
        rows={6}
        value={tags.join('\n')}
        onChange={({ target }) => change({ tags: linesAsTyped(target.value) })}
        error={faultIn('tags')}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="text-sm font-medium">Required before an agent can finish</legend>
        <p className="text-sm text-quiet">
          {seconds === null
            ? 'Agents get no calls until they have given it.'
            : 'When the time runs out without it, the call is marked as not filled in.'}
        </p>
        {WRAP_UP_FIELDS.map((field) => (
          <CheckField
            key={field}
            label={FIELD_WORDS[field]}
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
