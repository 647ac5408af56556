/**
 * vcita's webhooks of calls. Source: vcita, "Platform Administration Legacy API v1: Webhooks", and its captured
 * samples.
 */
import { isLive } from '#domain/call/state.ts';
import type { Format } from './format.ts';
import { isEnd, NO_REFUSALS } from './format.ts';
import { standard } from './standard.ts';

/** The vendor's own, and one beside it: without it a program would have to ask what became of a call. */
const EVENTS = ['voice_call/create', 'voice_call/update'] as const;

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
  subjectEventsOf: () => [],
  write: ({ event }, item) => [{ entity_name: 'voice_call', event_type: event.split('/')[1], data: item }],
  writeTest: () => [{ entity_name: 'voice_call', event_type: 'test', data: {} }],
  testEvent: 'voice_call/test',
};
