/** Where calls to a number go, and the trunk that it is at. */
import type { ComponentProps, ReactElement } from 'react';
import type { Destination } from '#domain/directory/destination.ts';
import { DESTINATION_KINDS, FIRST_MENUS } from '#domain/directory/destination.ts';
import type { NumbersView } from '#realtime/agent/lines-protocol.ts';
import { ChoiceField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';

type Common = Pick<ComponentProps<typeof ChoiceField>, 'label' | 'error' | 'disabled' | 'aria-label'> & {
  readonly all: NumbersView;
};

/** The menus, one menu, a queue, an agent or Fin. */
export function DestinationField({
  all,
  destination,
  choose,
  ...rest
}: Common & {
  readonly destination: Destination;
  readonly choose: (destination: Destination) => void;
}): ReactElement {
  return (
    <ChoiceField {...rest} value={keyOf(destination)} onChange={({ target }) => choose(destinationOf(target.value))}>
      <option value={keyOf(FIRST_MENUS)}>{say('numbers.menus')}</option>
      <option value="fin:">{say('numbers.fin')}</option>
      <optgroup label={say('numbers.queueAtOnce')}>
        {all.menus
          .filter(({ isQueue }) => isQueue)
          .map(({ id, name }) => (
            <option key={id} value={`queue:${id}`}>
              {name}
            </option>
          ))}
      </optgroup>
      <optgroup label={say('numbers.menuOn')}>
        {all.menus.map(({ id, name }) => (
          <option key={id} value={`menu:${id}`}>
            {name}
          </option>
        ))}
      </optgroup>
      <optgroup label={say('desk.transfer.agent')}>
        {all.agents.map(({ id, name }) => (
          <option key={id} value={`agent:${id}`}>
            {name}
          </option>
        ))}
      </optgroup>
      {isListed(all, destination) ? null : <option value={keyOf(destination)}>{say('numbers.gone')}</option>}
    </ChoiceField>
  );
}

/** One of the trunks, or none in particular. */
export function TrunkField({
  all,
  trunkId,
  choose,
  ...rest
}: Common & { readonly trunkId: number | null; readonly choose: (trunkId: number | null) => void }): ReactElement {
  return (
    <ChoiceField
      {...rest}
      value={trunkId ?? ''}
      onChange={({ target }) => choose(target.value === '' ? null : Number(target.value))}
    >
      <option value="">{say('numbers.any')}</option>
      {all.trunks.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </ChoiceField>
  );
}

function keyOf({ kind, id }: Destination): string {
  return `${kind}:${id ?? ''}`;
}

function destinationOf(key: string): Destination {
  const [word, id = ''] = key.split(':');
  const kind = DESTINATION_KINDS.find((each) => each === word);
  return kind === undefined ? FIRST_MENUS : { kind, id: id === '' ? null : Number(id) };
}

/** Whether the destination is among those that can be chosen: its menu may be deleted by now. */
function isListed({ menus, agents }: NumbersView, { kind, id }: Destination): boolean {
  if (id === null) return true;
  if (kind === 'agent') return agents.some((each) => each.id === id);
  return menus.some((each) => each.id === id && (kind === 'menu' || each.isQueue));
}
