/** What happened, in words for people. The table is over the events of a call; the words are `event.` with its name. */
import type { CallEvent } from '#domain/call/event.ts';
import { say } from '../parts/language.ts';
import type { Tone } from '../parts/words.ts';

type Word = { readonly word: string; readonly tone: Tone };

const TONES = {
  came_due: 'wait',
  rescheduled: 'calm',
  menu_selected: 'calm',
  overflowed: 'calm',
  queue_unstaffed: 'wait',
  queue_staffed: 'calm',
  group_cast: 'calm',
  agents_rung: 'wait',
  offer_declined: 'bad',
  offer_missed: 'bad',
  agent_assigned: 'good',
  leg_ringing: 'wait',
  legs_bridged: 'live',
  leg_failed: 'bad',
  leg_refused: 'bad',
  carrier_switched: 'wait',
  media_failed: 'bad',
  carriers_exhausted: 'bad',
  held: 'wait',
  resumed: 'live',
  transfer_started: 'wait',
  transfer_completed: 'good',
  agent_left: 'calm',
  transfer_failed: 'bad',
  transfer_expired: 'bad',
  third_party_dialled: 'wait',
  third_party_answered: 'live',
  third_party_left: 'calm',
  deflected: 'calm',
  voicemail_started: 'wait',
  voicemail_left: 'good',
  voicemail_opened: 'good',
  callback_finished: 'good',
  hung_up: 'calm',
  flagged: 'calm',
  reported: 'calm',
  contact_known: 'calm',
  consent_given: 'calm',
  telephone_changed: 'calm',
  dial_refused: 'bad',
  recording_paused: 'wait',
  recording_resumed: 'calm',
  outcome_noted: 'calm',
  wrap_up_lapsed: 'wait',
  missing_note_added: 'calm',
  rated: 'calm',
  recording_started: 'calm',
  recording_stored: 'calm',
  recording_failed: 'bad',
  recording_played: 'calm',
  recording_deleted: 'calm',
  transcribed: 'calm',
  transcription_omitted: 'calm',
  transcription_failed: 'bad',
} as const satisfies Record<CallEvent['type'], Tone>;

/** The words for an event; for one that is not in the table, its own name. */
export function eventWord(type: string): Word {
  return isKnown(type) ? { word: say(`event.${type}`), tone: TONES[type] } : { word: sentence(type), tone: 'calm' };
}

function isKnown(type: string): type is keyof typeof TONES {
  return Object.hasOwn(TONES, type);
}

function sentence(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
