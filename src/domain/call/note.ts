/** Facts that are written into a call without moving it, in whatever state it is. */
import type { Call } from './call.ts';
import type { Note } from './event.ts';
import type { Recording } from './recording.ts';
import { textWithoutCards } from './card-numbers.ts';
import { isPaused } from './recording.ts';
import type { Report } from './report.ts';
import { endsOf, factsOf } from './reported-call.ts';

/** What the note changes at the instant. A note about a recording that the call does not have changes nothing. */
export function noted(call: Call, note: Note, now: Date): Partial<Call> {
  switch (note.type) {
    case 'flagged':
      return { flags: { ...call.flags, ...note.flags } };
    case 'reported':
      return call.report === null ? {} : reported(call, { ...call.report, ...note.report }, note, now);
    case 'contact_known':
      return { contact: note.contact };
    case 'consent_given':
      return { recordingPermission: note.permission };
    case 'telephone_changed':
    case 'dial_refused':
      return {};
    case 'recording_paused':
    case 'recording_resumed':
      return call.recording === null ? {} : { recording: withGap(call.recording, note) };
    case 'outcome_noted':
      return { disposition: note.disposition, tags: note.tags, notFilledIn: stillMissing(call, note) };
    case 'wrap_up_lapsed':
      return { notFilledIn: note.missing };
    case 'missing_note_added':
      return { notFilledIn: call.notFilledIn.filter((field) => field !== 'note') };
    case 'rated':
      return { rating: note.rating, hasFeedback: note.feedback };
    case 'recording_started':
      return { recording: note.recording, transcriptStatus: 'in_progress' };
    case 'recording_stored':
      return onRecording(call, { status: 'stored', seconds: note.seconds, bytes: note.bytes });
    case 'recording_failed':
      return onRecording(call, { status: 'failed' });
    case 'recording_played':
      return onRecording(call, { played: note.played });
    case 'recording_deleted':
      // Its words go with it.
      return call.recording === null ? {} : { ...onRecording(call, { status: 'deleted' }), transcriptStatus: null };
    case 'transcribed':
      return {
        transcriptStatus: 'done',
        summary: note.summary === null ? call.summary : textWithoutCards(note.summary),
      };
    case 'transcription_failed':
      return { transcriptStatus: 'failed' };
    case 'transcription_omitted':
      return { transcriptStatus: null };
    default:
      return note satisfies never;
  }
}

/** What was missing and is not given by this either. */
function stillMissing(
  { notFilledIn }: Call,
  { disposition, tags }: Extract<Note, { type: 'outcome_noted' }>,
): Call['notFilledIn'] {
  const isGiven = { disposition: disposition !== null, note: false, tag: tags.length > 0 };
  return notFilledIn.filter((field) => !isGiven[field]);
}

/** Opens a gap, or closes the one that is open; saying the same twice changes nothing. */
function withGap(
  recording: Recording,
  { type, seconds }: Extract<Note, { type: 'recording_paused' | 'recording_resumed' }>,
): Recording {
  const gaps = recording.gaps ?? [];
  if (type === 'recording_paused')
    return isPaused(recording) ? recording : { ...recording, gaps: [...gaps, { from: seconds, to: null }] };
  return { ...recording, gaps: gaps.map((gap) => (gap.to === null ? { ...gap, to: seconds } : gap)) };
}

function reported(call: Call, report: Report, note: Extract<Note, { type: 'reported' }>, now: Date): Partial<Call> {
  const { state, direction, agentId = call.agentId } = note;
  return {
    report,
    state,
    direction,
    ...endsOf(report, direction),
    ...factsOf({ state, direction, agentId, durationSeconds: report.durationSeconds, before: call }, now),
    agentId,
    contact: note.contact === undefined ? call.contact : note.contact,
    summary: note.report.summary === undefined ? call.summary : note.report.summary,
  };
}

function onRecording(call: Call, change: Partial<NonNullable<Call['recording']>>): Partial<Call> {
  return call.recording === null ? {} : { recording: { ...call.recording, ...change } };
}
