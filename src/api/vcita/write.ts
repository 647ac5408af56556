/** Writes our calls as this vendor's entities: every key of `voiceCall` and its neighbors, in their order. */
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Directory, Workspace } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { talkSeconds } from '#domain/call/duration.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Recording } from '#domain/call/recording.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { ApiResponse } from '#http/surface.ts';
import { DIRECTION, RECORDING_TYPE, SPEAKER_ROLE, statusOf, TRANSCRIPT_STATUS } from './status.ts';

/** Where a recording can be fetched for a while; the caller signs it. */
export type RecordingUrl = (recordingUid: string) => string;

/** The vendor's envelope around what was asked for. */
export function success(data: object, status = 200): ApiResponse {
  return { status, body: { success: true, data } };
}

/**
 * The voiceCall. `rate`, `price`, `provider` and `business_uid` are taken and not told, as the vendor's entity has it.
 * The duration is the reporter's own where there is one, else that of the talk, 0 until it is known.
 */
export function writeCall(call: Call, directory: Directory, recordingUrl: RecordingUrl): object {
  const { report } = call;
  return {
    uid: call.uid,
    duration: Math.floor(report?.durationSeconds ?? talkSeconds(call) ?? 0),
    created_at: time(call.createdAt),
    updated_at: time(call.updatedAt),
    status: statusOf(report?.status ?? null, call.state, call.origin === 'fin'),
    direction: DIRECTION[call.direction],
    staff_uid: report?.staffUid ?? directory.agents.get(call.agentId ?? 0)?.uid ?? null,
    client_uid: report?.clientUid ?? call.contact?.uid ?? null,
    ...writeNumbers(call, directory),
    call_summary: call.summary,
    recording: isPlayable(call.recording) ? writeRecording(call.recording, recordingUrl) : null,
    external_app_url: report?.externalAppUrl ?? null,
    external_app_name: report?.externalAppName ?? null,
    source_id: report?.sourceId ?? null,
    external_uuid: report?.externalUuid ?? null,
    handled_by_staff_uid: report?.handledByStaffUid ?? null,
    handled_at: time(report?.handledAt ?? null),
    deleted_at: null,
    transcript_status: call.transcriptStatus === null ? null : TRANSCRIPT_STATUS[call.transcriptStatus],
  };
}

/** The voiceCall as webhooks bring it: with the business, under its newer and its older name. */
export function writeDeliveredCall(call: Call, directory: Directory, recordingUrl: RecordingUrl): object {
  const { uid } = directory.workspace;
  return { ...writeCall(call, directory, recordingUrl), business_uid: uid, business_id: uid };
}

/** Who called whom: as reported, else in E.164. */
function writeNumbers({ report, direction, contactNumber, ownNumber }: Call, { numbers }: Directory): object {
  if (report !== null) return { from_number: report.fromNumber, to_number: report.toNumber };
  // Reading a number costs a hundred times as much as finding one of the workspace's own.
  const known = numbers.find(({ display, number }) => display === ownNumber || number === ownNumber)?.number;
  const own = ownNumber === null ? null : (known ?? readPhoneNumber(ownNumber) ?? ownNumber);
  const [from, to] = direction === 'inbound' ? [contactNumber, own] : [own, contactNumber];
  return { from_number: from, to_number: to };
}

function writeRecording(recording: Recording, recordingUrl: RecordingUrl): object {
  return {
    uid: recording.uid,
    recordingUrl: recordingUrl(recording.uid),
    size: recording.bytes,
    duration: recording.seconds,
    recording_played: recording.played,
    recording_type: RECORDING_TYPE[recording.kind],
  };
}

/**
 * The transcript; null where the call has none. It goes by the uid of the recording that it is written from, so that it
 * has one before its first word is there.
 */
export function writeTranscript(call: Call, turns: readonly Turn[] | null): object | null {
  if (call.transcriptStatus === null || call.recording === null) return null;
  const isDone = call.transcriptStatus === 'done' && turns !== null;
  return {
    transcript_uid: call.recording.uid,
    status: TRANSCRIPT_STATUS[call.transcriptStatus],
    transcript: isDone
      ? turns.map(({ startSeconds, speaker, text }) => ({
          timestamp: startSeconds,
          speaker_role: SPEAKER_ROLE[speaker],
          text,
        }))
      : null,
  };
}

const SETTING_FIELDS = [
  'staff_uid',
  'forward_number',
  'dedicated_number',
  'forwarding_enabled',
  'call_forwarding_policy',
  'staff_weekly_availability_uid',
  'call_timeout_sec',
  'publish_number',
  'voice_scripts',
  'external_app_name',
  'app_status',
  'feature',
  'transcript_enabled',
] as const;

/** A setting, read back as it was sent. */
export function writeSetting(
  uid: string,
  setting: Readonly<Record<string, unknown>>,
  { uid: business }: Workspace,
): object {
  const fields = SETTING_FIELDS.map((name) => [name, setting[name] ?? null]);
  return { uid, business_uid: business, ...(Object.fromEntries(fields) as object) };
}

/**
 * Minutes of talk in a calendar month (UTC). Patchbay sells none and refuses no call for want of them: the vendor's
 * entity wants a number, and this one is a yardstick.
 */
export const CREDIT_MINUTES = 100_000;

/**
 * The one quota of a business, in minutes: `balance` is what the calls created this month have talked, each second
 * counted and the sum rounded up. It bears the business's uid. Both documented shapes in one: QuotaResponseData and the
 * voiceCallQuota entity.
 */
export function writeQuota(workspace: Workspace, talkedSeconds: number, monthBegan: Date, now: Date): object {
  const balance = Math.ceil(talkedSeconds / 60);
  return {
    uid: workspace.uid,
    business_uid: workspace.uid,
    credit: CREDIT_MINUTES,
    balance,
    source: 'PATCHBAY',
    remaining_minutes: Math.max(0, CREDIT_MINUTES - balance),
    created_at: time(monthBegan),
    updated_at: time(now),
  };
}

/**
 * The report. Where the period has no beginning it begins with the oldest call, where it has no end it ends today; all
 * days are UTC's.
 */
export function writeStats(
  counts: readonly { readonly status: string; readonly count: number }[],
  { from, until }: { readonly from: Date | null; readonly until: Date | null },
  oldest: Date | null,
  now: Date,
): object {
  const last = until === null ? later(now, from) : new Date(until.getTime() - 1);
  const first = from ?? (oldest !== null && oldest < last ? oldest : last);
  return {
    status_counts: counts,
    total_voice_calls: counts.reduce((total, { count }) => total + count, 0),
    start_date: day(first),
    end_date: day(last),
  };
}

function later(a: Date, b: Date | null): Date {
  return b !== null && b > a ? b : a;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function time(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
