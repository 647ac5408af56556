/** What the ends of a call must hear, read off the call alone. Pure: told twice it says the same. */
import type { Call } from '#domain/call/call.ts';
import type { Farewell } from '#domain/call/deflection.ts';
import { farewellOf } from '#domain/call/deflection.ts';
import { presentAgents, thirdParty } from '#domain/call/participant.ts';
import { isLive } from '#domain/call/state.ts';

/** What someone hears who is not talking. */
export type Announcement = 'menu' | 'queue' | 'hold' | 'voicemail' | Farewell;

/** Someone at our side of the call. */
export type Speaker = 'third_party' | { readonly agentId: number };

/** Whom the caller talks with, or what they hear instead. */
export type CallerMedia =
  | { readonly kind: 'hears'; readonly what: Announcement }
  | { readonly kind: 'talks'; readonly with: readonly Speaker[] }
  /** The voice agent listens to them, and says what it wants. */
  | { readonly kind: 'with_voice_agent' }
  | { readonly kind: 'gone' };

export type Topology = {
  readonly caller: CallerMedia;
  /** Those who talk among themselves while the caller waits; none, or at least two. */
  readonly aside: readonly Speaker[];
};

const GONE = { kind: 'gone' } as const;
const WITH_VOICE_AGENT = { kind: 'with_voice_agent' } as const;
const hears = (what: Announcement): CallerMedia => ({ kind: 'hears', what });

/** The topology of the call as it stands. */
export function topologyOf(call: Call): Topology {
  return { caller: callerOf(call), aside: asideOf(call) };
}

function callerOf(call: Call): CallerMedia {
  if (call.origin === 'fin' && isLive(call.state) && call.state !== 'voicemail') return WITH_VOICE_AGENT;
  switch (call.state) {
    case 'selecting':
      return hears('menu');
    case 'queued':
      return hears('queue');
    case 'assigned':
    case 'connecting':
    case 'switching':
      return hears('hold');
    case 'connected':
      return talking(call);
    case 'voicemail':
      return hears('voicemail');
    case 'deflected':
      // Who was not asked for a message is told why, and let go.
      return call.voicemailReason === 'not_voicemail' ? hears(farewellOf(call.deflection)) : GONE;
    default:
      return GONE;
  }
}

/**
 * On hold, and while no one is there after a cold hand-over, the caller hears music; else all who are in the call talk
 * with them.
 */
function talking(call: Call): CallerMedia {
  const speakers = talkersOf(call);
  return call.heldSince !== null || speakers.length === 0 ? hears('hold') : { kind: 'talks', with: speakers };
}

function asideOf(call: Call): readonly Speaker[] {
  if (call.state !== 'connected' || call.heldSince === null) return [];
  const speakers = talkersOf(call);
  return speakers.length > 1 ? speakers : [];
}

/** Those at our side who are in the connected call, also while it is on hold. */
export function presentSpeakers(call: Call): readonly Speaker[] {
  return call.state === 'connected' ? talkersOf(call) : [];
}

/** Who leads the call comes first. */
function talkersOf(call: Call): readonly Speaker[] {
  const agents = presentAgents(call.participants).map((agentId) => ({ agentId }));
  const isThere = thirdParty(call.participants)?.status === 'connected';
  const all: readonly Speaker[] = isThere ? [...agents, 'third_party'] : agents;
  const leads = (each: Speaker): number => (each !== 'third_party' && each.agentId === call.agentId ? 0 : 1);
  return all.toSorted((a, b) => leads(a) - leads(b));
}

/** Whether nothing of the call is left to be heard or recorded. */
export function isOver(call: Call): boolean {
  return !isLive(call.state) && call.recording?.status !== 'pending' && callerOf(call).kind === 'gone';
}

/** The agent who leads the call, if they are still in it. */
export function presentAgent(call: Call): number | null {
  const present = presentAgents(call.participants);
  return present.find((agentId) => agentId === call.agentId) ?? present[0] ?? null;
}
