/** What the ends of a call must hear, read off the call alone. Pure: told twice it says the same. */
import type { Call } from '#call/call.ts';
import { voicemailReasonOf } from '#call/deflection.ts';
import { isPresent, thirdParty } from '#call/participant.ts';
import { openTransfer } from '#call/transfer.ts';

/** What somebody hears who is not talking. */
export type Hearing = 'menu' | 'queue' | 'hold' | 'voicemail' | 'closed';

/** Whom the caller talks with, or what he hears instead. */
export type CallerWish =
  | { readonly kind: 'hears'; readonly what: Hearing }
  | { readonly kind: 'talks'; readonly with: 'third_party' | { readonly agentId: number } }
  | { readonly kind: 'waits' }
  | { readonly kind: 'gone' };

export type Topology = {
  readonly caller: CallerWish;
  /** An agent who talks with the third party while the caller waits. */
  readonly consulting: number | null;
};

const WAITS = { kind: 'waits' } as const;
const GONE = { kind: 'gone' } as const;
const hears = (what: Hearing): CallerWish => ({ kind: 'hears', what });

/** The topology of the call as it stands. */
export function topologyOf(call: Call): Topology {
  return { caller: callerOf(call), consulting: consultingOf(call) };
}

function callerOf(call: Call): CallerWish {
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
      // A caller who may leave a message waits for the greeting; any other is told and let go.
      if (voicemailReasonOf(call.deflection) === undefined) return hears('closed');
      return call.voicemailReason === 'not_voicemail' ? WAITS : GONE;
    default:
      return GONE;
  }
}

/** The caller hears music on hold and while a cold hand-over is under way; a warm one leaves him with his agent until it is taken. */
function talking(call: Call): CallerWish {
  const party = thirdParty(call.participants);
  const agentId = presentAgent(call);
  if (call.heldSince !== null) return hears('hold');
  if (agentId === null && party?.status === 'connected') return { kind: 'talks', with: 'third_party' };
  if (openTransfer(call.transfers)?.mode === 'cold') return hears('hold');
  return agentId === null ? hears('hold') : { kind: 'talks', with: { agentId } };
}

function consultingOf(call: Call): number | null {
  const isThere = thirdParty(call.participants)?.status === 'connected';
  return call.state === 'connected' && call.heldSince !== null && isThere ? presentAgent(call) : null;
}

/** The agent who leads the call, if he is still in it. */
export function presentAgent(call: Call): number | null {
  const present = call.participants.filter((each) => each.kind === 'agent' && isPresent(each));
  return present.find((each) => each.agentId === call.agentId)?.agentId ?? present[0]?.agentId ?? null;
}
