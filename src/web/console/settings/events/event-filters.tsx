/** What the events are narrowed to. All of it stands in the address. */
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../parts/button.tsx';
import { ChoiceField, TypedField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { EventsSearch } from './events-query.ts';
import { readEventsSearch } from './events-query.ts';

/** The fields. `types`: those that there can be; what an address asks for besides is offered as well. */
export function EventFilters({
  search,
  types,
}: {
  readonly search: EventsSearch;
  readonly types: readonly string[];
}): ReactElement {
  const navigate = useNavigate({ from: '/settings/events' });
  const narrow = (change: EventsSearch): void =>
    void navigate({ search: (before) => readEventsSearch({ ...before, ...change }), replace: true });
  const { type = '', callId } = search;
  const groups = [...new Set(types.map((each) => each.slice(0, each.indexOf('.') + 1)))];
  return (
    <fieldset className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <legend className="sr-only">{say('requests.only')}</legend>
      <ChoiceField label={say('events.type')} value={type} onChange={({ target }) => narrow({ type: target.value })}>
        <option value="">{say('requests.any')}</option>
        {type === '' || types.includes(type) || groups.includes(type) ? null : <option value={type}>{type}*</option>}
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            <option value={group}>{group}*</option>
            {types
              .filter((each) => each.startsWith(group))
              .map((each) => (
                <option key={each}>{each}</option>
              ))}
          </optgroup>
        ))}
      </ChoiceField>
      <TypedField
        label={say('requests.callId')}
        inputMode="numeric"
        value={callId}
        set={(text) => narrow({ callId: text })}
      />
      {Object.keys(search).length === 0 ? null : (
        <Button
          look="quiet"
          size="small"
          className="self-end justify-self-start"
          onClick={() => void navigate({ search: {}, replace: true })}
        >
          <X aria-hidden />
          {say('requests.clear')}
        </Button>
      )}
    </fieldset>
  );
}
