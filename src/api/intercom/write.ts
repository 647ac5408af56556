/**
 * Writes our calls and announcements as this vendor's objects: every key of seeds 000 and 001, in their order, then
 * what came later.
 */
import type { Call } from '#domain/call/call.ts';
import { beginningOf, holdSeconds, talkSeconds, waitSeconds, wholeSeconds } from '#domain/call/duration.ts';
import type { ExternalCall } from '#domain/call/external-call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Redirect } from '#domain/call/redirect.ts';
import type { Transcript, Turn } from '#domain/call/transcript.ts';
import type { RateLimit, RateState } from '#http/limits.ts';
import type { Page } from './read.ts';
import { CALL_TYPE, endedReason, SPEAKER, STATE, TEAMMATE, TRANSCRIPT_STATUS } from './status.ts';

/** The call. `publicUrl` is without a slash at the end. */
export function writeCall(call: Call, publicUrl: string): object {
  const recordingUrl = (id: number): string => `${publicUrl}/calls/${id}/recording`;
  const transcriptUrl = (id: number): string => `${publicUrl}/calls/${id}/transcript`;
  const transcription = call.transcriptStatus === 'done' ? transcriptUrl(call.id) : null;
  return {
    type: 'call',
    id: String(call.id),
    conversation_id: String(call.conversationId),
    admin_id: text(call.agentId),
    contact_id: call.contact?.uid ?? null,
    state: STATE[call.state][call.direction],
    initiated_at: time(initiatedAt(call)),
    answered_at: time(call.connectedAt),
    ended_at: time(call.endsAt),
    created_at: time(call.createdAt),
    updated_at: time(call.updatedAt),
    recording_url: isPlayable(call.recording) ? recordingUrl(call.id) : null,
    transcription_url: transcription,
    transcript_url: transcription,
    call_type: CALL_TYPE[call.origin],
    direction: call.direction,
    ended_reason: endedReason(call),
    phone: call.contactNumber,
    ...writeFin(call, publicUrl),
    duration: wholeSeconds(call),
    talk_time: talkSeconds(call),
    queue_time: waitSeconds(call),
    // The vendor's example of a call that was never on hold has null here, not 0.
    hold_time: call.holdSeconds > 0 ? holdSeconds(call) : null,
  };
}

/** What the voice agent said to this caller: in the call itself where it took it, else in the one before. */
function writeFin(call: Call, publicUrl: string): object {
  const { origin, finCallId, id } = call;
  const hasSound = origin === 'fin' ? isPlayable(call.recording) : finCallId !== null;
  const hasWords = origin === 'fin' ? call.transcriptStatus === 'done' : finCallId !== null;
  const of = `${publicUrl}/calls/${origin === 'fin' ? id : finCallId}`;
  return {
    fin_recording_url: hasSound ? `${of}/recording` : null,
    fin_transcription_url: hasWords ? `${of}/transcript` : null,
  };
}

/** A call for later begins when it comes due. */
function initiatedAt(call: Call): Date | null {
  return call.origin === 'scheduled_api' ? call.queuedAt : beginningOf(call);
}

/** A page of calls, newest first. The vendor's example has no `next` here. */
export function writePage(calls: readonly Call[], total: number, { page, perPage }: Page, publicUrl: string): object {
  return {
    type: 'list',
    data: calls.map((call) => writeCall(call, publicUrl)),
    total_count: total,
    pages: { type: 'pages', page, per_page: perPage, total_pages: Math.ceil(total / perPage) },
  };
}

/** The calls of some conversations, with what was said in them. */
export function writeWithTranscripts(
  calls: readonly Call[],
  turns: ReadonlyMap<number, readonly Turn[]>,
  publicUrl: string,
): object {
  const data = calls.map((call) => ({
    ...writeCall(call, publicUrl),
    transcript: writeTurns(turns.get(call.id)),
    transcript_status: call.transcriptStatus === null ? null : TRANSCRIPT_STATUS[call.transcriptStatus],
  }));
  return { type: 'list', data };
}

function writeTurns(turns: readonly Turn[] = []): object[] {
  const nameOf = speakersOf(turns);
  return turns.map((turn) => ({
    timestamp: stamp(turn.startSeconds),
    speaker: nameOf(turn),
    text: turn.text,
  }));
}

/** Names who speaks. Agents are numbered in the order in which they first do. */
function speakersOf(turns: readonly Turn[]): (turn: Turn) => string {
  const agents = [...new Set(turns.flatMap(({ agentId }) => agentId ?? []))];
  return ({ speaker, agentId }) =>
    speaker === 'agent' ? `${TEAMMATE} ${1 + Math.max(0, agents.indexOf(agentId ?? 0))}` : SPEAKER[speaker];
}

/** A transcript as a text file: one line a turn, without an end of line after the last. */
export function writeTranscript({ turns, createdAt }: Pick<Transcript, 'turns' | 'createdAt'>): {
  readonly text: string;
  readonly fileName: string;
} {
  const nameOf = speakersOf(turns);
  const lines = turns.map(
    (turn) =>
      `[${stamp(turn.startSeconds)}] ${nameOf(turn)}: "${turn.text.replaceAll(/[\p{Zl}\p{Zp}\p{Cc}]+/gu, ' ')}"`,
  );
  return { text: lines.join('\n'), fileName: `transcription_data-${createdAt.toISOString().slice(0, 10)}.txt` };
}

/** An announced call, with what was said in the one it was matched to. */
export function writeReference(reference: ExternalCall, turns: readonly Turn[] | undefined): object {
  return {
    id: reference.id,
    app_id: reference.workspaceId,
    user_phone_number: reference.phoneNumber,
    status: reference.status,
    intercom_call_id: text(reference.callId),
    external_call_id: reference.externalId,
    intercom_conversation_id: text(reference.conversationId),
    call_transcript: writeTurns(turns),
    call_summary: reference.summary,
    intent: reference.intents.map(({ name, confidence }) => ({ name, confidence })),
  };
}

/** A link that was texted to a caller. */
export function writeRedirect(redirect: Redirect, url: string | null): object {
  return { type: 'phone_call_redirect', url, phone: redirect.phone };
}

/** Unix seconds. */
function time(at: Date | null): number | null {
  return at === null ? null : Math.floor(at.getTime() / 1000);
}

function text(id: number | null): string | null {
  return id === null ? null : String(id);
}

/** `HH:MM:SS` since the start; hours beyond 99 take a third digit. */
function stamp(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * The headers that are on every answer, errors included; the reset in unix seconds. Source: Intercom, "Rate limiting".
 */
export function writeRate(rate: RateState | null, limits: RateLimit, now: Date): Record<string, string> {
  const { limit, remaining, resetAt } = rate ?? uncounted(limits, now);
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil(resetAt.getTime() / 1000)),
  };
}

/** The state of a window in which nothing is counted: no one was recognized, or limits are off. */
function uncounted({ limit, windowSeconds }: RateLimit, now: Date): Pick<RateState, 'limit' | 'remaining' | 'resetAt'> {
  const length = windowSeconds * 1000;
  return { limit, remaining: limit, resetAt: new Date((Math.floor(now.getTime() / length) + 1) * length) };
}
