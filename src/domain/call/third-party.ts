/**
 * Someone from outside in a call: dialed, answering, leaving. They are a participant, and the call stays connected
 * meanwhile.
 */
import type { Call } from './call.ts';
import type { CallEvent } from './event.ts';
import type { Participant } from './participant.ts';
import { bridged, left, thirdParty, waiting } from './participant.ts';

type ThirdPartyEvent = Extract<
  CallEvent,
  { readonly type: 'third_party_dialled' | 'third_party_answered' | 'third_party_left' }
>;

/** Whether the caller goes over to them with this event: the agents leave, and no one holds the caller any more. */
export function takesOver(call: Call, event: CallEvent): boolean {
  return event.type === 'third_party_answered' && thirdParty(call.participants)?.dialled?.isHandOver === true;
}

/** What the event brings; hold has ended before where it must. */
export function thirdPartyMoved(
  call: Call,
  event: ThirdPartyEvent,
  now: Date,
): Pick<Call, 'heldSince' | 'holdSeconds' | 'participants'> {
  const { heldSince, holdSeconds, participants } = call;
  return { heldSince, holdSeconds, participants: withThirdParty(call, participants, event, now) };
}

function withThirdParty(
  call: Call,
  participants: readonly Participant[],
  event: ThirdPartyEvent,
  now: Date,
): readonly Participant[] {
  if (event.type === 'third_party_dialled') {
    const { type: _, ...dialled } = event;
    return [...participants, { ...waiting('third_party'), status: 'connecting', dialled }];
  }
  const party = thirdParty(participants);
  if (event.type === 'third_party_left')
    return participants.map((each) => (each === party ? left(each, now, event.reason) : each));
  const isOver = takesOver(call, event);
  return bridged(
    participants.map((each) => (isOver && each.kind === 'agent' ? left(each, now, 'nothing') : each)),
    now,
  );
}
