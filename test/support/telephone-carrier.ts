/**
 * A third carrier, as a test has it: telephones whose legs are plain RTP, one socket to another, with nothing in
 * between that signals. What it needs of Patchbay is all that a new carrier does: the port of carriers, the media of
 * calls, the media server.
 */
import type { Carrier } from '#carriers/carrier.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { thirdParty } from '#domain/call/participant.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { LegId } from '#media/media-server.ts';
import type { FarEnds } from '#media/session/far-ends.ts';
import type { CarrierParts, MakeCarrier } from '../../src/app/open-engine.ts';
import type { RtpPhone } from './rtp-phone.ts';

const NAME = 'copper';

/** The carrier, and the telephones at it. */
export type Telephones = {
  readonly name: string;
  readonly make: MakeCarrier;
  /**
   * The telephone is reached at the number; when it rings, it answers as it says: null is a yes, a number a SIP status
   * that is none.
   */
  connect(number: E164, phone: RtpPhone, answers: () => Promise<number | null>): void;
  /** The telephone calls a number of the workspace. */
  call(phone: RtpPhone, from: E164, to: E164): Promise<Call>;
  /** The telephone of the call hangs up. */
  hangUp(callId: number): Promise<void>;
  /** Resolves when Patchbay has hung up on the telephone of the call. */
  released(callId: number): Promise<null>;
  /** What went wrong without anyone waiting for it. */
  readonly faults: readonly unknown[];
};

/** None at it yet. */
export function createTelephones(): Telephones {
  const lines = new Map<string, { readonly phone: RtpPhone; answers(): Promise<number | null> }>();
  const legs = new Map<number, LegId>();
  const thirds = new Map<number, LegId>();
  const dialled = new Set<number>();
  const reached = new Set<number>();
  const releases = new Map<number, PromiseWithResolvers<null>>();
  const faults: unknown[] = [];
  let made: CarrierParts | null = null;

  const house = (): CarrierParts => made ?? fail();
  const report = async (callId: number, event: CallEvent) => house().engine.report(callId, event);
  const releaseOf = (callId: number): PromiseWithResolvers<null> => {
    const known = releases.get(callId) ?? Promise.withResolvers<null>();
    releases.set(callId, known);
    return known;
  };

  const dial = async (call: Call): Promise<unknown> => {
    const line = lines.get(call.contactNumber ?? '');
    if (line === undefined) return report(call.id, legOutcome(404));
    const offered = await house().media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' });
    if (!offered.ok) return report(call.id, legOutcome(503));
    await report(call.id, { type: 'leg_ringing' });
    const no = await line.answers();
    if (no !== null) {
      await house().media.close(offered.legId);
      return report(call.id, legOutcome(no));
    }
    await house().media.acceptAnswer(offered.legId, line.phone.answer(offered.offer));
    legs.set(call.id, offered.legId);
    return report(call.id, { type: 'legs_bridged' });
  };

  /** Someone who is dialed into a call: they answer, whatever they say, and leave with the call. */
  const dialThird = async (call: Call, number: string): Promise<unknown> => {
    const offered = await house().media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' });
    const phone = lines.get(number)?.phone;
    if (!offered.ok || phone === undefined)
      return report(call.id, { type: 'third_party_left', reason: 'eu_wrong_number' });
    await house().media.acceptAnswer(offered.legId, phone.answer(offered.offer));
    thirds.set(call.id, offered.legId);
    return report(call.id, { type: 'third_party_answered' });
  };

  const followThird = (call: Call): void => {
    const party = thirdParty(call.participants);
    const legId = thirds.get(call.id);
    if (party?.dialled?.carrier === NAME && party.connectedAt === null && !reached.has(call.id)) {
      reached.add(call.id);
      dialThird(call, party.dialled.number).catch((error: unknown) => faults.push(error));
    }
    if (party !== undefined || legId === undefined) return;
    thirds.delete(call.id);
    house()
      .media.close(legId)
      .catch((error: unknown) => faults.push(error));
  };

  const farEnds: FarEnds = {
    isLive: true,
    legOf: ({ id }) => legs.get(id),
    thirdLegOf: ({ id }) => thirds.get(id),
    async agentIsReady(call) {
      const isWaiting = call.state === 'assigned' || call.state === 'connecting';
      if (call.direction === 'inbound') return isWaiting ? report(call.id, { type: 'legs_bridged' }) : undefined;
      if (!isWaiting || dialled.has(call.id)) return undefined;
      dialled.add(call.id);
      // It may ring for long: the media of the call continues meanwhile.
      dial(call).catch((error: unknown) => faults.push(error));
      return undefined;
    },
    async release(call) {
      const legId = legs.get(call.id);
      legs.delete(call.id);
      if (legId !== undefined) await house().media.close(legId);
      releaseOf(call.id).resolve(null);
    },
  };

  return {
    name: NAME,
    faults,
    make(parts) {
      made = parts;
      parts.calls.addFarEnds(NAME, farEnds);
      const carrier: Carrier = {
        name: NAME,
        follow: followThird,
        sendText: async () => false,
        stop: async () => undefined,
      };
      return carrier;
    },
    connect: (number, phone, answers) => void lines.set(number, { phone, answers }),
    async call(phone, from, to) {
      const leg = await house().media.createLeg({ kind: 'rtp', offer: phone.offer() });
      if (!leg.ok) throw new Error(leg.refusal);
      const arrival = {
        workspaceId: 1,
        from,
        to,
        origin: 'phone',
        carrier: NAME,
        lang: 'en',
        requestKey: null,
      } as const;
      const taken = await house().engine.takeCall(arrival);
      if (!taken.ok) throw new Error(taken.refusal.code);
      phone.accept(leg.answer);
      legs.set(taken.value.id, leg.legId);
      house().calls.touch(taken.value.id);
      return taken.value;
    },
    async hangUp(callId) {
      const call = house().calls.callOf(callId);
      if (call !== undefined) await house().calls.farEndLeft(call, { type: 'hung_up', by: 'end_user' });
    },
    released: async (callId) => releaseOf(callId).promise,
  };
}

function fail(): never {
  throw new Error('The carrier has not been opened.');
}
