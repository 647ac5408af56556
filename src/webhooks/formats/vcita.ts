/**
 * vcita's webhooks of calls and clients. Source: vcita, "Platform Administration Legacy API v1: Webhooks", and its
 * captured samples.
 */
import { isLive } from '#domain/call/state.ts';
import type { SubjectEventType } from '#domain/ports/event-log.ts';
import type { Format } from './format.ts';
import { isEnd, NO_REFUSALS } from './format.ts';
import { standard } from './standard.ts';

/**
 * The vendor's own, and `voice_call/update` beside them: without it a program would have to ask what became of a call.
 */
const EVENTS = ['voice_call/create', 'voice_call/update', 'client/created', 'client/updated'] as const;

/** What is told of contacts. One that another was merged into has changed; nothing is told of one that is gone. */
const OF_CONTACTS: Readonly<Partial<Record<SubjectEventType, (typeof EVENTS)[number]>>> = {
  'contact.created': 'client/created',
  'contact.updated': 'client/updated',
  'contact.merged': 'client/updated',
};

/** Changes that the vendor's entity shows, besides the end. */
const SHOWN: ReadonlySet<string> = new Set([
  'reported',
  'legs_bridged',
  'recording_stored',
  'recording_deleted',
  'recording_played',
  'transcribed',
  'voicemail_opened',
  'callback_finished',
]);

/** The format. */
export const vcita: Format = {
  ...standard,
  events: EVENTS,
  refusalOf: NO_REFUSALS,
  eventsOf(event, call) {
    if (event.type === 'created') return ['voice_call/create'];
    return SHOWN.has(event.type) || isEnd(event, call, isLive) ? ['voice_call/update'] : [];
  },
  subjectEventsOf({ type }, { kind }) {
    const told = kind === 'contact' ? OF_CONTACTS[type] : undefined;
    return told === undefined ? [] : [told];
  },
  write({ event }, item) {
    const [entity, type] = event.split('/');
    return [{ entity_name: entity, event_type: type, data: item }];
  },
  writeTest: () => [{ entity_name: 'voice_call', event_type: 'test', data: {} }],
  testEvent: 'voice_call/test',
};
