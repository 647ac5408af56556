/** Writes the workspace and its directory. */
import type { Agent } from '#domain/directory/agent.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import { lineOf } from '#domain/directory/phone-number.ts';
import type { Prompt } from '#domain/directory/prompt.ts';
import type { Ticket } from '#domain/directory/ticket.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import { writeWrapUp } from '../wrap-up.ts';
import type { TokenBounds, TokenLine } from '../token-keeper.ts';

/** An instant as it is on the wire. */
export function writeTime<At extends Date | null>(at: At): At extends Date ? string : string | null {
  // Null goes in where null comes out.
  return (at === null ? null : at.toISOString()) as At extends Date ? string : string | null;
}

/** The workspace. */
export function writeWorkspace(workspace: Workspace): object {
  const { id, uid, subdomain, name, timeZone, agentsChooseNumber, callBackCountries, wrapUp, ownStatuses } = workspace;
  const { transcripts, secondFactor, handOverMenuId } = workspace;
  return {
    id,
    uid,
    subdomain,
    name,
    time_zone: timeZone,
    agents_choose_number: agentsChooseNumber,
    call_back_countries: callBackCountries,
    agent_statuses: ownStatuses.map(({ name: word, color, countsAs }) => ({ name: word, color, counts_as: countsAs })),
    transcripts,
    second_factor: secondFactor,
    hand_over_menu_id: handOverMenuId,
    wrap_up: writeWrapUp(wrapUp),
  };
}

/** A token, without the token. */
export function writeToken({ id, name, kind, createdAt, lastUsedAt, ...more }: TokenLine): object {
  const times = { created_at: writeTime(createdAt), last_used_at: writeTime(lastUsedAt) };
  const origin = { made_by: more.madeBy, by_setting: more.isBySetting, replaced: more.isReplaced };
  return { id, name, kind, ...writeTokenBounds(more), ...times, ...origin };
}

/** Until when a token works, and for whom. */
export function writeTokenBounds({ expiresAt, contactId }: TokenBounds): object {
  return { expires_at: writeTime(expiresAt), contact_id: contactId };
}

/** A sound of the workspace's own. */
export function writePrompt({ name, lang, seconds, createdAt }: Prompt): object {
  return { name, lang, seconds, created_at: writeTime(createdAt) };
}

/** `calls` is how many the agent is in or is rung for. */
export function writeAgent(agent: Agent, calls: number): object {
  return {
    id: agent.id,
    uid: agent.uid,
    email: agent.email,
    name: fullName(agent),
    first_name: agent.firstName,
    last_name: agent.lastName,
    agent_number: agent.agentNumber,
    avatar_url: agent.avatarUrl,
    may_call: agent.mayCall,
    status: agent.status,
    status_name: agent.statusName,
    capacity: agent.capacity,
    simulated: agent.simulated,
    assist: agent.assist,
    wants_assist: agent.wantsAssist,
    skills: agent.skills.map(({ skillId, level }) => ({ skill_id: skillId, level })),
    idle_since: writeTime(agent.idleSince),
    calls,
  };
}

/** A contact. */
export function writeContact(contact: Contact): object {
  return {
    id: contact.id,
    uid: contact.uid,
    role: contact.role,
    name: contact.name,
    email: contact.email,
    phone: contact.phone,
    other_phones: contact.otherPhones,
    identifier: contact.identifier,
    out_contact_id: contact.outContactId,
    attributes: contact.attributes,
    blocked_at: writeTime(contact.blockedAt),
    legal_hold_at: writeTime(contact.legalHoldAt),
    created_at: writeTime(contact.createdAt),
  };
}

/** A ticket. */
export function writeTicket({ id, contactId, url }: Ticket): object {
  return { id, contact_id: contactId, url };
}

/** A phone number. */
export function writeNumber(number: PhoneNumber): object {
  const { id, display, isDefault, trunkId, destination } = number;
  return {
    id,
    number: number.number,
    display,
    line: lineOf(number),
    is_default: isDefault,
    trunk_id: trunkId,
    destination: { ...destination },
  };
}
