/** The limits of a trunk, and those of all trunks together. */
import type { ReactElement } from 'react';
import { TRUNK_LIMIT_RANGES } from '#domain/directory/trunk.ts';
import type { TrunkLimitsForm } from '#realtime/agent/trunks-protocol.ts';
import { CheckField, NumberField } from '../../parts/field.tsx';
import type { Form } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import { ListField } from './list-field.tsx';
import type { TrunkEdit } from './trunk-fields.tsx';

const LIMITS = [
  ['calls_at_once', 'Calls at once', TRUNK_LIMIT_RANGES.callsAtOnce],
  ['calls_per_minute', 'Calls a minute', TRUNK_LIMIT_RANGES.callsPerMinute],
  ['minutes_per_day', 'Minutes a day', TRUNK_LIMIT_RANGES.minutesPerDay],
  ['longest_call_seconds', 'Longest call, seconds', TRUNK_LIMIT_RANGES.longestCallSeconds],
] as const satisfies readonly (readonly [
  keyof TrunkLimitsForm,
  string,
  { readonly min: number; readonly max: number },
])[];

/** What it may be used for at most. */
export function LimitFields({ form }: { readonly form: Form<TrunkEdit> }): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section
      title="Limits"
      about="A stolen password or a mistake costs no more than this. They hold for calls that go out."
    >
      <Limits
        value={value.limits}
        others="those that the workspace allows"
        faultAt={(name) => faultAt(`/limits/${name}`)}
        change={(change) => set({ limits: { ...value.limits, ...change } })}
      />
    </Section>
  );
}

/** The fields. `others`: which countries an empty list means. */
export function Limits({
  value,
  others,
  faultAt,
  change: limit,
}: {
  readonly value: TrunkLimitsForm;
  readonly others: string;
  readonly faultAt: (name: keyof TrunkLimitsForm) => string | null;
  readonly change: (change: Partial<TrunkLimitsForm>) => void;
}): ReactElement {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {LIMITS.map(([name, label, { min, max }]) => (
          <NumberField
            key={name}
            label={label}
            min={min}
            max={max}
            value={value[name]}
            error={faultAt(name)}
            change={(next) => limit({ [name]: next })}
          />
        ))}
      </div>
      <ListField
        label="Countries"
        help={`Two letters each, such as US, one a line. Empty: ${others}.`}
        opened={value.countries ?? []}
        error={faultAt('countries')}
        change={(all) => limit({ countries: all.length === 0 ? null : all.map((each) => each.toUpperCase()) })}
      />
      <CheckField
        label="Premium-rate numbers may be called"
        help="Shared-cost, personal and satellite numbers, too."
        checked={value.premium_allowed}
        onChange={({ target }) => limit({ premium_allowed: target.checked })}
      />
    </>
  );
}
