/** Every expected "no" as a value. Dialects give it a status and a sentence. */
import type { CallEvent } from './event.ts';
import type { CallState } from './state.ts';

export type Refusal =
  | { readonly code: 'event_not_allowed'; readonly state: CallState; readonly event: CallEvent['type'] }
  | { readonly code: 'call_unknown'; readonly id: string }
  | { readonly code: 'agent_unknown' | 'agent_may_not_call' }
  /** `agentIds`: who has as many calls as they take, where the store found it out. */
  | { readonly code: 'agent_not_available'; readonly agentIds?: readonly number[] }
  | { readonly code: 'contact_unknown' | 'contact_without_number' | 'contact_blocked' }
  | { readonly code: 'language_unknown' | 'language_not_available'; readonly language: string }
  | { readonly code: 'menu_unknown'; readonly id: number }
  | { readonly code: 'menu_kind_not_permitted' }
  | { readonly code: 'menu_redirected' | 'menu_after_hours' }
  | { readonly code: 'parent_unknown'; readonly id: number }
  /** The call that is called back has no menu whose queue could take the call-back, and none was asked for. */
  | { readonly code: 'parent_without_menu' }
  | { readonly code: 'time_past' }
  | { readonly code: 'number_unknown' }
  /** Nobody is helped by a call center's call to them: they are dialed from a telephone. */
  | { readonly code: 'emergency_number' }
  /** No trunk calls the number's country, or numbers of its price. */
  | { readonly code: 'number_not_called'; readonly why: 'country' | 'premium' }
  /** A trunk or the workspace has dialed as much as it may. */
  | { readonly code: 'dial_limit'; readonly limit: 'calls_at_once' | 'calls_per_minute' | 'minutes_per_day' }
  | { readonly code: 'external_call_taken' | 'external_call_unknown' }
  | { readonly code: 'report_taken' | 'report_ended' }
  | { readonly code: 'recording_unknown' | 'transcript_unknown' }
  | { readonly code: 'text_message_failed' | 'text_to_landline' }
  /** The contact's attributes would be more than are kept. */
  | { readonly code: 'attributes_full' }
  /** The call has as many changes, or notes, as are kept; see `bounds.ts`. */
  | { readonly code: 'history_full' | 'notes_full' }
  /**
   * What a call came to: its menu or workspace has no such word, or requires one. `place`: of the tag among
   * those asked for.
   */
  | { readonly code: 'disposition_unknown' | 'disposition_required' | 'note_required' | 'tag_required' }
  | { readonly code: 'tag_unknown'; readonly place: number }
  | { readonly code: 'not_wrapping_up' }
  | { readonly code: 'draining' };

/** The name of each refusal; what dialects key their tables by. */
export type RefusalCode = Refusal['code'];

/** What a command answers: the value, or the refusal. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** The command was carried out. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** The command was refused; nothing has changed. */
export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
