/** The statuses of a workspace's own, each with its color and what it counts as. */
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import { MAX_OWN_STATUSES, STATUS_BASES, STATUS_COLORS } from '#domain/directory/own-statuses.ts';
import { MAX_LABEL_LENGTH } from '#domain/directory/wrap-up-rules.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceField, TextField } from '../parts/field.tsx';
import type { FieldFault } from '../parts/request.ts';
import { say } from '../parts/language.ts';

/** The fields. A fault stands beside the name of its status, or below the list. */
export function StatusFields({
  statuses,
  change,
  faults,
}: {
  readonly statuses: readonly OwnStatus[];
  readonly change: (statuses: readonly OwnStatus[]) => void;
  readonly faults: readonly FieldFault[];
}): ReactElement {
  const edit = (place: number, next: Partial<OwnStatus>): void =>
    change(statuses.map((status, index) => (index === place ? { ...status, ...next } : status)));
  const faultAt = (pointer: string): string | null => faults.find((fault) => fault.pointer === pointer)?.detail ?? null;
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-1 text-sm font-medium">{say('statuses.own')}</legend>
      <p className="text-sm text-quiet">{say('statuses.about')}</p>
      {statuses.map((status, place) => (
        // The place is what a status is known by until it has a name.
        <div key={place} className="grid items-start gap-3 sm:grid-cols-[1fr_8rem_10rem_auto]">
          <TextField
            label={say('statuses.name', { place: place + 1 })}
            required
            maxLength={MAX_LABEL_LENGTH}
            value={status.name}
            onChange={({ target }) => edit(place, { name: target.value })}
            error={faultAt(`/statuses/${place}`)}
          />
          <ChoiceField
            label={say('statuses.color')}
            value={status.color}
            onChange={({ target }) => {
              const color = STATUS_COLORS.find((each) => each === target.value);
              if (color !== undefined) edit(place, { color });
            }}
          >
            {STATUS_COLORS.map((each) => (
              <option key={each} value={each}>
                {say(`statuses.color.${each}`)}
              </option>
            ))}
          </ChoiceField>
          <ChoiceField
            label={say('statuses.countsAs')}
            value={status.countsAs}
            onChange={({ target }) => {
              const countsAs = STATUS_BASES.find((each) => each === target.value);
              if (countsAs !== undefined) edit(place, { countsAs });
            }}
          >
            {STATUS_BASES.map((each) => (
              <option key={each} value={each}>
                {say(`status.${each}`)}
              </option>
            ))}
          </ChoiceField>
          <Button
            look="quiet"
            className="sm:mt-6.5"
            aria-label={say('statuses.remove', { name: status.name || say('statuses.unnamed', { place: place + 1 }) })}
            onClick={() => change(statuses.filter((_, index) => index !== place))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {faultAt('/statuses') === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {say('wrapUp.listFault', { fault: faultAt('/statuses') ?? '' })}
        </p>
      )}
      <Button
        className="self-start"
        disabled={statuses.length >= MAX_OWN_STATUSES}
        onClick={() => change([...statuses, { name: '', color: 'amber', countsAs: 'break' }])}
      >
        <Plus aria-hidden />
        {say('statuses.add')}
      </Button>
    </fieldset>
  );
}
