/** Third parties: telephones that are dialed into a call that goes on. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { untriedCarriers } from '#domain/call/failover.ts';
import { isPresent, thirdParty } from '#domain/call/participant.ts';
import type { LegId } from '#media/media-server.ts';
import type { Line, LineListener } from './line.ts';

/** What they need. */
export type ThirdLineParts = {
  /** Begins to dial over the carrier; null where its trunk is gone. */
  dial(call: Call, carrier: string, number: string, listener: LineListener): Line | null;
  /** The trunks of the workspace, in their order. */
  carriersOf(workspaceId: number): readonly string[];
  report(callId: number, event: CallEvent): void;
  /** The leg of the call's third party came or went. */
  touch(callId: number): void;
  callOf(callId: number): Call | undefined;
};

/** They. */
export type ThirdLines = {
  /** The call is now as given: a third party is dialed, or let go. */
  follow(call: Call): void;
  legOf(call: Call): LegId | undefined;
  close(): void;
};

type Third = { line: Line | null; readonly tried: string[] };

/** None yet. */
export function createThirdLines(parts: ThirdLineParts): ThirdLines {
  const thirds = new Map<number, Third>();

  const letGo = (callId: number): void => {
    const third = thirds.get(callId);
    thirds.delete(callId);
    third?.line?.close();
  };

  /** Dials over the carrier, and over the next one where that fails. */
  const dial = (call: Call, third: Third, carrier: string, number: string): void => {
    third.tried.push(carrier);
    const goOn = (event: Parameters<LineListener['failed']>[0]): void => {
      if (thirds.get(call.id) !== third) return;
      const next =
        event.type === 'leg_failed' ? untriedCarriers(parts.carriersOf(call.workspaceId), third.tried)[0] : undefined;
      if (next !== undefined) return dial(call, third, next, number);
      thirds.delete(call.id);
      parts.report(call.id, { type: 'third_party_left', reason: event.reason });
    };
    const line = parts.dial(call, carrier, number, {
      ringing: () => undefined,
      answered() {
        parts.report(call.id, { type: 'third_party_answered' });
        parts.touch(call.id);
      },
      failed: goOn,
      left: () => leave(call.id),
      pressed: () => undefined,
      transfer: () => undefined,
    });
    third.line = line;
    if (line === null) goOn({ type: 'leg_failed', reason: 'voip_conn_signal', details: null });
  };

  /** They hung up: the others go on, unless the caller talked with them alone. */
  const leave = (callId: number): void => {
    const call = parts.callOf(callId);
    letGo(callId);
    const isAlone = call?.participants.every((each) => each.kind !== 'agent' || !isPresent(each)) === true;
    parts.report(
      callId,
      isAlone ? { type: 'hung_up', by: 'end_user' } : { type: 'third_party_left', reason: 'nothing' },
    );
  };

  return {
    follow(call) {
      const dialled = thirdParty(call.participants)?.dialled;
      if (dialled === undefined || call.state !== 'connected') return letGo(call.id);
      const { carrier, number } = dialled;
      if (carrier === undefined || thirds.has(call.id) || !parts.carriersOf(call.workspaceId).includes(carrier)) return;
      const third: Third = { line: null, tried: [] };
      thirds.set(call.id, third);
      dial(call, third, carrier, number);
    },
    legOf: ({ id }) => thirds.get(id)?.line?.legId(),
    close() {
      for (const callId of thirds.keys()) letGo(callId);
    },
  };
}
