/** Calls that come in over trunks: whose number was called, and whether the call is taken. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome, RefusalCode } from '#domain/call/refusal.ts';
import type { Destination } from '#domain/directory/destination.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { trunkCarrier } from '#domain/directory/trunk.ts';
import type { ArrivalRefusal } from '#domain/ports/refusal-log.ts';
import { readReplaces, replacedKey, replacingRefusal } from '#sip/dialog/replaces.ts';
import type { Inbound, Reply } from '../signalling.ts';
import { calledNumbers, callerNumber } from './identities.ts';
import { IncomingLine } from './incoming-line.ts';
import type { LineParts } from './line-parts.ts';

/** Where calls go, and what may be dialed. */
export type DialPlan = {
  /** Whether a telephone where the workspace is would reach the emergency services with it. */
  isEmergency(workspaceId: number, text: string, callId: number): Promise<boolean>;
  /** The first of the carriers that may dial the number for the call now, counted. */
  takeDialer(call: Call, number: E164, carriers: readonly string[]): Promise<Outcome<string>>;
  /** Null: it is no number of the workspace. */
  destinationOf(workspaceId: number, number: E164): Promise<Destination | null>;
  /** Takes the call in; see the engine's `takeCall`. */
  takeCall(arrived: {
    readonly workspaceId: number;
    readonly from: E164 | null;
    readonly to: E164;
    readonly carrier: string;
    readonly destination: Destination;
  }): Promise<Outcome<Call>>;
};

/** What arrivals tell. */
export type ArrivalListener = {
  /** The line, which has not been answered, is to have the place of a telephone of ours: that is its holder's. */
  replaces(holder: object, line: IncomingLine): void;
  /** A call was taken. It has not been answered yet. */
  taken(call: Call, line: IncomingLine): void;
  /** A trunk's call was not taken. */
  refused(trunk: Trunk, cause: ArrivalRefusal): void;
};

/** A call that is not taken -> what its caller is told. Whoever is blocked hears what a person says who declines. */
export const ARRIVAL_ANSWERS: Partial<Record<RefusalCode, number>> = {
  number_unknown: 404,
  contact_blocked: 603,
  draining: 503,
};

/** The same -> why the call was not taken, and what the line was refused with -> the same. */
const CAUSES: Partial<Record<RefusalCode | number, ArrivalRefusal>> = {
  number_unknown: 'number_unknown',
  contact_blocked: 'contact_blocked',
  draining: 'draining',
  488: 'no_common_sound',
  500: 'no_capacity',
  503: 'no_capacity',
};

/** Calls on their way in. */
export type Arrivals = {
  invited(inbound: Inbound): Promise<void>;
  /** The INVITE was taken back; the line, where the call was taken already. */
  cancelled(key: string): void;
  /** The call of the line was answered, or is over: its INVITE can be taken back no more. */
  settled(key: string): void;
};

/** None yet. `trunkOf` finds the whole trunk. */
export function createArrivals(
  parts: LineParts,
  dialPlan: DialPlan,
  trunkOf: (id: number) => Trunk | null,
  listener: ArrivalListener & { cancelled(key: string): void },
): Arrivals {
  /** INVITEs that have not been answered, and whether they were taken back meanwhile. */
  const open = new Map<string, { isCancelled: boolean }>();

  /** The trunk and the number that was called, where a workspace of one of the trunks has it. */
  const calledOf = async ({ request, trunks }: Inbound) => {
    for (const { id } of trunks) {
      const trunk = trunkOf(id);
      if (trunk === null) continue;
      const home = await parts.homeOf(trunk.workspaceId);
      for (const number of calledNumbers(request, home)) {
        const destination = await dialPlan.destinationOf(trunk.workspaceId, number);
        if (destination !== null) return { trunk, number, destination, from: callerNumber(request, home) };
      }
    }
    return null;
  };

  /** An INVITE that takes the place of a dialog of its trunk's. Source: RFC 3891 section 3. */
  const replace = async (inbound: Inbound, state: { readonly isCancelled: boolean }, field: string): Promise<void> => {
    const refuse = (status: number): void => void parts.agent.respond(inbound.key, { status });
    const replaces = readReplaces(field);
    if (replaces === null) return refuse(400);
    const known = parts.dialogs.find(replacedKey(replaces));
    const found = inbound.trunks.some(({ id }) => id === known?.trunk.id) ? known : null;
    const refusal = replacingRefusal(replaces, found?.dialog() ?? null);
    if (refusal !== null || found === null) return refuse(refusal ?? 481);
    const line = new IncomingLine(parts, inbound, found.trunk);
    const fault = await line.open();
    if (fault !== null) return line.refuse(fault);
    open.delete(inbound.key);
    if (state.isCancelled) line.close();
    else listener.replaces(found.holder(), line);
  };

  const take = async (inbound: Inbound, state: { readonly isCancelled: boolean }): Promise<void> => {
    const { respond } = parts.agent;
    const [field, more] = inbound.request.headers.filter(({ name }) => name === 'Replaces');
    // "An INVITE … with more than one Replaces header field … MUST be rejected with a 400" (RFC 3891 section 3).
    if (field !== undefined)
      return more === undefined ? replace(inbound, state, field.value) : void respond(inbound.key, { status: 400 });
    const called = await calledOf(inbound);
    if (called === null) {
      const trunk = trunkOf(inbound.trunk.id);
      if (trunk !== null) listener.refused(trunk, 'number_unknown');
      respond(inbound.key, { status: 404 });
      return;
    }
    const { trunk, number, destination, from } = called;
    const line = new IncomingLine(parts, inbound, trunk);
    const refuse = (reply: Reply, why: RefusalCode | number): void => {
      const cause = CAUSES[why];
      line.refuse(reply);
      if (cause !== undefined) listener.refused(trunk, cause);
    };
    const refusal = await line.open();
    if (refusal !== null) return refuse(refusal, refusal.status);
    if (state.isCancelled) return line.close();
    const arrival = { workspaceId: trunk.workspaceId, from, to: number, destination };
    const taken = await dialPlan.takeCall({ ...arrival, carrier: trunkCarrier(trunk.id) });
    if (!taken.ok) return refuse({ status: ARRIVAL_ANSWERS[taken.refusal.code] ?? 500 }, taken.refusal.code);
    listener.taken(taken.value, line);
    if (state.isCancelled) listener.cancelled(inbound.key);
  };

  return {
    async invited(inbound) {
      const state = { isCancelled: false };
      open.set(inbound.key, state);
      try {
        await take(inbound, state);
      } catch (error) {
        parts.agent.respond(inbound.key, { status: 500 });
        throw error;
      }
    },
    cancelled(key) {
      const state = open.get(key);
      open.delete(key);
      if (state === undefined) return;
      state.isCancelled = true;
      listener.cancelled(key);
    },
    settled: (key) => void open.delete(key),
  };
}
