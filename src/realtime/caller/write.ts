/** Writes a call as its caller sees it. */
import type { Call } from '#domain/call/call.ts';
import { farewellOf } from '#domain/call/deflection.ts';
import { presentAgents, thirdParty } from '#domain/call/participant.ts';
import { isPaused } from '#domain/call/recording.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { CallState } from '#domain/call/state.ts';
import type { MenuView } from '#engine/ivr/caller-menus.ts';
import type { CallerView } from './protocol.ts';

/** What does not stand in the call itself. */
export type CallerDetails = {
  readonly secret: string;
  readonly menu: MenuView | null;
  readonly place: { readonly position: number; readonly estimatedWait: number | null } | null;
  readonly agentName: string | null;
  /** Whether any agent of the queue that the call waits in is there. */
  readonly isStaffed: boolean;
  /** A call-back has been promised instead. */
  readonly isCalledBack: boolean;
  /** Those they talk with are gone for the moment. */
  readonly isAlone: boolean;
};

type Stage = CallerView['stage'];

const STAGE = {
  scheduled: 'ended',
  selecting: 'menu',
  queued: 'queue',
  assigned: 'ringing',
  connecting: 'ringing',
  switching: 'ringing',
  connected: 'talking',
  finished: 'ended',
  failed: 'ended',
  recovered: 'ended',
  deflected: 'ended',
  voicemail: 'voicemail',
  voicemail_received: 'ended',
  voicemail_read: 'ended',
  action_only: 'ended',
  action_only_finished: 'ended',
} as const satisfies Record<CallState, Stage>;

/** The view. */
export function writeCaller(call: Call, details: CallerDetails): CallerView {
  const { menu, place, isAlone } = details;
  const stage = stageOf(call, isAlone);
  return {
    callId: call.id,
    secret: details.secret,
    stage,
    choices: stage === 'menu' ? (menu?.choices ?? []) : [],
    position: stage === 'queue' ? (place?.position ?? null) : null,
    estimatedWait: stage === 'queue' ? (place?.estimatedWait ?? null) : null,
    mayCallBack: stage === 'queue' || stage === 'voicemail',
    isStaffed: stage !== 'queue' || details.isStaffed,
    next: stage === 'queue' && !details.isStaffed ? nextOf(call) : null,
    isHandedOn: stage === 'queue' && call.state === 'connected',
    recording: recordingOf(call),
    asksToRecord: stage === 'menu' && menu?.asksToRecord === true,
    agentName: stage === 'talking' || stage === 'held' || stage === 'ringing' ? details.agentName : null,
    isVoiceAgent: call.origin === 'fin' && stage === 'talking',
    endedReason: stage === 'ended' ? endedReason(call, details.isCalledBack) : null,
  };
}

function stageOf(call: Call, isAlone: boolean): Stage {
  // The voice agent has no queue: it picks up at once.
  if (call.origin === 'fin' && call.state === 'queued') return 'ringing';
  if (call.state !== 'connected') return STAGE[call.state];
  if (isLeft(call)) return 'queue';
  const isHeld = isAlone || call.heldSince !== null || openTransfer(call.transfers)?.mode === 'cold';
  return isHeld ? 'held' : 'talking';
}

/** Whether no one is there for the caller any more, and someone else is rung for them. */
function isLeft(call: Call): boolean {
  const isHandedOn = openTransfer(call.transfers)?.mode === 'cold';
  return isHandedOn && presentAgents(call.participants).length === 0 && thirdParty(call.participants) === undefined;
}

/** What the caller's queue does if no one comes. Who has no number that is known cannot be called back. */
function nextOf({ waitRules, contactNumber, state }: Call): CallerView['next'] {
  const outcome = state === 'queued' ? (waitRules?.noAgents?.outcome ?? 'keep_waiting') : 'keep_waiting';
  if (outcome === 'keep_waiting') return null;
  return outcome === 'call_back' && contactNumber === null ? 'voicemail' : outcome;
}

function recordingOf({ recording }: Call): CallerView['recording'] {
  if (recording?.status !== 'pending') return 'off';
  return isPaused(recording) ? 'paused' : 'on';
}

function isLeftAlone({ transfers, disconnectedBy }: Call): boolean {
  return transfers.at(-1)?.status === 'failed' && disconnectedBy === 'disconnected_by_unknown';
}

function endedReason(call: Call, isCalledBack: boolean): CallerView['endedReason'] {
  if (isCalledBack) return 'call_back';
  switch (call.state) {
    case 'finished':
      // No one took the caller over: that is no end of a talk.
      return isLeftAlone(call) ? 'failed' : 'finished';
    case 'deflected':
      return farewellOf(call.deflection);
    case 'voicemail_received':
    case 'voicemail_read':
      return 'voicemail';
    default:
      return call.failReason.startsWith('voip_conn') ? 'cut_off' : 'failed';
  }
}
