/** Calls over trunks: the carrier on the user agent, with the trunks that there are. */
import { background } from '#background/background.ts';
import { isCaller } from '#carriers/sip/lines/caller.ts';
import { endLeftDialogs } from '#carriers/sip/lines/left-dialogs.ts';
import { newWord, random } from '#carriers/sip/randomness.ts';
import type { SipCarrier } from '#carriers/sip/sip-carrier.ts';
import { createSipCarrier } from '#carriers/sip/sip-carrier.ts';
import type { Call } from '#domain/call/call.ts';
import { done } from '#domain/call/refusal.ts';
import { isLive } from '#domain/call/state.ts';
import { trunkOf } from '#domain/directory/trunk.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { CallStore, Clock } from '#domain/ports/stores.ts';
import type { DialogBook } from '#domain/ports/dialog-book.ts';
import type { RefusalLog } from '#domain/ports/refusal-log.ts';
import type { TrunkBook } from '#domain/ports/trunk-book.ts';
import { dialRefused } from '#engine/core/dialing.ts';
import type { Engine } from '#engine/engine.ts';
import type { Media } from '#media/media-server.ts';
import type { CallMedia } from '#media/session/far-ends.ts';
import type { CallTraces } from './call-traces.ts';
import type { Sip } from './open-sip.ts';
import type { Reporter } from './reporter.ts';

/** What they are made of. */
export type TrunkCallParts = {
  readonly sip: Pick<Sip, 'agent' | 'ladders' | 'start' | 'whileOpen'>;
  readonly stores: {
    readonly trunks: { readonly book: TrunkBook };
    readonly dialogs: DialogBook;
    readonly refusals: RefusalLog;
    readonly store: { readonly calls: Pick<CallStore, 'live'> };
  };
  readonly media: Media;
  readonly callMedia: CallMedia;
  readonly engine: Pick<Engine, 'report' | 'takeCall' | 'takeDialer' | 'isEmergency' | 'directory' | 'addCarrier'>;
  /** What the process before has kept of the calls' messages is continued. */
  readonly traces: Pick<CallTraces, 'takeUp'>;
  /** Stops what is started here. */
  readonly started: AsyncDisposableStack;
  readonly clock: Clock;
  readonly reporter: Pick<Reporter, 'failed' | 'arrivalRefused' | 'sipTold' | 'trunkTold'>;
};

/** The carrier, and the trunks that it knows. */
export type TrunkCalls = {
  readonly carrier: SipCarrier;
  /** Reads the trunks anew; resolves once calls can go over them. By itself it does so after every change. */
  readTrunks(): Promise<void>;
};

/** Makes them, with the trunks that there are, adds their carrier to the engine, and has SIP listened for. */
export async function openTrunkCalls(parts: TrunkCallParts): Promise<TrunkCalls> {
  const { sip, stores, reporter, engine, media, callMedia, clock, started } = parts;
  const { book } = stores.trunks;
  const carrier = createSipCarrier({
    agent: sip.agent,
    ladders: sip.ladders,
    tellTrunk: reporter.trunkTold,
    media,
    clock,
    calls: callMedia,
    random,
    newWord,
    book: stores.dialogs,
    homeOf: async (workspaceId) => homeRegion(await engine.directory.load(workspaceId)),
    failed: (error) => reporter.failed('sip.call', error),
    report: async (callId, event) => engine.report(callId, event),
    dialPlan: {
      isEmergency: engine.isEmergency,
      async takeDialer({ id, workspaceId, uid: callUid }, number, carriers) {
        const taken = await engine.takeDialer({ workspaceId, number, callUid }, carriers);
        if (taken.ok) return done(taken.value.carrier);
        const event = dialRefused(taken.refusal);
        if (event !== null) await engine.report(id, event);
        return taken;
      },
      destinationOf: async (workspaceId, number) => book.destinationOf(workspaceId, number),
      takeCall: async (arrived) => engine.takeCall({ ...arrived, origin: 'phone', lang: null, requestKey: null }),
    },
    refused({ id: trunkId, workspaceId }, cause) {
      reporter.arrivalRefused(workspaceId, trunkId, cause);
      background('sip.refusal', stores.refusals.note({ workspaceId, trunkId, direction: 'inbound', cause }));
    },
  });
  let turn: Promise<void> = Promise.resolve();
  const read = async (): Promise<void> => carrier.use(await book.enabled());
  const readTrunks = async (): Promise<void> => {
    turn = turn.then(read, read);
    return turn;
  };
  const endFollowing = book.onChanged(() => background('sip.trunks', readTrunks));
  started.defer(async () => {
    endFollowing();
    await turn;
    await carrier.stop();
    await stores.dialogs.settled();
  });
  engine.addCarrier(carrier);
  const live = await stores.store.calls.live();
  await parts.traces.takeUp(live);
  // Their far ends were of a process that is gone: who calls again is a new call.
  for (const { id } of live.filter(isLost))
    await engine.report(id, { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' });
  await readTrunks();
  // Before any call comes: what is kept later is of this process.
  const left = await stores.dialogs.all();
  await sip.start();
  const ending = { ...sip, clock, book: stores.dialogs, trunkOf: book.find, tell: reporter.sipTold };
  background('sip.left_dialogs', endLeftDialogs(ending, left));
  return { carrier, readTrunks };
}

/** Whether the call had a far end over a trunk: one that is still to be dialed has not. */
function isLost(call: Call): boolean {
  const { carrier, state } = call;
  return (
    trunkOf(carrier) !== null && isLive(state) && (state === 'connected' || state === 'voicemail' || isCaller(call))
  );
}
