/** Who it is: numbers, flags, what was before. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Copy, Phone } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { callsQuery } from '../calls/calls-query.ts';
import { useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { Hint } from '../parts/hint.tsx';
import { Dot } from '../parts/mark.tsx';
import { writeTime } from '../parts/time.ts';
import { languageName, stateOfCall, writeNumber } from '../parts/words.ts';
import { Flags } from './flags.tsx';

/** The panel. */
export function ContactPanel({
  contact,
  call,
}: {
  readonly contact: CallView['contact'];
  readonly call: CallView | null;
}): ReactElement {
  return (
    <aside
      aria-label="Contact"
      className="flex flex-col gap-6 rounded-2xl border-line bg-surface max-[84rem]:border max-[84rem]:p-5 max-[84rem]:shadow-shade min-[84rem]:bg-transparent"
    >
      <dl className="flex flex-col gap-3.5 text-sm">
        <Row name="Name">{contact?.name ?? 'Unknown'}</Row>
        {contact?.number == null ? null : (
          <Row name="Number">
            <Number number={contact.number} />
          </Row>
        )}
        {call === null ? null : <Row name="Language">{languageName(call.lang)}</Row>}
        {call?.ownNumber == null ? null : (
          <Row name={call.direction === 'inbound' ? 'Called' : 'Called from'}>
            <span className="tabular-nums">{call.ownNumber}</span>
          </Row>
        )}
      </dl>
      {call === null ? null : <Flags call={call} />}
      {contact === null ? null : <Earlier contactId={contact.id} exceptId={call?.id ?? null} />}
    </aside>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt className="text-xs font-medium text-quiet">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

function Number({ number }: { readonly number: string }): ReactElement {
  const navigate = useNavigate();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(number);
    announce('Copied.');
  };
  return (
    <span className="flex items-center gap-1">
      <span className="mr-1 tabular-nums">{writeNumber(number)}</span>
      <Hint text="Copy">
        <Button look="quiet" size="small" aria-label="Copy the number" onClick={() => void copy()}>
          <Copy aria-hidden />
        </Button>
      </Hint>
      <Hint text="Dial">
        <Button
          look="quiet"
          size="small"
          aria-label="Dial the number"
          onClick={() => void navigate({ to: '/desk', search: (before) => ({ ...before, dial: number }) })}
        >
          <Phone aria-hidden />
        </Button>
      </Hint>
    </span>
  );
}

function Earlier({
  contactId,
  exceptId,
}: {
  readonly contactId: number;
  readonly exceptId: number | null;
}): ReactElement {
  const { data, isPending, isError } = useQuery(callsQuery({ contact: contactId, limit: 20 }));
  const { me } = useWorld();
  // An agent is shown the calls of their own, and none that are still to come are earlier ones.
  const isOwnOnly = me.role === 'agent';
  const calls = (data?.calls ?? []).filter((call) => call.id !== exceptId && call.state !== 'scheduled').slice(0, 6);
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-quiet">
        {isOwnOnly ? 'Earlier calls with you' : 'Earlier calls'}
      </h3>
      {isPending ? <p className="text-sm text-quiet">Looking…</p> : null}
      {isError ? <p className="text-sm text-quiet">Couldn’t load them.</p> : null}
      {!isPending && !isError && calls.length === 0 ? (
        <p className="text-sm text-quiet">{isOwnOnly ? 'None with you.' : 'None.'}</p>
      ) : null}
      <ul className="flex flex-col">
        {calls.map((call) => {
          const { word, tone } = stateOfCall(call);
          return (
            <li key={call.id}>
              <Link
                to="/calls/$id"
                params={{ id: String(call.id) }}
                className="-mx-2 flex min-h-9 items-center gap-2.5 rounded-lg px-2 text-sm hover:bg-sunken"
              >
                <Dot tone={tone} />
                <span className="grow">{word}</span>
                <span className="text-quiet tabular-nums">{writeTime(call.createdAt)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
