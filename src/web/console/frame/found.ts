/** What the palette finds besides commands: people, contacts, calls, and a number to dial. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import type { Role } from '#realtime/agent/protocol.ts';
import { callsQuery } from '../calls/calls-query.ts';
import { contactName } from '../contacts/contact-name.ts';
import { contactChoicesQuery } from '../contacts/contacts-query.ts';
import { useDeskState } from '../link/use-desk.ts';
import { say } from '../parts/language.ts';
import { writeTime } from '../parts/time.ts';
import { callerName, stateOfCall, writeNumber } from '../parts/words.ts';

/** Something that can be chosen: its name, what is said beside it, and what choosing it does. */
export type Order = {
  readonly value: string;
  readonly about?: string;
  readonly isFound?: true;
  readonly run: () => void;
};

/** Of each kind so many are shown. */
const MOST = 5;
/** Fewer digits are no number that anyone means to dial. */
const MIN_DIGITS = 5;

/** What the text finds; asked of the server from two letters on. */
export function useFound(text: string, role: Role): readonly Order[] {
  const navigate = useNavigate();
  const { world } = useDeskState();
  const find = text.trim();
  const enabled = find.length >= FIND_LENGTHS.min && find.length <= FIND_LENGTHS.max;
  const contacts = useQuery({ ...contactChoicesQuery(find), enabled });
  const calls = useQuery({ ...callsQuery({ find, limit: MOST }), enabled });
  if (!enabled) return [];
  const people = [...(world?.agents.values() ?? [])].filter(({ name }) =>
    name.toLowerCase().includes(find.toLowerCase()),
  );
  const isNumber = /^[+\d\s().\-/]+$/.test(find) && find.replaceAll(/\D/g, '').length >= MIN_DIGITS;
  return [
    ...(isNumber
      ? [
          {
            value: say('frame.found.dial', { number: find }),
            run: () => void navigate({ to: '/desk', search: { dial: find } }),
          },
        ]
      : []),
    ...(contacts.data?.contacts ?? []).slice(0, MOST).map((contact) => ({
      value: contactName(contact),
      about: contact.name === null || contact.phone === null ? say('frame.found.contact') : writeNumber(contact.phone),
      run: () => void navigate({ to: '/contacts/$id', params: { id: String(contact.id) } }),
    })),
    // Agents are shown their own calls alone, so the list of a colleague's would be empty.
    ...(role === 'agent' ? [] : people.slice(0, MOST)).map(({ id, name }) => ({
      value: name,
      about: say('frame.found.agentCalls'),
      run: () => void navigate({ to: '/calls', search: { agent: id } }),
    })),
    ...(calls.data?.calls ?? []).slice(0, MOST).map((call) => ({
      value: say('frame.found.call', { id: String(call.id), name: callerName(call) }),
      about: `${stateOfCall(call).word}, ${writeTime(call.createdAt)}`,
      run: () => void navigate({ to: '/calls/$id', params: { id: String(call.id) } }),
    })),
  ].map((order) => ({ ...order, isFound: true as const }));
}
