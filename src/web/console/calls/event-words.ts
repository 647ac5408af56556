/** What happened, in words for people. A table over the events of a call. */
import type { CallEvent } from '#domain/call/event.ts';
import type { Tone } from '../parts/words.ts';

type Word = { readonly word: string; readonly tone: Tone };

const WORDS = {
  came_due: { word: 'Came due', tone: 'wait' },
  menu_selected: { word: 'A queue was chosen', tone: 'calm' },
  group_cast: { word: 'Another group of agents is rung', tone: 'calm' },
  agents_rung: { word: 'Rings for agents', tone: 'wait' },
  offer_declined: { word: 'An agent declined', tone: 'bad' },
  offer_missed: { word: 'Nobody answered in time', tone: 'bad' },
  agent_assigned: { word: 'An agent took it', tone: 'good' },
  leg_ringing: { word: 'Rings at the other end', tone: 'wait' },
  legs_bridged: { word: 'Both ends talk', tone: 'live' },
  leg_failed: { word: 'A carrier could not connect', tone: 'bad' },
  leg_refused: { word: 'The other end refused', tone: 'bad' },
  carrier_switched: { word: 'The next carrier tries', tone: 'wait' },
  media_failed: { word: 'The sound broke off', tone: 'bad' },
  carriers_exhausted: { word: 'No carrier could connect', tone: 'bad' },
  held: { word: 'Put on hold', tone: 'wait' },
  resumed: { word: 'Back from hold', tone: 'live' },
  transfer_started: { word: 'Is being handed over', tone: 'wait' },
  transfer_completed: { word: 'Handed over', tone: 'good' },
  agent_left: { word: 'An agent left the call', tone: 'calm' },
  transfer_failed: { word: 'Nobody took the hand-over', tone: 'bad' },
  transfer_expired: { word: 'Nobody took the caller over in time', tone: 'bad' },
  third_party_dialled: { word: 'Somebody else is dialled', tone: 'wait' },
  third_party_answered: { word: 'Somebody else joined', tone: 'live' },
  third_party_left: { word: 'Somebody else left', tone: 'calm' },
  deflected: { word: 'Sent elsewhere', tone: 'calm' },
  voicemail_started: { word: 'Leaves a message', tone: 'wait' },
  voicemail_left: { word: 'Left a message', tone: 'good' },
  voicemail_opened: { word: 'The message was listened to', tone: 'good' },
  callback_finished: { word: 'Was called back', tone: 'good' },
  hung_up: { word: 'Hung up', tone: 'calm' },
  flagged: { word: 'Flags changed', tone: 'calm' },
  reported: { word: 'Reported', tone: 'calm' },
  contact_known: { word: 'It became known who it is', tone: 'calm' },
  consent_given: { word: 'Asked about recording', tone: 'calm' },
  recording_paused: { word: 'Recording paused', tone: 'wait' },
  recording_resumed: { word: 'Recording went on', tone: 'calm' },
  rated: { word: 'Rated by the customer', tone: 'calm' },
  recording_started: { word: 'Recording began', tone: 'calm' },
  recording_stored: { word: 'The recording was stored', tone: 'calm' },
  recording_failed: { word: 'The recording failed', tone: 'bad' },
  recording_played: { word: 'The recording was played', tone: 'calm' },
  recording_deleted: { word: 'The recording was deleted', tone: 'calm' },
  transcribed: { word: 'The transcript is done', tone: 'calm' },
  transcription_omitted: { word: 'No transcript is made', tone: 'calm' },
  transcription_failed: { word: 'The transcript could not be made', tone: 'bad' },
} as const satisfies Record<CallEvent['type'], Word>;

/** The words for an event; for one that is not in the table, its own name. */
export function eventWord(type: string): Word {
  const known: Readonly<Record<string, Word>> = WORDS;
  return known[type] ?? { word: sentence(type), tone: 'calm' };
}

function sentence(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
