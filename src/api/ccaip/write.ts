/** Writes our calls as this vendor's call object: every key of seed 004, in its order. */
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import { menuPath } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call, CustomerFlags } from '#domain/call/call.ts';
import { isVerified } from '#domain/call/call.ts';
import { holdSeconds, talkSeconds, waitSeconds } from '#domain/call/duration.ts';
import type { Participant } from '#domain/call/participant.ts';
import type { FailReason } from '#domain/call/reason.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Transfer } from '#domain/call/transfer.ts';
import { CALL_TYPE } from './status.ts';

/** Where a recording can be fetched for a while; the caller signs it. */
export type RecordingUrl = (recordingUid: string) => string;

/** The call object. `end_user` is null for outbound calls that were placed here by number, as every sample has it. */
export function writeCall(call: Call, directory: Directory, recordingUrl: RecordingUrl): object {
  return writeWith(call, directory, recordingUrl, undefined);
}

/** What is undefined is no key of the JSON; said so and not spread, because spreading costs more than all else here. */
function writeWith(
  call: Call,
  directory: Directory,
  recordingUrl: RecordingUrl,
  updatedAt: string | undefined,
): object {
  const menu = directory.menus.get(call.menuId ?? 0) ?? null;
  const isPlaced = call.origin === 'outbound_api' || call.origin === 'outbound_desk';
  const isByNumber = isPlaced && call.ticketId === null;
  const endUser = isByNumber ? null : call.contact;
  return {
    id: call.id,
    parent_id: call.parentId ?? undefined,
    lang: call.lang,
    call_type: CALL_TYPE[call.origin][call.direction],
    status: call.state,
    created_at: time(call.createdAt),
    queued_at: time(call.queuedAt),
    assigned_at: time(call.assignedAt),
    connected_at: time(call.connectedAt),
    ends_at: time(call.endsAt),
    scheduled_at: time(call.scheduledAt),
    wait_duration: waitSeconds(call) ?? 0,
    call_duration: talkSeconds(call) ?? 0,
    hold_duration: holdSeconds(call),
    rating: call.rating,
    has_feedback: call.hasFeedback,
    voip_provider: isPlaced ? 'voip_provider_twilio' : undefined,
    out_ticket_id: call.ticketId,
    out_ticket_url: call.ticketUrl,
    verified: isVerified(call),
    recording_url: isPlayable(call.recording) ? recordingUrl(call.recording.uid) : null,
    recording_permission: call.recordingPermission,
    voicemail_reason: call.voicemailReason,
    deflection: call.deflection,
    disconnected_by: call.disconnectedBy,
    fail_reason: writeFailReason(call.failReason),
    fail_details: call.failDetails,
    support_number: call.origin === 'phone' || call.origin === 'fin' ? call.ownNumber : null,
    selected_menu: menu === null ? null : writeMenu(menu),
    menu_path: writeMenuPath(directory, menu),
    agent_info: writeAgent(directory.agents.get(call.agentId ?? 0)),
    end_user:
      endUser === null
        ? null
        : { id: endUser.id, identifier: endUser.identifier, out_contact_id: endUser.outContactId },
    photos: [],
    videos: [],
    transfers: call.transfers.map((transfer) => writeTransfer(transfer, directory)),
    deflection_details: call.deflections.map(({ id, deflection, transferId, fromMenuId }) => ({
      id,
      call_id: call.id,
      transfer_id: transferId,
      deflection,
      from_menu_path: writeMenuPath(directory, directory.menus.get(fromMenuId ?? 0) ?? null),
    })),
    participants: call.participants.map((each) => writeParticipant(each, call.id, endUser?.id ?? null)),
    offer_type: call.offerType,
    offer_events: call.castings.map(({ at, group }) => ({ casting_time: time(at), group })),
    answer_type: call.answerType,
    outbound_number: call.ownNumber,
    updated_at: updatedAt,
  };
}

/**
 * The call object of lists and reads: when it changed last is there, too, for programs that ask for what is new since.
 */
export function writeReadCall(call: Call, directory: Directory, recordingUrl: RecordingUrl): object {
  return writeWith(call, directory, recordingUrl, call.updatedAt.toISOString());
}

/** The three flags. */
export function writeCustomerFlag(flags: CustomerFlags): object {
  return {
    verified_customer: flags.verifiedCustomer,
    bad_actor: flags.badActor,
    repeat_customer: flags.repeatCustomer,
  };
}

function time(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** A menu, as others mention it. */
export function writeMenu(menu: Menu): object {
  return {
    id: menu.id,
    name: menu.name,
    parent_id: menu.parentId,
    position: menu.position,
    deleted: menu.deleted,
    menu_type: menu.kind,
    output_msg: menu.outputMessage,
    hidden: menu.hidden,
  };
}

function writeMenuPath(directory: Directory, menu: Menu | null): object | null {
  if (menu === null) return null;
  const { itemsCount, name, materializedPath } = menuPath(directory.menus, menu);
  return { items_count: itemsCount, name, materialized_path: materializedPath };
}

/** An agent, as others mention them; null where there is none. */
export function writeAgent(agent: Agent | undefined): object | null {
  if (agent === undefined) return null;
  return {
    id: agent.id,
    agent_number: agent.agentNumber,
    name: fullName(agent),
    last_name: agent.lastName,
    first_name: agent.firstName,
    avatar_url: agent.avatarUrl,
  };
}

function writeTransfer(transfer: Transfer, directory: Directory): object {
  const agent = (id: number | null): object | null => writeAgent(directory.agents.get(id ?? 0));
  const path = (id: number | null): object | null => writeMenuPath(directory, directory.menus.get(id ?? 0) ?? null);
  return {
    id: transfer.id,
    status: transfer.status === 'failed' ? 'failed' : transfer.status,
    fail_reason: transfer.failReason,
    created_at: time(transfer.createdAt),
    from_menu: path(transfer.fromMenuId),
    to_menu: path(transfer.menuId),
    from_agent: agent(transfer.fromAgentId),
    to_agent: agent(transfer.toAgentId ?? transfer.agentId),
  };
}

/** Durations are null until the participant was connected, and 0 or more once they have left. */
function writeParticipant(participant: Participant, callId: number, endUserId: number | null): object {
  const { connectedAt, endedAt } = participant;
  return {
    id: participant.id,
    type: participant.kind,
    status: participant.status,
    call_id: callId,
    user_id: participant.agentId,
    end_user_id: participant.kind === 'end_user' ? endUserId : null,
    call_duration:
      connectedAt === null || endedAt === null ? null : Math.floor((endedAt.getTime() - connectedAt.getTime()) / 1000),
    hold_duration: participant.holdSeconds === null ? null : Math.floor(participant.holdSeconds),
    connected_at: time(connectedAt),
    ended_at: time(endedAt),
    fail_reason: writeFailReason(participant.failReason),
  };
}

/** The vendor's reason: ours, which it does not know, are its general one. */
function writeFailReason(reason: FailReason): string {
  return reason === 'number_not_called' || reason === 'dial_limit' ? 'voip_conn_general' : reason;
}
