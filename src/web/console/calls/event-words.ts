/** What happened, in words for people. A table over the events of a call. */
import type { CallEvent } from '#domain/call/event.ts';
import type { Tone } from '../parts/words.ts';

type Word = { readonly word: string; readonly tone: Tone };

const WORDS = {
  came_due: { word: 'Scheduled time reached', tone: 'wait' },
  rescheduled: { word: 'Moved to another time or queue', tone: 'calm' },
  menu_selected: { word: 'Queue selected', tone: 'calm' },
  overflowed: { word: 'Sent to another queue', tone: 'calm' },
  queue_unstaffed: { word: 'No agent there', tone: 'wait' },
  queue_staffed: { word: 'Agents there again', tone: 'calm' },
  group_cast: { word: 'Next agent group ringing', tone: 'calm' },
  agents_rung: { word: 'Ringing agents', tone: 'wait' },
  offer_declined: { word: 'An agent declined', tone: 'bad' },
  offer_missed: { word: 'No answer in time', tone: 'bad' },
  agent_assigned: { word: 'Answered by an agent', tone: 'good' },
  leg_ringing: { word: 'Ringing', tone: 'wait' },
  legs_bridged: { word: 'Connected', tone: 'live' },
  leg_failed: { word: 'A carrier could not connect', tone: 'bad' },
  leg_refused: { word: 'Declined by the far end', tone: 'bad' },
  carrier_switched: { word: 'Trying the next carrier', tone: 'wait' },
  media_failed: { word: 'Audio lost', tone: 'bad' },
  carriers_exhausted: { word: 'No carrier could connect', tone: 'bad' },
  held: { word: 'Put on hold', tone: 'wait' },
  resumed: { word: 'Resumed', tone: 'live' },
  transfer_started: { word: 'Transfer started', tone: 'wait' },
  transfer_completed: { word: 'Transfer completed', tone: 'good' },
  agent_left: { word: 'An agent left the call', tone: 'calm' },
  transfer_failed: { word: 'Transfer not accepted', tone: 'bad' },
  transfer_expired: { word: 'Transfer expired', tone: 'bad' },
  third_party_dialled: { word: 'Third party dialed', tone: 'wait' },
  third_party_answered: { word: 'Third party joined', tone: 'live' },
  third_party_left: { word: 'Third party left', tone: 'calm' },
  deflected: { word: 'Deflected', tone: 'calm' },
  voicemail_started: { word: 'Leaving a message', tone: 'wait' },
  voicemail_left: { word: 'Voicemail left', tone: 'good' },
  voicemail_opened: { word: 'Voicemail played', tone: 'good' },
  callback_finished: { word: 'Called back', tone: 'good' },
  hung_up: { word: 'Hung up', tone: 'calm' },
  flagged: { word: 'Flags changed', tone: 'calm' },
  reported: { word: 'Reported', tone: 'calm' },
  contact_known: { word: 'Caller identified', tone: 'calm' },
  consent_given: { word: 'Asked about recording', tone: 'calm' },
  telephone_changed: { word: 'Moved to another telephone', tone: 'calm' },
  dial_refused: { word: 'Number not dialed: not allowed', tone: 'bad' },
  recording_paused: { word: 'Recording paused', tone: 'wait' },
  recording_resumed: { word: 'Recording resumed', tone: 'calm' },
  outcome_noted: { word: 'Disposition noted', tone: 'calm' },
  rated: { word: 'Rated by the customer', tone: 'calm' },
  recording_started: { word: 'Recording started', tone: 'calm' },
  recording_stored: { word: 'Recording stored', tone: 'calm' },
  recording_failed: { word: 'Recording failed', tone: 'bad' },
  recording_played: { word: 'Recording played', tone: 'calm' },
  recording_deleted: { word: 'Recording deleted', tone: 'calm' },
  transcribed: { word: 'Transcript ready', tone: 'calm' },
  transcription_omitted: { word: 'Transcript skipped', tone: 'calm' },
  transcription_failed: { word: 'Transcript failed', tone: 'bad' },
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
