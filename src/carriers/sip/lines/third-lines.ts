/** Third parties: telephones that are dialed into a call in progress. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { isPresent, thirdParty } from '#domain/call/participant.ts';
import type { LegId } from '#media/media-server.ts';
import type { Departed } from './departures.ts';
import type { HuntParts } from './hunt.ts';
import { hunt } from './hunt.ts';
import type { Line } from './line.ts';
import { Place } from './place.ts';
import type { PlaceListener } from './place.ts';

/** What they need. */
export type ThirdLineParts = HuntParts & {
  /** Makes the place of a third party of the call. */
  place(callId: number, listener: Pick<PlaceListener, 'left' | 'pressed'>): Place;
  /** Has the call's far end sent to the number by its trunk; null where that is not to be. The answer lets it be. */
  sendAway(call: Call, number: string, told: (how: Departed) => void): (() => void) | null;
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

/** None yet. */
export function createThirdLines(parts: ThirdLineParts): ThirdLines {
  const thirds = new Map<number, Place>();
  /** Far ends that are sent away, instead of having someone dialed for them. */
  const departures = new Map<number, () => void>();

  const letGo = (callId: number): void => {
    const place = thirds.get(callId);
    thirds.delete(callId);
    place?.close();
    departures.get(callId)?.();
    departures.delete(callId);
  };

  const dial = (call: Call, first: string, number: string): void => {
    const place = parts.place(call.id, { left: () => leave(call.id), pressed: () => undefined });
    thirds.set(call.id, place);
    let line: Line | null = null;
    line = hunt(
      parts,
      { call, first, number },
      {
        ...place.hears(() => line),
        ringing: () => undefined,
        answered() {
          parts.report(call.id, { type: 'third_party_answered' });
          parts.touch(call.id);
        },
        failed({ reason }) {
          if (thirds.get(call.id) !== place) return;
          thirds.delete(call.id);
          parts.report(call.id, { type: 'third_party_left', reason });
        },
      },
    );
    place.take(line);
  };

  /** Leaves the transfer to the far end's trunk, where it may; what the trunk does not do, we do. */
  const sendAway = (call: Call, first: string, number: string): boolean => {
    const forget = parts.sendAway(call, number, (how) => {
      if (how === 'stayed') {
        departures.delete(call.id);
        return dial(call, first, number);
      }
      // It stays known until the call has ended, so that no word of the call that came before begins it anew.
      parts.report(call.id, { type: 'third_party_answered' });
      parts.report(call.id, { type: 'hung_up', by: 'system' });
    });
    if (forget !== null) departures.set(call.id, forget);
    return forget !== null;
  };

  /** They hung up: the others continue, unless the caller talked with them alone. */
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
      const { dialled, connectedAt } = thirdParty(call.participants) ?? {};
      if (dialled === undefined || call.state !== 'connected') return letGo(call.id);
      if (connectedAt !== null) return;
      const { carrier, number, isHandOver } = dialled;
      if (
        carrier === undefined ||
        thirds.has(call.id) ||
        departures.has(call.id) ||
        !parts.carriersOf(call.workspaceId).includes(carrier)
      )
        return;
      if (!isHandOver || !sendAway(call, carrier, number)) dial(call, carrier, number);
    },
    legOf: ({ id }) => thirds.get(id)?.legId(),
    close() {
      for (const callId of [...thirds.keys(), ...departures.keys()]) letGo(callId);
    },
  };
}
