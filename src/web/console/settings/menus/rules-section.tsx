/**
 * What a queue does with its callers when no one is there, after a long wait, and when it is full; and whether it
 * records.
 */
import type { ReactElement } from 'react';
import { RECORDING_OPTIONS, RULE_OUTCOMES, RULE_SECONDS } from '#domain/directory/menu.ts';
import type { MenusView, RuleForm } from '#realtime/agent/menus-protocol.ts';
import { ChoiceField, NumberField } from '../../parts/field.tsx';
import type { SectionParts } from './section.tsx';
import { FieldGroup, Section } from './section.tsx';
import { say } from '../../parts/language.ts';

/** The part of the rules. */
export function RulesSection({ form, all, id }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  const { no_agents: noAgents, long_wait: longWait, over_capacity: overCapacity } = value;
  return (
    <Section title={say('menus.rules')} about={say('menus.rulesAbout')}>
      <FieldGroup legend={say('menus.noAgent')} isRow>
        <NumberField
          label={say('menus.afterSeconds')}
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
      <FieldGroup legend={say('menus.longWait')} isRow>
        <NumberField
          label={say('menus.afterWait')}
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
      <FieldGroup legend={say('menus.full')} isRow>
        <NumberField
          label={say('menus.mayWait')}
          help={say('menus.anyNumber')}
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
  return say('menus.range', { min, max });
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
        label={say('menus.then')}
        help={rule.outcome === 'call_back' ? say('menus.callBackHelp') : undefined}
        value={rule.outcome}
        onChange={({ target }) => {
          const outcome = RULE_OUTCOMES.find((each) => each === target.value);
          if (outcome !== undefined) change({ outcome, menu_id: null });
        }}
        error={faultAt(`${at}/outcome`)}
      >
        {RULE_OUTCOMES.map((each) => (
          <option key={each} value={each}>
            {say(`menus.outcome.${each}`)}
          </option>
        ))}
      </ChoiceField>
      {rule.outcome === 'menu' ? (
        <ChoiceField
          label={say('desk.transfer.queue')}
          value={rule.menu_id ?? ''}
          onChange={({ target }) => change({ ...rule, menu_id: target.value === '' ? null : Number(target.value) })}
          error={faultAt(`${at}/menu_id`)}
        >
          <option value="">{say('menus.chooseQueue')}</option>
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
    <Section title={say('calls.recording')}>
      <ChoiceField
        label={say('menus.ofQueue')}
        value={value.recording}
        onChange={({ target }) => {
          const recording = RECORDING_OPTIONS.find((each) => each === target.value);
          if (recording !== undefined) set({ recording });
        }}
        error={faultAt('/recording')}
      >
        {RECORDING_OPTIONS.map((each) => (
          <option key={each} value={each}>
            {say(`menus.recording.${each}`)}
          </option>
        ))}
      </ChoiceField>
      {value.recording === 'ask' ? <p className="text-sm text-quiet">{say('menus.askAbout')}</p> : null}
    </Section>
  );
}
