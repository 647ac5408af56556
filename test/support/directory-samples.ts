import type { Contact } from '#domain/directory/contact.ts';
import type { Administered, AdministrationRefusal } from '#domain/directory/administration.ts';
import type { Person } from '#domain/identity/people.ts';
import { START } from './calls.ts';

/** A contact of whom everything is known, unless told otherwise. */
export function aContact(change: Partial<Contact> = {}): Contact {
  return {
    id: 67,
    uid: '01890000-0000-7000-8000-000000000067',
    identifier: 'crm-67',
    outContactId: '003',
    role: 'user',
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    phone: '+14155550148',
    otherPhones: ['+14155550149'],
    attributes: { plan: 'gold', nested: { camelCase: [1] } },
    blockedAt: null,
    legalHoldAt: null,
    createdAt: START,
    updatedAt: START,
    ...change,
  };
}

/** A person who signs in with a password, unless told otherwise. */
export function aPerson(change: Partial<Person> = {}): Person {
  return {
    id: 3,
    uid: '01890000-0000-7000-8000-000000000003',
    email: 'grace@example.com',
    firstName: 'Grace',
    lastName: 'Hopper',
    role: 'supervisor',
    state: 'active',
    language: 'de',
    lastSeenAt: null,
    hasCodes: true,
    passkeys: 2,
    assist: true,
    wantsAssist: true,
    ...change,
  };
}

/** A wish that was granted. */
export function granted<T>(value: T): Administered<T> {
  return { ok: true, value };
}

/** A wish that was refused. */
export function denied(refusal: AdministrationRefusal): Administered<never> {
  return { ok: false, refusal };
}
