/** The voice agent's end of the calls that it has: for each a leg that says what is made for it. */
import type { Call } from '#domain/call/call.ts';
import type { LegEvent, LegId, Media } from '../media-server.ts';

/** Mutable, of all calls. */
export type AgentVoices = {
  /** The leg of the agent's voice in the call, made when it is first asked for. */
  legOf(call: Pick<Call, 'id'>): Promise<LegId>;
  /** Whether it is that leg. */
  has(call: Pick<Call, 'id'>, legId: LegId): boolean;
  /** The agent has the call no more. */
  release(call: Pick<Call, 'id'>): Promise<void>;
  /** Takes note of what a leg tells. */
  heard(event: LegEvent): void;
  /** Says it in the call instead of what was being said; how much of it was, in milliseconds, once it has ended. */
  say(callId: number, sounds: AsyncIterable<Int16Array>): Promise<number>;
  quiet(callId: number): Promise<void>;
};

type Ended = Extract<LegEvent, { readonly type: 'played' }>;

/** Makes them. */
export function createAgentVoices(media: Media): AgentVoices {
  const legs = new Map<number, Promise<LegId>>();
  const calls = new Map<LegId, number>();
  /** What is being said -> who waits for its end. */
  const saying = new Map<LegId, Set<(ended: Ended | null) => void>>();

  const tell = (legId: LegId, ended: Ended | null): void => {
    for (const hear of saying.get(legId) ?? []) hear(ended);
  };

  const endOf = (legId: LegId, playId: Promise<string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const listeners = saying.get(legId) ?? new Set();
      saying.set(legId, listeners);
      const early: Ended[] = [];
      let known: string | null = null;
      const settle = (heardMs: number): void => {
        listeners.delete(hear);
        resolve(heardMs);
      };
      const hear = (ended: Ended | null): void => {
        if (ended === null) settle(0);
        else if (known === null) early.push(ended);
        else if (ended.playId === known) settle(ended.heardMs ?? 0);
      };
      listeners.add(hear);
      const know = (id: string): void => {
        known = id;
        early.forEach(hear);
      };
      playId.then(know, reject);
    });

  return {
    async legOf({ id }) {
      const known = legs.get(id);
      if (known !== undefined) return known;
      const made = media.createVoiceLeg();
      legs.set(id, made);
      calls.set(await made, id);
      return made;
    },
    has: ({ id }, legId) => calls.get(legId) === id,
    async release({ id }) {
      const made = legs.get(id);
      legs.delete(id);
      if (made === undefined) return;
      const legId = await made;
      tell(legId, null);
      saying.delete(legId);
      calls.delete(legId);
      await media.close(legId);
    },
    heard(event) {
      if (event.type === 'played') tell(event.legId, event);
      if (event.type === 'lost') tell(event.legId, null);
    },
    async say(callId, sounds) {
      const legId = await legs.get(callId);
      if (legId === undefined) return 0;
      return endOf(
        legId,
        media.say(legId, sounds).then(({ playId }) => playId),
      );
    },
    async quiet(callId) {
      const legId = await legs.get(callId);
      if (legId !== undefined) await media.stop(legId);
    },
  };
}
