/**
 * Whom to dial: contacts who match what is typed, those of the last calls while nothing is, and the number as people
 * read it.
 */
import { useQuery } from '@tanstack/react-query';
import type { AsYouType as Speller } from 'libphonenumber-js/min';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import { callsQuery } from '../calls/calls-query.ts';
import { contactName } from '../contacts/contact-name.ts';
import { contactChoicesQuery } from '../contacts/contacts-query.ts';
import { say } from '../parts/language.ts';
import { callerName, writeNumber } from '../parts/words.ts';

const MOST = 4;

type Suggestion = { readonly name: string; readonly number: string };

/** The list; nothing where there is no one. */
export function Suggestions({
  text,
  choose,
}: {
  readonly text: string;
  readonly choose: (number: string) => void;
}): ReactElement | null {
  const find = text.trim();
  const isSought = find.length >= FIND_LENGTHS.min && find.length <= FIND_LENGTHS.max;
  const contacts = useQuery({ ...contactChoicesQuery(find), enabled: isSought });
  const recent = useQuery({ ...callsQuery({ limit: 20 }), enabled: find === '' });
  const found: readonly Suggestion[] = isSought
    ? (contacts.data?.contacts ?? []).flatMap((contact) =>
        contact.phone === null ? [] : [{ name: contactName(contact), number: contact.phone }],
      )
    : (recent.data?.calls ?? []).flatMap((call) =>
        call.contact?.number == null ? [] : [{ name: callerName(call), number: call.contact.number }],
      );
  const shown = [...new Map(found.map((each) => [each.number, each])).values()].slice(0, MOST);
  if (shown.length === 0 || shown[0]?.number === find) return null;
  return (
    <ul aria-label={isSought ? say('frame.contacts') : say('desk.recent')} className="-mt-2 flex flex-col">
      {shown.map(({ name, number }) => (
        <li key={number}>
          <button
            type="button"
            onClick={() => choose(number)}
            className="flex min-h-9 w-full items-center gap-3 rounded-lg px-2 text-left text-sm hover:bg-sunken"
          >
            <span className="min-w-0 grow truncate">{name}</span>
            <span className="text-quiet tabular-nums">{writeNumber(number)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/**
 * The number as it is read, while it is typed; null for what is none. Without a country code it is one of the country
 * of our own number, as the server takes it. The plans of all countries are loaded with the first number that is typed.
 */
export function useSpelled(text: string, ownNumber: string | null): string | null {
  const [kit, setKit] = useState<{ readonly AsYouType: typeof Speller } | null>(null);
  const isNumber = /^[+\d\s().\-/]{3,40}$/.test(text.trim());
  useEffect(() => {
    if (isNumber && kit === null) void import('libphonenumber-js/min').then(setKit);
  }, [isNumber, kit]);
  if (!isNumber || kit === null) return null;
  const own = new kit.AsYouType();
  own.input(ownNumber ?? '');
  const speller = new kit.AsYouType(own.getCountry());
  const national = speller.input(text.trim());
  return speller.getNumber()?.formatInternational() ?? national;
}
