/** The limits of a trunk, and those of all trunks together. */
import type { ReactElement } from 'react';
import { TRUNK_LIMIT_RANGES } from '#domain/directory/trunk.ts';
import type { TrunkLimitsForm } from '#realtime/agent/trunks-protocol.ts';
import { CheckField, NumberField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { Form } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import { ListField } from './list-field.tsx';
import type { TrunkEdit } from './trunk-fields.tsx';

const LIMITS = [
  ['calls_at_once', TRUNK_LIMIT_RANGES.callsAtOnce],
  ['calls_per_minute', TRUNK_LIMIT_RANGES.callsPerMinute],
  ['minutes_per_day', TRUNK_LIMIT_RANGES.minutesPerDay],
  ['longest_call_seconds', TRUNK_LIMIT_RANGES.longestCallSeconds],
] as const satisfies readonly (readonly [keyof TrunkLimitsForm, { readonly min: number; readonly max: number }])[];

/** What it may be used for at most. */
export function LimitFields({ form }: { readonly form: Form<TrunkEdit> }): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section title={say('trunks.limits')} about={say('trunks.limitsAbout')}>
      <Limits
        value={value.limits}
        countriesHelp={say('trunks.countriesOne')}
        faultAt={(name) => faultAt(`/limits/${name}`)}
        change={(change) => set({ limits: { ...value.limits, ...change } })}
      />
    </Section>
  );
}

/** The fields. `countriesHelp`: how countries are written, and which ones an empty list means. */
export function Limits({
  value,
  countriesHelp,
  faultAt,
  change: limit,
}: {
  readonly value: TrunkLimitsForm;
  readonly countriesHelp: string;
  readonly faultAt: (name: keyof TrunkLimitsForm) => string | null;
  readonly change: (change: Partial<TrunkLimitsForm>) => void;
}): ReactElement {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {LIMITS.map(([name, { min, max }]) => (
          <NumberField
            key={name}
            label={say(`trunks.limit.${name}`)}
            min={min}
            max={max}
            value={value[name]}
            error={faultAt(name)}
            change={(next) => limit({ [name]: next })}
          />
        ))}
      </div>
      <ListField
        label={say('trunks.countries')}
        help={countriesHelp}
        opened={value.countries ?? []}
        error={faultAt('countries')}
        change={(all) => limit({ countries: all.length === 0 ? null : all.map((each) => each.toUpperCase()) })}
      />
      <CheckField
        label={say('trunks.premium')}
        help={say('trunks.premiumHelp')}
        checked={value.premium_allowed}
        onChange={({ target }) => limit({ premium_allowed: target.checked })}
      />
    </>
  );
}
