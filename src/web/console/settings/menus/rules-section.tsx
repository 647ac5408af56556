/**
 * What a queue does with its callers when no one is there, after a long wait, and when it is full; and whether it
 * records.
 */
import type { ReactElement } from 'react';
import { RECORDING_OPTIONS, RULE_OUTCOMES, RULE_SECONDS } from '#domain/directory/menu.ts';
import type { MenusView, RuleForm } from '#realtime/agent/menus-protocol.ts';
import { ChoiceField, NumberField } from '../../parts/field.tsx';
import { OUTCOME_WORDS, RECORDING_WORDS } from './menu-words.ts';
import type { SectionParts } from './section.tsx';
import { FieldGroup, Section } from './section.tsx';

/** The part of the rules. */
export function RulesSection({ form, all, id }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  const { no_agents: noAgents, long_wait: longWait, over_capacity: overCapacity } = value;
  return (
    <Section
      title="While callers wait"
      about="Callers are told what happens. Those who wait already keep the rules with which they came."
    >
      <FieldGroup legend="No agent is there: all are away or signed out" isRow>
        <NumberField
          label="After so many seconds"
          help={range(RULE_SECONDS.noAgents)}
          value={noAgents.after_seconds}
          change={(seconds) => set({ no_agents: { ...noAgents, after_seconds: seconds as number } })}
          error={faultAt('/no_agents/after_seconds')}
        />
        <Rule
          rule={noAgents}
          change={(rule) => set({ no_agents: { ...noAgents, ...rule } })}
          at="/no_agents"
          {...{ faultAt, all, id }}
        />
      </FieldGroup>
      <FieldGroup legend="A caller has waited long" isRow>
        <NumberField
          label="After so many seconds of waiting"
          help={range(RULE_SECONDS.longWait)}
          value={longWait.after_seconds}
          change={(seconds) => set({ long_wait: { ...longWait, after_seconds: seconds as number } })}
          error={faultAt('/long_wait/after_seconds')}
        />
        <Rule
          rule={longWait}
          change={(rule) => set({ long_wait: { ...longWait, ...rule } })}
          at="/long_wait"
          {...{ faultAt, all, id }}
        />
      </FieldGroup>
      <FieldGroup legend="The queue is full" isRow>
        <NumberField
          label="Callers who may wait"
          help="Empty: any number"
          value={value.capacity}
          change={(capacity) => set({ capacity })}
          error={faultAt('/capacity')}
        />
        <Rule
          rule={overCapacity}
          change={(rule) => set({ over_capacity: { ...overCapacity, ...rule } })}
          at="/over_capacity"
          {...{ faultAt, all, id }}
        />
      </FieldGroup>
    </Section>
  );
}

function range({ min, max }: { readonly min: number; readonly max: number }): string {
  return `${min} to ${max}`;
}

function Rule({
  rule,
  change,
  at,
  faultAt,
  all,
  id,
}: {
  readonly rule: RuleForm;
  readonly change: (rule: RuleForm) => void;
  readonly at: string;
  readonly faultAt: (pointer: string) => string | null;
  readonly all: MenusView;
  readonly id: number | null;
}): ReactElement {
  return (
    <>
      <ChoiceField
        label="Then"
        help={
          rule.outcome === 'call_back'
            ? 'To the number they called from. Who has none that may be called is asked for a message.'
            : undefined
        }
        value={rule.outcome}
        onChange={({ target }) => {
          const outcome = RULE_OUTCOMES.find((each) => each === target.value);
          if (outcome !== undefined) change({ outcome, menu_id: null });
        }}
        error={faultAt(`${at}/outcome`)}
      >
        {RULE_OUTCOMES.map((each) => (
          <option key={each} value={each}>
            {OUTCOME_WORDS[each]}
          </option>
        ))}
      </ChoiceField>
      {rule.outcome === 'menu' ? (
        <ChoiceField
          label="Queue"
          value={rule.menu_id ?? ''}
          onChange={({ target }) => change({ ...rule, menu_id: target.value === '' ? null : Number(target.value) })}
          error={faultAt(`${at}/menu_id`)}
        >
          <option value="">Choose a queue</option>
          {all.menus
            .filter((menu) => menu.id !== id)
            .map((menu) => (
              <option key={menu.id} value={menu.id}>
                {menu.name}
              </option>
            ))}
        </ChoiceField>
      ) : null}
    </>
  );
}

/** The part of the recording. */
export function RecordingSection({ form }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section title="Recording">
      <ChoiceField
        label="Calls of this queue"
        value={value.recording}
        onChange={({ target }) => {
          const recording = RECORDING_OPTIONS.find((each) => each === target.value);
          if (recording !== undefined) set({ recording });
        }}
        error={faultAt('/recording')}
      >
        {RECORDING_OPTIONS.map((each) => (
          <option key={each} value={each}>
            {RECORDING_WORDS[each]}
          </option>
        ))}
      </ChoiceField>
      {value.recording === 'ask' ? (
        <p className="text-sm text-quiet">
          The message above is the question. Callers press 1 for yes and 2 for no, or a button; who says no is connected
          all the same.
        </p>
      ) : null}
    </Section>
  );
}
