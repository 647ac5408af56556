/** The simulator: a call that rings here, and what each magic number does. For administrators and developers. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Phone, PhoneIncoming } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { MagicNumberView, SimulatorView } from '#realtime/agent/simulator-protocol.ts';
import { SIMULATED_PREFIX } from '#realtime/agent/simulator-protocol.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { ChoiceField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { sentenceOf } from '../../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { writeNumber } from '../../parts/words.ts';
import { simulateCall, simulatorQuery } from './simulator-query.ts';

/** The page. */
export function SimulatorPage(): ReactElement {
  useTitle(say('settings.section.simulator'));
  const simulator = useQuery(simulatorQuery);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.simulator')}</h1>
      <p className="max-w-prose text-quiet">{say('simulator.about')}</p>
      {simulator.isPending ? <Skeleton rows={6} label={say('simulator.loading')} /> : null}
      {simulator.isError ? (
        <Trouble title={say('simulator.trouble')} error={simulator.error} again={() => void simulator.refetch()} />
      ) : null}
      {simulator.isSuccess ? <Content simulator={simulator.data} /> : null}
    </div>
  );
}

function Content({
  simulator: { menus, ownMenuId, magicNumbers },
}: {
  readonly simulator: SimulatorView;
}): ReactElement {
  const navigate = useNavigate();
  const [menuId, setMenuId] = useState(ownMenuId ?? menus[0]?.id ?? 0);
  const [fault, setFault] = useState<string | null>(null);
  const [isActing, setActing] = useState(false);
  const ring = async (digits: string, menu: number, isHere: boolean): Promise<void> => {
    setActing(true);
    setFault(null);
    try {
      const { id } = await simulateCall({ menuId: menu, digits });
      // A call that rings here is answered at the desk; any other one is looked at.
      if (isHere) await navigate({ to: '/desk', search: {} });
      else await navigate({ to: '/calls/$id', params: { id: String(id) }, search: {} });
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setActing(false);
    }
  };
  return (
    <>
      <section
        aria-label={say('simulator.ring')}
        className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5 shadow-shade"
      >
        <p className="max-w-prose">{say(ownMenuId === null ? 'simulator.ringNone' : 'simulator.ringAbout')}</p>
        <Button
          look="lead"
          className="self-start"
          disabled={ownMenuId === null || isActing}
          onClick={() => void ring(TALKS, ownMenuId ?? 0, true)}
        >
          <PhoneIncoming aria-hidden />
          {say('simulator.ring')}
        </Button>
        <p role="alert" className="text-sm text-danger-ink empty:hidden">
          {fault}
        </p>
      </section>
      <section aria-labelledby="magic" className="flex flex-col gap-3">
        <h2 id="magic" className="text-lg font-semibold">
          {say('simulator.magic')}
        </h2>
        <p className="max-w-prose text-quiet">{say('simulator.magicAbout')}</p>
        {menus.length === 0 ? (
          <Empty title={say('simulator.noMenu')}>{say('simulator.noMenuHelp')}</Empty>
        ) : (
          <div className="max-w-sm">
            <ChoiceField
              label={say('simulator.choose')}
              value={menuId}
              onChange={({ target }) => setMenuId(Number(target.value))}
            >
              {menus.map(({ id, path }) => (
                <option key={id} value={id}>
                  {path}
                </option>
              ))}
            </ChoiceField>
          </div>
        )}
        <ul
          aria-label={say('simulator.magic')}
          className="divide-y divide-line rounded-2xl border border-line bg-surface"
        >
          {magicNumbers.map((number) => (
            <Row
              key={number.digits}
              number={number}
              isDisabled={isActing || (number.way === 'in' && menus.length === 0)}
              ring={() => void ring(number.digits, menuId, false)}
            />
          ))}
        </ul>
      </section>
    </>
  );
}

/** The numbers whose sentences are in the catalogue. */
const TOLD = [
  '0001',
  '0002',
  '0003',
  '0004',
  '0005',
  '0006',
  '0007',
  '0008',
  '0009',
  '0010',
  '0011',
  '0012',
  '0013',
] as const;

/** What the far end does. A number that is not told of there is told of as the server does, in English. */
function doesWord({ digits, says }: MagicNumberView): string {
  const told = TOLD.find((each) => each === digits);
  return told === undefined ? says : say(`simulator.does.${told}`);
}

/** Any number that is not magic. */
const TALKS = '0148';

function Row({
  number: magic,
  isDisabled,
  ring,
}: {
  readonly number: MagicNumberView;
  readonly isDisabled: boolean;
  readonly ring: () => void;
}): ReactElement {
  const { digits, way } = magic;
  const number = SIMULATED_PREFIX + digits;
  const shown = writeNumber(number);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 grow basis-64">
        <p className="font-medium tabular-nums">{shown}</p>
        <p className="text-sm text-quiet">{doesWord(magic)}</p>
      </div>
      {way === 'in' || way === 'fin' ? (
        <Button
          size="small"
          disabled={isDisabled}
          aria-label={say(`simulator.${way}As`, { number: shown })}
          onClick={ring}
        >
          <PhoneIncoming aria-hidden />
          {say(`simulator.${way}`)}
        </Button>
      ) : null}
      {way === 'out' ? (
        <Link
          to="/desk"
          search={{ dial: number }}
          aria-label={say('frame.found.dial', { number: shown })}
          className={buttonClass('plain', 'small')}
        >
          <Phone aria-hidden />
          {say('desk.dial')}
        </Link>
      ) : null}
    </li>
  );
}
