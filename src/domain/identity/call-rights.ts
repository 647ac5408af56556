/** The table of who may do what to a call. Every door asks it: APIs, pages and the simulator's director. */
import { agentsConcerned } from '../call/audience.ts';
import type { Call } from '../call/call.ts';
import { isInCall } from '../call/participant.ts';
import type { Actor } from './actor.ts';

/** How an actor can stand to a call of their workspace. Each is a question with one meaning, wherever it is asked. */
export const RELATIONS = {
  token: (by) => by.kind === 'token',
  director: (by, call) => by.kind === 'director' && by.carriers.includes(call.carrier),
  caller: (by, call) => by.kind === 'caller' && by.callId === call.id,
  /** The call is with the contact to whom the client token belongs. */
  client: (by, call) => by.kind === 'client' && by.contactId !== null && call.contact?.id === by.contactId,
  /** A supervisor or an administrator. */
  overseer: (by) => by.kind === 'agent' && (by.role === 'supervisor' || by.role === 'admin'),
  /** A developer, who reads every call as each API shows it, and changes only those that they have to do with. */
  developer: (by) => by.kind === 'agent' && by.role === 'developer',
  /** An agent who has to do with the call, or had; voicemails and scheduled calls concern every agent. */
  concerned: (by, call) => by.kind === 'agent' && isConcerned(by.agentId, call),
  /** An agent who is in the call, or being connected to it. */
  in_call: (by, call) => by.kind === 'agent' && isInCall(call, by.agentId),
  /** An agent to whom the call is offered at the moment. */
  rung: (by, call) => by.kind === 'agent' && call.offer?.agentIds.includes(by.agentId) === true,
  /**
   * An agent who has another call of the same contact now: who is in it, rung for it, or wraps it up. They read what
   * was before.
   */
  serving: (by, call) => by.kind === 'agent' && call.contact !== null && by.serves?.has(call.contact.id) === true,
} as const satisfies Readonly<Record<string, (by: Actor, call: Call) => boolean>>;

/** One of them. */
export type Relation = keyof typeof RELATIONS;

/**
 * Act -> those who may; everyone else is refused. Whether the call's state takes the act is the lifecycle's table, not
 * this one.
 */
export const CALL_RIGHTS = {
  read: ['token', 'caller', 'client', 'overseer', 'developer', 'concerned', 'serving'],
  answer: ['rung'],
  decline: ['rung', 'in_call'],
  hold: ['token', 'in_call'],
  resume: ['token', 'in_call'],
  hang_up: ['token', 'director', 'caller', 'in_call'],
  transfer: ['token', 'in_call'],
  dial_third_party: ['in_call'],
  send_digits: ['in_call'],
  pause_recording: ['in_call'],
  add_note: ['overseer', 'concerned'],
  flag: ['token', 'overseer', 'concerned'],
  reschedule: ['token', 'overseer', 'concerned'],
  cancel_scheduled: ['token', 'overseer', 'concerned'],
  call_scheduled_now: ['token', 'overseer', 'concerned'],
  note_outcome: ['token', 'overseer', 'concerned'],
  rate: ['token', 'caller'],
  identify: ['token'],
  listen_to_voicemail: ['token', 'overseer', 'concerned'],
  play_recording: ['token'],
  delete_recording: ['token'],
  update_report: ['token'],
  select_menu: ['caller', 'director'],
  give_consent: ['caller'],
  send_to_voicemail: ['director'],
} as const satisfies Readonly<Record<string, readonly Relation[]>>;

/** What can be done to a call. */
export type CallAct = keyof typeof CALL_RIGHTS;

/** Whether the actor may do it to the call as it stands. Calls of another workspace are no one's here. */
export function mayDo(act: CallAct, by: Actor, call: Call): boolean {
  return by.workspaceId === call.workspaceId && CALL_RIGHTS[act].some((relation) => RELATIONS[relation](by, call));
}

function isConcerned(agentId: number, call: Call): boolean {
  const concerned = agentsConcerned(call);
  return concerned === 'all' || concerned.has(agentId) || call.participants.some((each) => each.agentId === agentId);
}
