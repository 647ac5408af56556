/** All contacts, the newest first. */
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Search, UserRound } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import type { ContactView } from '#realtime/agent/contacts-protocol.ts';
import { Button } from '../parts/button.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { Initials, Mark } from '../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { writeNumber } from '../parts/words.ts';
import { contactListQuery } from './contacts-query.ts';
import { contactName } from './contact-name.ts';

/** The page. */
export function ContactsPage(): ReactElement {
  useTitle(say('frame.contacts'));
  const search = useSearch({ from: '/frame/contacts' });
  const list = useInfiniteQuery(contactListQuery(search));
  const contacts = list.data?.pages.flatMap((page) => page.contacts) ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('frame.contacts')}</h1>
      <Find find={search.find ?? ''} />
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={8} label={say('contacts.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('contacts.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && contacts.length === 0 ? <Nothing isNarrowed={search.find !== undefined} /> : null}
        <ul className="divide-y divide-line empty:hidden">
          {contacts.map((contact) => (
            <Line key={contact.id} contact={contact} />
          ))}
        </ul>
      </div>
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? say('calls.loadingMore') : say('calls.more')}
        </Button>
      ) : null}
    </div>
  );
}

function Find({ find }: { readonly find: string }): ReactElement {
  const navigate = useNavigate({ from: '/contacts' });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = textIn(event, 'find');
    void navigate({ search: text === '' ? {} : { find: text }, replace: true });
  };
  return (
    <form role="search" onSubmit={submit} className="flex items-end gap-2">
      <label className="flex grow flex-col gap-1.5 text-sm font-medium sm:max-w-sm">
        {say('contacts.find')}
        <input
          key={find}
          type="search"
          name="find"
          minLength={FIND_LENGTHS.min}
          maxLength={FIND_LENGTHS.max}
          defaultValue={find}
          className="min-h-10 rounded-lg border border-edge bg-surface px-3 py-2 font-normal hover:border-ink"
        />
      </label>
      <Button type="submit" className="min-h-10">
        <Search aria-hidden />
        {say('desk.transfer.search')}
      </Button>
    </form>
  );
}

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }): ReactElement {
  return (
    <Empty icon={<UserRound />} title={isNarrowed ? say('contacts.noMatch') : say('contacts.noneYet')}>
      {isNarrowed ? say('contacts.noMatchHelp') : say('contacts.noneYetHelp')}
    </Empty>
  );
}

function Line({ contact }: { readonly contact: ContactView }): ReactElement {
  const { id, name, phone, email, blockedAt } = contact;
  const below = [name === null || phone === null ? null : writeNumber(phone), email].filter((each) => each !== null);
  return (
    <li>
      <Link
        to="/contacts/$id"
        params={{ id: String(id) }}
        className="flex min-h-16 items-center gap-4 px-5 py-2.5 hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <Initials name={name} />
        <span className="min-w-0 grow">
          <span className="block truncate font-medium">{contactName(contact)}</span>
          {below.length === 0 ? null : (
            <span className="block truncate text-sm text-quiet tabular-nums">{below.join(' · ')}</span>
          )}
        </span>
        {blockedAt === null ? null : <Mark tone="bad">{say('contacts.blocked')}</Mark>}
      </Link>
    </li>
  );
}
