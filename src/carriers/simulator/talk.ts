/**
 * When in a simulated call someone talks, read off the call and its events. Pure. The dialogue lies in these stretches
 * of time.
 */
import type { Call } from '#domain/call/call.ts';
import type { StoredEvent } from '#domain/ports/stores.ts';

/** A stretch in which the caller and our side talk; the last one of a call in progress has no end. */
export type Stretch = { readonly from: Date; readonly to: Date | null; readonly agentId: number | null };

type Scene = {
  readonly present: readonly number[];
  readonly lead: number | null;
  readonly isHeld: boolean;
  /** Whether the third party who is dialed takes the caller over. */
  readonly handsOver: boolean;
};

/**
 * The stretches of the call until `end`. No one talks on hold, between the two agents of a cold hand-over, or when the
 * agents have left the caller to a third party. A caller who leaves a message talks from the greeting on.
 */
export function stretchesOf(call: Call, events: readonly StoredEvent[], end: Date | null): readonly Stretch[] {
  const messageFrom = call.voicemailReason === 'not_voicemail' ? null : (call.deflections.at(-1)?.at ?? null);
  const from = messageFrom ?? call.connectedAt;
  if (from === null) return [];
  const isOfFin = call.participants.some((each) => each.kind === 'virtual_agent');
  const first = firstAgent(call);
  const stretches: Stretch[] = [];
  let scene: Scene = { present: first === null ? [] : [first], lead: first, isHeld: false, handsOver: false };
  let since: Date | null = from;
  for (const event of messageFrom === null ? events.filter(({ at }) => at >= from) : []) {
    const next = sceneAfter(scene, event);
    if (next === scene) continue;
    if (since !== null) stretches.push({ from: since, to: event.at, agentId: scene.lead });
    since = next.isHeld || (next.present.length === 0 && !isOfFin) ? null : event.at;
    scene = next;
  }
  if (since !== null) stretches.push({ from: since, to: end, agentId: scene.lead });
  return stretches.filter(({ from: begin, to }) => to === null || to > begin);
}

/** Who led the call when it was connected. */
function firstAgent(call: Call): number | null {
  const talked = call.participants.find((each) => each.kind === 'agent' && each.connectedAt !== null);
  return call.transfers[0]?.fromAgentId ?? talked?.agentId ?? null;
}

/** The same scene where the event changes nothing about who talks. */
function sceneAfter(scene: Scene, { type, data }: StoredEvent): Scene {
  switch (type) {
    case 'held':
    case 'resumed':
      return { ...scene, isHeld: type === 'held' };
    case 'transfer_started':
      return isCold(data) ? { ...scene, ...without(scene, scene.lead) } : scene;
    case 'transfer_completed': {
      const lead = agentOf(data);
      return { ...scene, present: [...scene.present, lead], lead, isHeld: false };
    }
    case 'agent_left':
      return { ...scene, ...without(scene, agentOf(data)) };
    case 'third_party_dialled':
      return { ...scene, handsOver: (data as { isHandOver?: unknown }).isHandOver === true };
    case 'third_party_answered':
      return scene.handsOver ? { ...scene, present: [], lead: null } : scene;
    default:
      return scene;
  }
}

function without({ present, lead }: Scene, agentId: number | null): Pick<Scene, 'present' | 'lead'> {
  const rest = present.filter((each) => each !== agentId);
  return { present: rest, lead: lead === agentId ? (rest.at(-1) ?? null) : lead };
}

// The events of the store are the engine's own, so their facts are as event.ts has them.
const isCold = (data: object): boolean => (data as { to?: { mode?: unknown } }).to?.mode === 'cold';
const agentOf = (data: object): number => (data as { agentId: number }).agentId;
