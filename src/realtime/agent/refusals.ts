/** Every "no" to a page, in words for people. */
import { MAX_MESSAGES, MAX_NOTES } from '#domain/call/bounds.ts';
import type { Refusal, RefusalCode } from '#domain/call/refusal.ts';

/** What a command comes to. */
export type Result =
  | { readonly ok: true; readonly data?: unknown }
  | { readonly ok: false; readonly error: string; readonly message: string };

const SENTENCES = {
  event_not_allowed: 'That is not possible any more.',
  call_unknown: 'Call not found.',
  agent_unknown: 'Agent not found.',
  agent_may_not_call: 'You may not place calls.',
  agent_not_available: 'The agent is not available.',
  contact_unknown: 'Contact not found.',
  contact_blocked: 'This contact is blocked.',
  contact_without_number: 'The contact has no number.',
  language_unknown: 'This language is not known here.',
  language_not_available: 'This language is switched off.',
  menu_unknown: 'Queue not found.',
  menu_kind_not_permitted: 'This queue does not take such calls.',
  menu_redirected: 'This queue is redirected at present.',
  menu_after_hours: 'This queue is closed at present.',
  parent_unknown: 'Call not found.',
  parent_without_menu: 'That call is in no queue: choose one.',
  time_past: 'Choose a time ahead.',
  number_unknown: 'This number cannot be used.',
  emergency_number: 'Emergency numbers are not called from here. Use a telephone.',
  number_not_called: 'Calls to numbers of this country or kind are not allowed here.',
  dial_limit: 'As many calls go out as are allowed. Try again later.',
  external_call_taken: 'This call is known already.',
  external_call_unknown: 'Call not found.',
  report_taken: 'This call is known already.',
  report_ended: 'This call has ended.',
  recording_unknown: 'Recording not found.',
  transcript_unknown: 'No transcript.',
  text_message_failed: 'The message was not sent.',
  text_to_landline: 'A landline takes no messages.',
  attributes_full: 'The contact has too many attributes.',
  history_full: 'Too much has happened in this call already.',
  notes_full: `A call keeps ${MAX_NOTES} notes.`,
  disposition_unknown: 'This disposition no longer exists. Choose another one.',
  disposition_required: 'Choose a disposition first.',
  note_required: 'Write a note first.',
  tag_required: 'Choose a tag first.',
  tag_unknown: 'This tag no longer exists.',
  not_wrapping_up: 'There is nothing to finish.',
  draining: 'The server is about to stop and takes no new calls.',
} as const satisfies Record<RefusalCode, string>;

/** The refusal for the page; `message` where the command says it better. */
export function writeRefusal(refusal: Refusal, message?: string): Result {
  return { ok: false, error: refusal.code, message: message ?? SENTENCES[refusal.code] };
}

/** A refusal that only pages know. */
export function no(error: keyof typeof PAGE_SENTENCES): Result {
  return { ok: false, error, message: PAGE_SENTENCES[error] };
}

const PAGE_SENTENCES = {
  status_unknown: 'This status no longer exists. Choose another one.',
  malformed: 'The server did not understand this.',
  not_yours: 'This call is not yours.',
  not_online: 'Go online first.',
  sound_refused: 'The sound could not be set up.',
  number_malformed: 'Enter a valid phone number with its country code.',
  digits_not_taken: 'The far end does not accept DTMF digits.',
  other_end_away: 'The far end is disconnected. The digit was not sent.',
  unknown: 'Not found.',
  conversation_full: `A conversation keeps ${MAX_MESSAGES} messages.`,
} as const;
