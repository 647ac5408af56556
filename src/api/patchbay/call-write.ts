/** Writes calls and what belongs to them. */
import type { Call } from '#domain/call/call.ts';
import { isVerified } from '#domain/call/call.ts';
import { holdSeconds, talkSeconds, waitSeconds, wholeSeconds } from '#domain/call/duration.ts';
import type { ExternalCall } from '#domain/call/external-call.ts';
import type { Participant } from '#domain/call/participant.ts';
import type { KeptTranscript, StoredEvent } from '#domain/ports/stores.ts';
import type { Recording } from '#domain/call/recording.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { TextMessage } from '#domain/call/redirect.ts';
import type { Transfer } from '#domain/call/transfer.ts';
import { writeTime } from './write.ts';

/** Where a recording can be fetched for a while. */
export type RecordingUrl = (recordingUid: string) => string;

/** The whole record. */
export function writeCall(call: Call, recordingUrl: RecordingUrl): object {
  return {
    id: call.id,
    uid: call.uid,
    version: call.version,
    origin: call.origin,
    direction: call.direction,
    state: call.state,
    parent_id: call.parentId,
    conversation_id: call.conversationId,
    lang: call.lang,
    contact: writeContactCard(call.contact),
    contact_number: call.contactNumber,
    own_number: call.ownNumber,
    ticket_id: call.ticketId,
    ticket_url: call.ticketUrl,
    agent_id: call.agentId,
    menu_id: call.menuId,
    priority: call.priority,
    carrier: call.carrier,
    carriers_tried: call.carriersTried,
    ...writeTimes(call),
    ...writeQueue(call),
    ...writeEnd(call),
    participants: call.participants.map(writeParticipant),
    transfers: call.transfers.map(writeTransfer),
    deflections: call.deflections.map(({ id, deflection, transferId, fromMenuId }) => ({
      id,
      deflection,
      transfer_id: transferId,
      from_menu_id: fromMenuId,
    })),
    recording: call.recording === null ? null : writeRecording(call.recording, recordingUrl),
    transcript_status: call.transcriptStatus,
    summary: call.summary,
    fin_call_id: call.finCallId,
    report: call.report === null ? null : snake(call.report),
  };
}

function writeContactCard(contact: Call['contact']): object | null {
  if (contact === null) return null;
  const { id, uid, identifier, outContactId } = contact;
  return { id, uid, identifier, out_contact_id: outContactId };
}

function writeTimes(call: Call): object {
  return {
    created_at: writeTime(call.createdAt),
    updated_at: writeTime(call.updatedAt),
    scheduled_at: writeTime(call.scheduledAt),
    queued_at: writeTime(call.queuedAt),
    assigned_at: writeTime(call.assignedAt),
    connected_at: writeTime(call.connectedAt),
    ended_at: writeTime(call.endsAt),
    held_since: writeTime(call.heldSince),
    deadline_at: writeTime(call.deadlineAt),
    wait_seconds: waitSeconds(call),
    talk_seconds: talkSeconds(call),
    hold_seconds: holdSeconds(call),
    total_seconds: wholeSeconds(call),
  };
}

function writeQueue(call: Call): object {
  const { offer } = call;
  return {
    offer_type: call.offerType,
    offer_seconds: call.offerSeconds,
    castings: call.castings.map(({ at, group }) => ({ at: writeTime(at), group })),
    groups_ahead: call.groupsAhead,
    offer:
      offer === null ? null : { agent_ids: offer.agentIds, at: writeTime(offer.at), until: writeTime(offer.until) },
    passed_by: call.passedBy,
  };
}

function writeEnd(call: Call): object {
  return {
    recording_permission: call.recordingPermission,
    voicemail_reason: call.voicemailReason,
    deflection: call.deflection,
    disconnected_by: call.disconnectedBy,
    fail_reason: call.failReason,
    fail_details: call.failDetails,
    answer_type: call.answerType,
    disposition: call.disposition,
    tags: call.tags,
    not_filled_in: call.notFilledIn,
    rating: call.rating,
    has_feedback: call.hasFeedback,
    verified: isVerified(call),
    flags: {
      verified_customer: call.flags.verifiedCustomer,
      bad_actor: call.flags.badActor,
      repeat_customer: call.flags.repeatCustomer,
    },
  };
}

function writeParticipant(each: Participant): object {
  return {
    id: each.id,
    kind: each.kind,
    status: each.status,
    agent_id: each.agentId,
    connected_at: writeTime(each.connectedAt),
    ended_at: writeTime(each.endedAt),
    hold_seconds: each.holdSeconds,
    fail_reason: each.failReason,
  };
}

function writeTransfer(each: Transfer): object {
  return {
    id: each.id,
    mode: each.mode,
    status: each.status,
    fail_reason: each.failReason,
    created_at: writeTime(each.createdAt),
    from_agent_id: each.fromAgentId,
    from_menu_id: each.fromMenuId,
    agent_id: each.agentId,
    menu_id: each.menuId,
    to_agent_id: each.toAgentId,
  };
}

function writeRecording(recording: Recording, recordingUrl: RecordingUrl): object {
  const { uid, kind, status, seconds, bytes, played, createdAt } = recording;
  const url = isPlayable(recording) ? recordingUrl(uid) : null;
  return { uid, kind, status, seconds, bytes, played, created_at: writeTime(createdAt), url };
}

/** One line of a call's timeline, with only the data that the event brought. */
export function writeEvent({ seq, type, at, data }: StoredEvent): object {
  return { seq, type, at: writeTime(at), data: snake(data) };
}

/** Who said what. */
export function writeTranscript({ uid, callId, createdAt, turns, engine, live }: KeptTranscript): object {
  const said = turns.map(
    ({ speaker, agentId = null, text, startSeconds, endSeconds, confidence = null, unsure = [] }) => ({
      speaker,
      agent_id: agentId,
      text,
      start_seconds: startSeconds,
      end_seconds: endSeconds,
      confidence,
      unsure_words: unsure,
    }),
  );
  const status = live === null ? 'done' : 'in_progress';
  return { uid, call_id: callId, created_at: writeTime(createdAt), status, engine, turns: said };
}

/** An announced call. */
export function writeExternalCall(external: ExternalCall): object {
  return {
    id: external.id,
    phone_number: external.phoneNumber,
    external_id: external.externalId,
    source: external.source,
    status: external.status,
    call_id: external.callId,
    conversation_id: external.conversationId,
    summary: external.summary,
    intents: external.intents,
    data: external.data,
    created_at: writeTime(external.createdAt),
  };
}

/** A text message. */
export function writeTextMessage({ id, from, to, body, status, provider, error, createdAt }: TextMessage): object {
  return { id, from, to, body, status, provider, error, created_at: writeTime(createdAt) };
}

/** Values of ours, all the way down, under names of the wire. Not for what others have named. */
function snake(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(snake);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) => [wireName(name), snake(inner)]);
  return Object.fromEntries(entries) as unknown;
}

/** Names are few and come again with every call: each is worked out once. */
const wireNames = new Map<string, string>();

function wireName(name: string): string {
  const known = wireNames.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  wireNames.set(name, known);
  return known;
}
