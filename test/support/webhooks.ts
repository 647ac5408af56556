/** Webhooks and events of the log, as tests need them. */
import type { Contact } from '#domain/directory/contact.ts';
import type { CallEvent, Subject, SubjectEvent } from '#domain/ports/event-log.ts';
import type { SentWebhook } from '#domain/ports/webhooks.ts';

const START = new Date('2026-11-28T10:00:00.000Z');

/** A live webhook in the format `standard` that wants everything, unless told otherwise. */
export function aWebhook(change: Partial<SentWebhook> = {}): SentWebhook {
  return {
    id: 1,
    workspaceId: 1,
    url: 'https://hooks.example.com/calls',
    format: 'standard',
    events: [],
    description: '',
    state: 'live',
    reason: null,
    userName: null,
    failingSince: null,
    createdAt: START,
    updatedAt: START,
    secrets: { secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', former: null, formerUntil: null },
    sinceSeq: 0,
    ...change,
  };
}

/** An event of call 1 of workspace 1. */
export function aLogged(seq: number, change: Partial<CallEvent> = {}): CallEvent {
  return { seq, type: 'hung_up', data: {}, at: START, workspaceId: 1, callId: 1, ...change };
}

/** An event of contact 81 of workspace 1: they changed, unless told otherwise. */
export function aSubjectEvent(seq: number, change: Partial<SubjectEvent> = {}): SubjectEvent {
  const whom = { workspaceId: 1, callId: null, contactId: 81, agentId: null };
  return { seq, type: 'contact.updated', data: {}, at: START, ...whom, ...change };
}

/** Contact 81, a user with a name. */
export const A_CONTACT: Contact = {
  id: 81,
  uid: '6f1c2b8e-0d0b-4a55-9c2e-4f5a8f3f5c11',
  identifier: 'customer-81',
  outContactId: null,
  role: 'user',
  name: 'Grace Lee',
  email: 'grace@example.com',
  phone: '+14155550148',
  otherPhones: [],
  attributes: { plan: 'pro' },
  blockedAt: null,
  legalHoldAt: null,
  createdAt: START,
  updatedAt: START,
};

/** Their subject, once they are gone: it says nothing about them. */
export const A_DELETED_CONTACT: Subject = {
  kind: 'deleted_contact',
  contact: { id: 81, uid: '6f1c2b8e-0d0b-4a55-9c2e-4f5a8f3f5c11' },
};
