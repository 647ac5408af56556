/** What a menu is called, where it lies, and what callers hear in it. */
import type { ReactElement } from 'react';
import { MENU_KINDS } from '#domain/directory/menu.ts';
import { AreaField, CheckField, ChoiceField, TextField } from '../../parts/field.tsx';
import type { SectionParts } from './section.tsx';
import { FieldGroup, Section } from './section.tsx';
import { Sounds } from './sounds.tsx';
import { digitOf, parentsFor } from './tree.ts';
import { say } from '../../parts/language.ts';

const PLACES = 10;

/** Whether nothing is said in the menu as it is stored: it has no message and nothing to choose from. */
function isSilent({ menus }: SectionParts['all'], id: number): boolean {
  const stored = menus.find((menu) => menu.id === id);
  return stored?.output_message === '' && !menus.some((menu) => menu.parent_id === id) && stored.recording !== 'ask';
}

/** The part. */
export function BasicsSection({ form, all, id }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section title={say('menus.menu')}>
      <TextField
        label={say('profile.name')}
        required
        maxLength={200}
        value={value.name}
        onChange={({ target }) => set({ name: target.value })}
        error={faultAt('/name')}
      />
      <PlaceFields form={form} all={all} id={id} />
      <AreaField
        label={say('menus.message')}
        help={say('menus.messageHelp')}
        maxLength={4000}
        value={value.output_message}
        onChange={({ target }) => set({ output_message: target.value })}
        error={faultAt('/output_message')}
      />
      {id === null ? (
        <p className="text-sm text-quiet">{say('menus.soundsLater')}</p>
      ) : (
        <FieldGroup legend={say('menus.heardHere')}>
          <Sounds name={`menu_${id}`} all={all} isSilent={isSilent(all, id)} />
        </FieldGroup>
      )}
      <CheckField
        label={say('menus.hidden')}
        help={say('menus.hiddenHelp')}
        checked={value.hidden}
        onChange={({ target }) => set({ hidden: target.checked })}
      />
      <CheckField
        label={say('menus.closedNow')}
        help={say('menus.closedNowHelp')}
        checked={value.redirected}
        onChange={({ target }) => set({ redirected: target.checked })}
      />
    </Section>
  );
}

/** For whom it is, and where it lies. */
function PlaceFields({ form, all, id }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  const places = Array.from({ length: Math.max(PLACES, value.position + 1) }, (_, place) => place);
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <ChoiceField
        label={say('menus.offeredBy')}
        value={value.kind}
        onChange={({ target }) => {
          const kind = MENU_KINDS.find((each) => each === target.value);
          if (kind !== undefined) set({ kind });
        }}
        error={faultAt('/kind')}
      >
        {MENU_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {say(`menus.kind.${kind}`)}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('menus.below')}
        value={value.parent_id ?? ''}
        onChange={({ target }) => set({ parent_id: target.value === '' ? null : Number(target.value) })}
        error={faultAt('/parent_id')}
      >
        <option value="">{say('menus.nothingAbove')}</option>
        {parentsFor(all.menus, id).map((menu) => (
          <option key={menu.id} value={menu.id}>
            {menu.name}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('menus.key')}
        help={say('menus.keyHelp')}
        value={value.position}
        onChange={({ target }) => set({ position: Number(target.value) })}
        error={faultAt('/position')}
      >
        {places.map((place) => (
          <option key={place} value={place}>
            {digitOf(place) ?? say('menus.noKey', { place: place + 1 })}
          </option>
        ))}
      </ChoiceField>
    </div>
  );
}
