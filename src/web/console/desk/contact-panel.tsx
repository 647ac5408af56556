/** Who it is: numbers, flags, what was before. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Copy, Phone } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { contactQuery } from '../contacts/contacts-query.ts';
import { History, Scheduled } from '../contacts/history.tsx';
import { Button } from '../parts/button.tsx';
import { copyText } from '../parts/copy.ts';
import { Hint } from '../parts/hint.tsx';
import { say } from '../parts/language.ts';
import { languageName, writeNumber } from '../parts/words.ts';
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
      aria-label={say('desk.contact')}
      className="flex flex-col gap-6 rounded-2xl border-line bg-surface max-[84rem]:border max-[84rem]:p-5 max-[84rem]:shadow-shade min-[84rem]:bg-transparent"
    >
      <dl className="flex flex-col gap-3.5 text-sm">
        <Row name={say('profile.name')}>
          {contact === null ? (
            say('desk.unknown')
          ) : (
            <Link to="/contacts/$id" params={{ id: String(contact.id) }} className="underline underline-offset-2">
              {contact.name ?? say('desk.unknown')}
            </Link>
          )}
        </Row>
        {contact?.number == null ? null : (
          <Row name={say('desk.number')}>
            <Number number={contact.number} />
          </Row>
        )}
        {call === null ? null : <Row name={say('desk.language')}>{languageName(call.lang)}</Row>}
        {call?.ownNumber == null ? null : (
          <Row name={call.direction === 'inbound' ? say('desk.called') : say('desk.calledFrom')}>
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
  return (
    <span className="flex items-center gap-1">
      <span className="mr-1 tabular-nums">{writeNumber(number)}</span>
      <Hint text={say('desk.copy')}>
        <Button look="quiet" size="small" aria-label={say('desk.copyNumber')} onClick={() => void copyText(number)}>
          <Copy aria-hidden />
        </Button>
      </Hint>
      <Hint text={say('desk.dial')}>
        <Button
          look="quiet"
          size="small"
          aria-label={say('desk.dialNumber')}
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
  const { data } = useQuery(contactQuery(contactId));
  const scheduled = (data?.scheduled ?? []).filter((call) => call.id !== exceptId);
  return (
    <>
      {scheduled.length === 0 ? null : (
        <section>
          <h3 className="mb-1.5 text-xs font-medium text-quiet">{say('frame.scheduled')}</h3>
          <Scheduled calls={scheduled} />
        </section>
      )}
      <section>
        <h3 className="mb-1.5 text-xs font-medium text-quiet">{say('desk.earlier')}</h3>
        <History contactId={contactId} exceptId={exceptId} />
      </section>
    </>
  );
}
