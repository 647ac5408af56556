/** Who is rung for the calls of a menu: groups of agents, and in which order. */
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { OFFER_TYPES } from '#domain/directory/menu.ts';
import type { GroupForm } from '#realtime/agent/menus-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { ChoiceField, NumberField, TextField } from '../../parts/field.tsx';
import type { SectionParts } from './section.tsx';
import { Fault, FieldGroup, Section } from './section.tsx';
import { say } from '../../parts/language.ts';
import { WantedSkills } from './wanted-skills.tsx';

/** The part. */
export function AgentsSection({ form, all }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  const { groups } = value;
  const put = (place: number, group: GroupForm): void => set({ groups: groups.with(place, group) });
  const swap = (place: number, by: -1 | 1): void => {
    const [one, other] = [groups[place], groups[place + by]];
    if (one !== undefined && other !== undefined) set({ groups: groups.with(place, other).with(place + by, one) });
  };
  return (
    <Section title={say('menus.agentsTitle')} about={say('menus.agentsAbout')}>
      <div className="grid gap-4 sm:grid-cols-[1fr_16rem]">
        <ChoiceField
          label={say('menus.offered')}
          value={value.offer_type}
          onChange={({ target }) => {
            const offerType = OFFER_TYPES.find((each) => each === target.value);
            if (offerType !== undefined) set({ offer_type: offerType });
          }}
          error={faultAt('/offer_type')}
        >
          {OFFER_TYPES.map((each) => (
            <option key={each} value={each}>
              {say(`menus.offer.${each}`)}
            </option>
          ))}
        </ChoiceField>
        <NumberField
          label={say(`menus.seconds.${value.offer_type}`)}
          help={say('menus.range', { min: 5, max: 600 })}
          value={value.offer_seconds}
          change={(seconds) => set({ offer_seconds: seconds as number })}
          error={faultAt('/offer_seconds')}
        />
      </div>
      {groups.map((group, place) => (
        // The place is all that tells two new groups apart.
        // oxlint-disable-next-line no-array-index-key
        <FieldGroup key={place} legend={say('menus.group', { place: place + 1 })}>
          <div className="flex flex-wrap items-end gap-2">
            <div className="grow">
              <TextField
                label={say('profile.name')}
                maxLength={200}
                value={group.name}
                onChange={({ target }) => put(place, { ...group, name: target.value })}
                error={faultAt(`/groups/${place}/name`)}
              />
            </div>
            <Button
              aria-label={say('menus.groupEarlier', { place: place + 1 })}
              disabled={place === 0}
              onClick={() => swap(place, -1)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              aria-label={say('menus.groupLater', { place: place + 1 })}
              disabled={place === groups.length - 1}
              onClick={() => swap(place, 1)}
            >
              <ArrowDown aria-hidden />
            </Button>
            <Button
              aria-label={say('menus.groupRemove', { place: place + 1 })}
              onClick={() => set({ groups: groups.toSpliced(place, 1) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {all.agents.map((agent) => (
              <label key={agent.id} className="flex min-h-6 items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  className="size-4.5 accent-(--accent)"
                  checked={group.agent_ids.includes(agent.id)}
                  onChange={({ target }) =>
                    put(place, { ...group, agent_ids: toggled(group, agent.id, target.checked) })
                  }
                />
                {agent.name}
              </label>
            ))}
          </div>
          <Fault text={faultAt(`/groups/${place}/agent_ids`)} />
        </FieldGroup>
      ))}
      <Button
        className="self-start"
        onClick={() => set({ groups: [...groups, { name: freeName(groups), agent_ids: [] }] })}
      >
        <Plus aria-hidden />
        {say('menus.addGroup')}
      </Button>
      {groups.length === 0 ? null : <WantedSkills form={form} all={all} />}
    </Section>
  );
}

function toggled({ agent_ids: ids }: GroupForm, id: number, isIn: boolean): readonly number[] {
  return isIn ? [...ids, id] : ids.filter((each) => each !== id);
}

/** `Group 2`, or the next number that no group has: their names differ. */
function freeName(groups: readonly GroupForm[]): string {
  let number = groups.length + 1;
  while (groups.some(({ name }) => name === say('menus.group', { place: number }))) number += 1;
  return say('menus.group', { place: number });
}
