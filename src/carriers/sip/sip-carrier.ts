/** The carrier of telephones: its far ends are reached, and reach us, over the workspaces' trunks. */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { isDirect } from '#domain/call/offer.ts';
import type { ParticipantKind } from '#domain/call/participant.ts';
import { refused } from '#domain/call/refusal.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { trunkCarrier, trunkOf } from '#domain/directory/trunk.ts';
import type { ArrivalRefusal } from '#domain/ports/refusal-log.ts';
import type { CallMedia, FarEnds } from '#media/session/far-ends.ts';
import { isOver } from '#media/session/topology.ts';
import { replacedKey } from '#sip/dialog/replaces.ts';
import type { Carrier, Report } from '../carrier.ts';
import type { SipLadders } from './ladder.ts';
import type { DialPlan } from './lines/arrivals.ts';
import { createArrivals } from './lines/arrivals.ts';
import { isCaller } from './lines/caller.ts';
import { createDialogs } from './lines/dialogs.ts';
import { IncomingLine } from './lines/incoming-line.ts';
import { createDepartures } from './lines/departures.ts';
import type { HuntParts } from './lines/hunt.ts';
import { createInternalCalls } from './lines/internal-call.ts';
import { hunt } from './lines/hunt.ts';
import { joinPlaces } from './lines/joint.ts';
import { pressByInfo } from './lines/keys-by-info.ts';
import type { Line } from './lines/line.ts';
import { OutgoingLine } from './lines/outgoing-line.ts';
import type { LineParts } from './lines/line-parts.ts';
import type { PlaceListener } from './lines/place.ts';
import { Place } from './lines/place.ts';
import { createReferrals } from './lines/referrals.ts';
import { createLiveness } from './lines/liveness.ts';
import { createThirdLines } from './lines/third-lines.ts';
import type { Tally, TellTrunk } from './trunk-tally.ts';
import { createTally, tallied } from './trunk-tally.ts';

/** What stands before the colon in the names of trunks as carriers. */
const KIND = 'trunk';

/** What it is made of. */
export type SipCarrierParts = Omit<LineParts, 'dialogs' | 'liveness'> & {
  readonly calls: CallMedia;
  readonly report: Report;
  readonly dialPlan: DialPlan;
  /** Counts the calls of each trunk. */
  readonly tellTrunk: TellTrunk;
  /** Is told whose messages are whose. */
  readonly ladders: Pick<SipLadders, 'own'>;
  /** A trunk's call was not taken. */
  refused(trunk: Trunk, cause: ArrivalRefusal): void;
};

/** The carrier. */
export type SipCarrier = Carrier & {
  /** The names of the workspace's trunks, in the order in which they try. */
  ofWorkspace(workspaceId: number): readonly string[];
  /** Takes the trunks that there are now, in their order. */
  use(trunks: readonly Trunk[]): void;
  /** Dialogs in progress; none, once all calls have ended. */
  dialogs(): number;
};

type Ringing = { readonly callId: number; readonly line: IncomingLine; readonly tally: Tally | null };

/** Makes it, and brings its far ends to the media of calls. */
export function createSipCarrier(given: SipCarrierParts): SipCarrier {
  const { agent, calls, report, dialPlan, failed } = given;
  const dialogs = createDialogs(agent.respond);
  const liveness = createLiveness(given.clock, given.media);
  const parts: LineParts = { ...given, dialogs, liveness };
  const trunks = new Map<number, Trunk>();
  /** Of the far ends of calls. */
  const places = new Map<number, Place>();
  /** Calls that were dialed, and by which carrier last: each tries once. */
  const dialled = new Map<number, string>();
  /** Calls that have come in and ring, by the keys of their INVITEs. */
  const ringing = new Map<string, Ringing>();
  const departures = createDepartures(given.clock, given.homeOf, failed);
  const refer = createReferrals({
    ...dialPlan,
    homeOf: given.homeOf,
    async judge(callId, number, carriers) {
      const call = calls.callOf(callId);
      if (call === undefined) return refused({ code: 'call_unknown', id: String(callId) });
      return dialPlan.takeDialer(call, number, carriers ?? carriersOf(call.workspaceId));
    },
    dial(callId, target, listener) {
      const call = calls.callOf(callId);
      return call === undefined ? null : hunt(hunting, { call, ...target }, listener);
    },
    placeOf(replaces, { id }) {
      const found = dialogs.find(replacedKey(replaces));
      const holder = found?.trunk.id === id ? found.holder() : null;
      return holder instanceof Place ? holder : null;
    },
    callInternally: createInternalCalls(given, (callId) => keptFarEnd(callId)),
    notified: departures.notified,
    join: async (place, other) => joinPlaces(given.media, place, other, failed),
  });

  const run = (work: Promise<unknown>): void => {
    work.catch(failed);
  };
  const tell = (callId: number, event: CallEvent): void => run(report(callId, event));
  const carriersOf = (workspaceId: number): readonly string[] =>
    [...trunks.values()].filter((trunk) => trunk.workspaceId === workspaceId).map(({ id }) => trunkCarrier(id));

  const left = (callId: number, how: Parameters<CallMedia['farEndLeft']>[1]): void => {
    const call = calls.callOf(callId);
    if (call !== undefined) run(calls.farEndLeft(call, how));
  };

  /** A place of the call, with what each has in common. */
  const placeIn = (callId: number, who: ParticipantKind, listener: Pick<PlaceListener, 'left' | 'pressed'>): Place => {
    const place = new Place(callId, given.clock, {
      ...listener,
      touched: () => calls.touch(place.callId),
      moved: () => tell(place.callId, { type: 'telephone_changed', who }),
      transfer: refer,
    });
    return place;
  };

  /** The place of the call's far end. */
  const farEndOf = (callId: number): Place => {
    const place = placeIn(callId, 'end_user', {
      left: (how) => left(place.callId, how),
      pressed: (digit) => calls.pressed(place.callId, digit),
    });
    return place;
  };

  const keptFarEnd = (callId: number): Place => {
    const place = farEndOf(callId);
    places.set(callId, place);
    return place;
  };

  const hunting: HuntParts = {
    dial(call, carrier, target, listener) {
      const trunk = trunks.get(trunkOf(carrier) ?? 0);
      if (trunk === undefined) return null;
      const own = call.ownNumber === null ? null : readPhoneNumber(call.ownNumber);
      const sipCallId = given.newWord();
      const end = target.number === call.contactNumber ? 'far_end' : 'third_party';
      given.ladders.own(sipCallId, { callId: call.id, end, trunkId: trunk.id });
      const tally = createTally(trunk, 'out', given.clock, given.tellTrunk);
      const line = new OutgoingLine(parts, { trunk, own, sipCallId, ...target }, tallied(listener, tally));
      background('sip.dial', line.dial());
      return line;
    },
    carriersOf,
    async judge(call, number, carriers) {
      const judged = await dialPlan.takeDialer(call, number, carriers);
      return judged.ok ? judged.value : null;
    },
  };

  /** Dials the far end of a call that waits for it, once over each carrier. */
  const reach = (call: Call): void => {
    if (dialled.get(call.id) === call.carrier) return;
    dialled.set(call.id, call.carrier);
    const { contactNumber } = call;
    if (contactNumber === null) return tell(call.id, legOutcome(404));
    const place = farEndOf(call.id);
    let line: Line | null = null;
    line = hunting.dial(
      call,
      call.carrier,
      { number: contactNumber },
      {
        ...place.hears(() => line),
        ringing: () => calls.touch(call.id),
        answered() {
          tell(call.id, { type: 'legs_bridged' });
          calls.touch(call.id);
        },
        failed(outcome) {
          if (places.get(call.id) === place) places.delete(call.id);
          tell(call.id, outcome);
        },
      },
    );
    if (line === null) return tell(call.id, legOutcome('unreachable'));
    place.take(line);
    places.set(call.id, place);
    tell(call.id, { type: 'leg_ringing' });
  };

  /** Answers a call that has come in as soon as something is to be heard: one that rings a person alone rings. */
  const settle = (call: Call, line: IncomingLine): void => {
    const { key } = line.inbound;
    if (call.state === 'queued' && isDirect(call) && line.mayRing()) return line.ring();
    const tally = ringing.get(key)?.tally;
    ringing.delete(key);
    arrivals.settled(key);
    const place = places.get(call.id);
    if (isOver(call) || place === undefined) return;
    if (!line.answer({ ...place.hears(() => line), closed: () => tally?.closed() })) return;
    tally?.answered();
    calls.touch(call.id);
  };

  /** What passes on the line that has come in is the call's. */
  const came = (callId: number, { inbound: { request, trunk } }: IncomingLine, trunkId = trunk.id): void =>
    given.ladders.own(request.callId, { callId, end: 'far_end', trunkId });

  const arrivals = createArrivals(parts, dialPlan, (id) => trunks.get(id) ?? null, {
    refused: given.refused,
    replaces(holder, line) {
      if (!(holder instanceof Place) || !holder.claim()) return line.refuse({ status: 486 });
      came(holder.callId, line);
      if (line.answer(holder.hears(() => line))) holder.take(line, true);
      else line.close();
      holder.settle();
    },
    taken(call, line) {
      came(call.id, line, trunkOf(call.carrier) ?? undefined);
      keptFarEnd(call.id).take(line);
      const trunk = trunks.get(trunkOf(call.carrier) ?? 0) ?? null;
      const tally = trunk === null ? null : createTally(trunk, 'in', given.clock, given.tellTrunk);
      ringing.set(line.inbound.key, { callId: call.id, line, tally });
      settle(calls.callOf(call.id) ?? call, line);
    },
    cancelled(key) {
      const found = ringing.get(key);
      ringing.delete(key);
      if (found !== undefined) left(found.callId, { type: 'hung_up', by: 'end_user' });
    },
  });
  agent.on({
    ...dialogs,
    invite: (inbound) => background('sip.arrival', arrivals.invited(inbound)),
    cancelled: arrivals.cancelled,
  });

  const thirds = createThirdLines({
    ...hunting,
    sendAway: ({ id }, number, told) => departures.begin(places.get(id), number, told),
    place: (callId, listener) => placeIn(callId, 'third_party', listener),
    report: tell,
    touch: calls.touch,
    callOf: calls.callOf,
  });

  const farEnds: FarEnds = {
    isLive: true,
    legOf: ({ id }) => places.get(id)?.legId(),
    early: ({ id }) => places.get(id)?.early(),
    press({ id }, digits) {
      const talk = places.get(id)?.line()?.talk() ?? null;
      return talk !== null && pressByInfo(talk, digits);
    },
    thirdLegOf: thirds.legOf,
    async agentIsReady(call) {
      if (call.state !== 'assigned' && call.state !== 'connecting') return;
      if (places.get(call.id)?.legId() !== undefined) await report(call.id, { type: 'legs_bridged' });
      else if (!isCaller(call)) reach(call);
    },
    passOn(from, to) {
      const place = places.get(from.id);
      if (place === undefined) return;
      places.delete(from.id);
      places.set(to.id, place);
      place.callId = to.id;
    },
    async release({ id }) {
      dialled.delete(id);
      const place = places.get(id);
      places.delete(id);
      place?.close();
    },
  };
  calls.addFarEnds(KIND, farEnds);

  return {
    name: KIND,
    ofWorkspace: carriersOf,
    follow(call) {
      thirds.follow(call);
      const line = places.get(call.id)?.line();
      if (line instanceof IncomingLine && ringing.has(line.inbound.key)) settle(call, line);
    },
    sendText: async () => false,
    use(all) {
      trunks.clear();
      for (const trunk of all) trunks.set(trunk.id, trunk);
    },
    dialogs: dialogs.size,
    async stop() {
      thirds.close();
      liveness.stop();
      for (const place of places.values()) place.close();
      places.clear();
    },
  };
}
