/** One contact: who it is, what can be done about them, and all that was between them and the workspace. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { ContactDetail, ContactView } from '#realtime/agent/contacts-protocol.ts';
import { buttonClass } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Initials, Mark } from '../parts/mark.tsx';
import { isMissing } from '../parts/request.ts';
import { Nowhere, Skeleton, Trouble } from '../parts/states.tsx';
import { writeWholeTime } from '../parts/time.ts';
import { useTitle } from '../parts/title.ts';
import { writeNumber } from '../parts/words.ts';
import { contactName } from './contact-name.ts';
import { contactQuery } from './contacts-query.ts';
import { Acts } from './contact-acts.tsx';
import { History, Scheduled } from './history.tsx';

/** The page. */
export function ContactPage(): ReactElement {
  const { id } = useParams({ from: '/frame/contacts/$id' });
  const contact = useQuery(contactQuery(id));
  useTitle(contact.data === undefined ? say('desk.contact') : contactName(contact.data.contact));
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-6 p-4 sm:p-6 lg:p-8">
      <Link to="/contacts" className={`self-start ${buttonClass('quiet', 'small')} -ml-2.5`}>
        <ArrowLeft aria-hidden />
        {say('frame.contacts')}
      </Link>
      {contact.isPending ? <Skeleton label={say('contacts.loadingOne')} /> : null}
      {isMissing(contact.error) ? (
        <Nowhere title={say('contacts.notFound')}>
          <Link to="/contacts" className={buttonClass('plain', 'medium')}>
            {say('contacts.toAll')}
          </Link>
        </Nowhere>
      ) : contact.isError ? (
        <Trouble title={say('contacts.troubleOne')} error={contact.error} again={() => void contact.refetch()} />
      ) : null}
      {contact.data === undefined ? null : <Content detail={contact.data} />}
    </div>
  );
}

function Content({ detail: { contact, scheduled } }: { readonly detail: ContactDetail }): ReactElement {
  return (
    <>
      <header className="flex flex-wrap items-center gap-4">
        <Initials name={contact.name} size="large" />
        <div className="min-w-0 grow">
          <h1 className="text-2xl leading-tight font-semibold break-words">{contactName(contact)}</h1>
          <p className="mt-1 flex flex-wrap items-center gap-2 text-quiet">
            {contact.role === 'user' ? say('contacts.user') : say('contacts.lead')}
            {contact.blockedAt === null ? null : <Mark tone="bad">{say('contacts.blocked')}</Mark>}
            {contact.legalHoldAt === null ? null : <Mark tone="wait">{say('calls.legalHold')}</Mark>}
          </p>
        </div>
        <Acts contact={contact} />
      </header>
      <div className="grid gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <section
          aria-label={say('contacts.about')}
          className="flex flex-col gap-5 self-start rounded-2xl border border-line bg-surface p-5 shadow-shade"
        >
          <Facts contact={contact} />
        </section>
        <div className="flex min-w-0 flex-col gap-6">
          {scheduled.length === 0 ? null : (
            <Part title={say('frame.scheduled')}>
              <Scheduled calls={scheduled} />
            </Part>
          )}
          <Part title={say('contacts.history')}>
            <History contactId={contact.id} />
          </Part>
        </div>
      </div>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <section aria-label={title} className="rounded-2xl border border-line bg-surface p-5 shadow-shade">
      <h2 className="mb-3 font-medium">{title}</h2>
      {children}
    </section>
  );
}

function Facts({ contact }: { readonly contact: ContactView }): ReactElement {
  const { phone, otherPhones, email, identifier, outContactId, attributes, createdAt, blockedAt } = contact;
  const own = Object.entries(attributes);
  return (
    <>
      <dl className="flex flex-col gap-3.5 text-sm">
        <Fact name={say('desk.number')}>{phone === null ? say('calls.none') : writeNumber(phone)}</Fact>
        {otherPhones.length === 0 ? null : (
          <Fact name={say('contacts.otherNumbers')}>{otherPhones.map(writeNumber).join(', ')}</Fact>
        )}
        <Fact name={say('contacts.email')}>{email ?? say('calls.none')}</Fact>
        {identifier === null ? null : <Fact name={say('contacts.identifier')}>{identifier}</Fact>}
        {outContactId === null ? null : <Fact name={say('contacts.crm')}>{outContactId}</Fact>}
        <Fact name={say('contacts.since')}>{writeWholeTime(createdAt)}</Fact>
        {blockedAt === null ? null : <Fact name={say('contacts.blockedSince')}>{writeWholeTime(blockedAt)}</Fact>}
      </dl>
      {own.length === 0 ? null : (
        <div>
          <h2 className="mb-2 text-sm font-medium">{say('contacts.attributes')}</h2>
          <dl className="flex flex-col gap-3 text-sm">
            {own.map(([name, value]) => (
              <Fact key={name} name={name}>
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </Fact>
            ))}
          </dl>
        </div>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt className="text-xs font-medium break-words text-quiet">{name}</dt>
      <dd className="mt-0.5 break-words tabular-nums">{children}</dd>
    </div>
  );
}
