/** The carrier of telephones: its far ends are reached, and reach us, over the workspaces' trunks. */
import { background } from '#background/background.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { isDirect } from '#domain/call/offer.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { trunkCarrier, trunkOf } from '#domain/directory/trunk.ts';
import type { CallMedia, FarEnds } from '#media/session/far-ends.ts';
import { isOver } from '#media/session/topology.ts';
import type { Carrier, Report } from '../carrier.ts';
import type { House } from './lines/arrivals.ts';
import { createArrivals } from './lines/arrivals.ts';
import { createDialogs } from './lines/dialogs.ts';
import { IncomingLine } from './lines/incoming-line.ts';
import type { Line, LineListener } from './lines/line.ts';
import { OutgoingLine } from './lines/outgoing-line.ts';
import type { LineParts } from './lines/line-parts.ts';
import { createThirdLines } from './lines/third-lines.ts';

/** What stands before the colon in the names of trunks as carriers. */
const KIND = 'trunk';

/** What it is made of. */
export type SipCarrierParts = Omit<LineParts, 'dialogs'> & {
  readonly calls: CallMedia;
  readonly report: Report;
  readonly house: House;
  /** A trunk's call was for a number that is none of its workspace's. */
  unknownNumber(trunk: Trunk): void;
};

/** The carrier. */
export type SipCarrier = Carrier & {
  /** The names of the workspace's trunks, in the order in which they try. */
  ofWorkspace(workspaceId: number): readonly string[];
  /** Takes the trunks that there are now, in their order. */
  use(trunks: readonly Trunk[]): void;
  /** Dialogs that go on; none, once all calls have ended. */
  dialogs(): number;
};

/** Makes it, and brings its far ends to the media of calls. */
export function createSipCarrier(given: SipCarrierParts): SipCarrier {
  const { agent, calls, report, house, failed } = given;
  const dialogs = createDialogs(agent.respond);
  const parts: LineParts = { ...given, dialogs };
  const trunks = new Map<number, Trunk>();
  const lines = new Map<number, Line>();
  /** Calls that were dialed, and by which carrier last: each tries once. */
  const dialled = new Map<number, string>();
  /** Calls that have come in and ring, by the keys of their INVITEs. */
  const ringing = new Map<string, { readonly callId: number; readonly line: IncomingLine }>();

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

  /** What every line of a call tells, whichever way it came. */
  const talking = (callId: number) => ({
    left: (how: Parameters<CallMedia['farEndLeft']>[1]) => left(callId, how),
    pressed: (digit: string) => calls.pressed(callId, digit),
    transfer: (inbound: { readonly key: string }) => void agent.respond(inbound.key, { status: 603 }),
  });

  /** Begins to dial; null where the carrier's trunk is gone. */
  const dial = (call: Call, carrier: string, number: E164, listener: LineListener): Line | null => {
    const trunk = trunks.get(trunkOf(carrier) ?? 0);
    if (trunk === undefined) return null;
    const own = call.ownNumber === null ? null : readPhoneNumber(call.ownNumber);
    const line = new OutgoingLine(parts, { trunk, number, own }, listener);
    background('sip.dial', line.dial());
    return line;
  };

  /** Dials the far end of a call that waits for it, once over each carrier. */
  const reach = (call: Call): void => {
    if (dialled.get(call.id) === call.carrier) return;
    dialled.set(call.id, call.carrier);
    const { contactNumber } = call;
    if (contactNumber === null) return tell(call.id, legOutcome(404));
    const line = dial(call, call.carrier, contactNumber, {
      ...talking(call.id),
      ringing: () => calls.touch(call.id),
      answered() {
        tell(call.id, { type: 'legs_bridged' });
        calls.touch(call.id);
      },
      failed(outcome) {
        if (lines.get(call.id) === line) lines.delete(call.id);
        tell(call.id, outcome);
      },
    });
    if (line === null) return tell(call.id, legOutcome('unreachable'));
    lines.set(call.id, line);
    tell(call.id, { type: 'leg_ringing' });
  };

  /** Answers a call that has come in as soon as the house speaks to it: one that rings a person alone rings. */
  const settle = (call: Call, line: IncomingLine): void => {
    const { key } = line.inbound;
    if (call.state === 'queued' && isDirect(call) && line.mayRing()) return line.ring();
    ringing.delete(key);
    arrivals.settled(key);
    if (isOver(call) || !line.answer(talking(call.id))) return;
    calls.touch(call.id);
  };

  const arrivals = createArrivals(parts, house, (id) => trunks.get(id) ?? null, {
    unknownNumber: given.unknownNumber,
    taken(call, line) {
      lines.set(call.id, line);
      ringing.set(line.inbound.key, { callId: call.id, line });
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
    dial,
    carriersOf,
    report: tell,
    touch: calls.touch,
    callOf: calls.callOf,
  });

  const farEnds: FarEnds = {
    isLive: true,
    legOf: ({ id }) => lines.get(id)?.legId(),
    early: ({ id }) => lines.get(id)?.early(),
    thirdLegOf: thirds.legOf,
    async agentIsReady(call) {
      if (call.state !== 'assigned' && call.state !== 'connecting') return;
      if (lines.get(call.id)?.legId() !== undefined) await report(call.id, { type: 'legs_bridged' });
      else if (!isCaller(call)) reach(call);
    },
    async release({ id }) {
      dialled.delete(id);
      const line = lines.get(id);
      lines.delete(id);
      line?.close();
    },
  };
  calls.addFarEnds(KIND, farEnds);

  return {
    name: KIND,
    ofWorkspace: carriersOf,
    follow(call) {
      thirds.follow(call);
      const line = lines.get(call.id);
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
      for (const line of lines.values()) line.close();
      lines.clear();
    },
  };
}

/** Whether the far end called us: it is on the line, and never dialed. */
function isCaller({ origin }: Call): boolean {
  return origin === 'phone' || origin === 'web' || origin === 'fin';
}
