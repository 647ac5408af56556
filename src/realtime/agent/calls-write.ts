/** Writes calls for the console's list and for a call's own page. */
import { fullName } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { warningsOf } from '#domain/call/scheduled.ts';
import { zonesOf } from '#domain/directory/number-zone.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallTrace, EndSound } from '#domain/call/trace.ts';
import type { StoredEvent } from '#domain/ports/stores.ts';
import type { Recording } from '#domain/call/recording.ts';
import type { Transcript } from '#domain/call/transcript.ts';
import type { StatusCount } from '#domain/ports/stores.ts';
import type {
  CallDetail,
  CallRow,
  CallTraceView,
  EndSoundView,
  EventView,
  ParticipantView,
  Peaks,
  RecordingView,
  ScheduledRow,
  Today,
} from './calls-protocol.ts';
import type { CallDetails } from './write.ts';
import { writeCall } from './write.ts';

/** The call as a row. Seconds to a tenth. */
export function writeRow(call: Call, directory: Directory, details: CallDetails): CallRow {
  return {
    ...writeCall(call, directory, details),
    agentName: agentName(directory, call.agentId),
    waitSeconds: between(call.queuedAt, call.assignedAt ?? call.endsAt),
    talkSeconds: between(call.connectedAt, call.endsAt),
    holdSeconds: Math.round(call.holdSeconds * 10) / 10,
    rating: call.rating,
  };
}

/** The scheduled call among those `around` it. */
export function writeScheduled(call: Call, row: CallRow, { menus }: Directory, around: readonly Call[]): ScheduledRow {
  const { contactNumber, scheduledAt, parentId } = call;
  return {
    call: row,
    warnings: warningsOf(call, menus, around),
    zones: contactNumber === null || scheduledAt === null ? [] : zonesOf(contactNumber, scheduledAt),
    isCallBack: parentId !== null,
  };
}

/** What only the call's own page shows of the call itself. */
export function writeWhole(call: Call, directory: Directory, details: CallDetails): CallDetail['call'] {
  const { uid, conversationId, ticketId, summary } = call;
  return { ...writeRow(call, directory, details), uid, conversationId, ticketId, summary };
}

function agentName(directory: Directory, agentId: number | null): string | null {
  const agent = directory.agents.get(agentId ?? 0);
  return agent === undefined ? null : fullName(agent);
}

function between(from: Date | null, to: Date | null): number | null {
  if (from === null || to === null) return null;
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 100) / 10);
}

/** Who took part, in order of arrival. */
export function writeParticipants(call: Call, directory: Directory): readonly ParticipantView[] {
  return call.participants.map((each) => ({
    kind: each.kind,
    status: each.status,
    name: agentName(directory, each.agentId) ?? each.dialled?.number ?? null,
    connectedAt: each.connectedAt?.toISOString() ?? null,
    endedAt: each.endedAt?.toISOString() ?? null,
  }));
}

/** What happened. The event's own type stands beside its data, not in it. */
export function writeEvent({ seq, type, data, at }: StoredEvent): EventView {
  const { type: _type, ...rest } = data as { readonly type?: unknown };
  return { seq, type, at: at.toISOString(), data: rest };
}

/** SIP messages, and how each end sounded. `trunks`: those that there are. */
export function writeTrace(
  { legs, sound }: CallTrace,
  trunks: readonly { readonly id: number; readonly name: string }[],
  directory: Directory,
): CallTraceView {
  return {
    legs: legs.map(({ end, trunkId, messages, omitted }) => ({
      end,
      trunkName: trunks.find(({ id }) => id === trunkId)?.name ?? null,
      messages: messages.map((message) => ({ ...message, at: message.at.toISOString() })),
      omitted,
    })),
    sound: sound.map((end) => writeSound(end, directory)),
  };
}

function writeSound(end: EndSound, directory: Directory): EndSoundView {
  const { packetsReceived: received, packetsLost: lost, heardIn, saidIn, mos } = end;
  return {
    end: end.end,
    name: agentName(directory, end.agentId),
    from: end.from.toISOString(),
    until: end.until?.toISOString() ?? null,
    heardIn,
    saidIn,
    lossPercent: received === 0 ? null : Math.round((1000 * lost) / (received + lost)) / 10,
    jitterMs: Math.round(end.jitterMs),
    roundTripMs: end.roundTripMs === null ? null : Math.round(end.roundTripMs),
    mos,
  };
}

/** The words, or how far writing them down has come. */
export function writeTranscript(
  call: Call,
  transcript: Transcript | null,
  directory: Directory,
): CallDetail['transcript'] {
  if (transcript === null && call.transcriptStatus === null) return null;
  const turns = transcript?.turns ?? [];
  return {
    status: call.transcriptStatus ?? 'done',
    engine: transcript?.engine ?? null,
    turns: turns.map(({ agentId = null, confidence: _confidence, ...turn }) => ({
      ...turn,
      name: agentName(directory, agentId),
    })),
  };
}

/** The recording; address and peaks are there when the bytes are. */
export function writeRecording(recording: Recording, url: string | null, peaks: Peaks | null): RecordingView {
  const { kind, status, seconds, gaps = [] } = recording;
  return { kind, status, seconds, url, peaks, gaps };
}

/** The day's counts. Calls in progress, and those reported from elsewhere, are not among them. */
export function writeToday(counts: readonly StatusCount[]): Today {
  const of = (...states: readonly StatusCount['state'][]): number =>
    counts
      .filter((each) => each.reportStatus === null && states.includes(each.state))
      .reduce((sum, { count }) => sum + count, 0);
  return {
    answered: of('finished'),
    missed: of('failed', 'recovered'),
    voicemail: of('voicemail_received', 'voicemail_read'),
    elsewhere: of('deflected'),
  };
}
