/**
 * Telephones that transfer their calls: a REFER has the place of who sent it taken by someone who is dialed, or two of
 * our calls joined. Sources: RFC 3515, RFC 5589, RFC 3891.
 */
import { background } from '#background/background.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Destination } from '#domain/directory/destination.ts';
import type { E164, Region } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { trunkCarrier } from '#domain/directory/trunk.ts';
import { numberFromTrunk } from '#domain/directory/trunk-number.ts';
import { numberOf } from '#sip/dialog/identity.ts';
import type { Refer } from '#sip/dialog/refer.ts';
import { readRefer, transferNotice } from '#sip/dialog/refer.ts';
import type { Replaces } from '#sip/dialog/replaces.ts';
import { writeReplaces } from '#sip/dialog/replaces.ts';
import type { Header } from '#sip/message/message.ts';
import type { Inbound } from '../signalling.ts';
import type { Target } from './hunt.ts';
import type { Line, LineListener } from './line.ts';
import type { Place } from './place.ts';
import type { Talk } from './talk.ts';

/** What they need. */
export type ReferralParts = {
  homeOf(workspaceId: number): Promise<Region | null>;
  /** Whether it is an emergency number; then the call's history says that it was refused. */
  isEmergency(workspaceId: number, text: string, callId: number): Promise<boolean>;
  /** The carrier that may dial the number for the call, counted. `carriers`: of these alone. */
  judge(callId: number, number: E164, carriers: readonly string[] | null): Promise<Outcome<string>>;
  /** Dials into the call; null where it has ended. */
  dial(callId: number, target: Target & { first: string; isAlone: boolean }, listener: LineListener): Line | null;
  /** Where the calls of the number go, where it is one of the workspace's own. */
  destinationOf(workspaceId: number, number: E164): Promise<Destination | null>;
  /** Places an internal call to the number, and answers how it was answered: 200, or its refusal. */
  callInternally(place: Place, trunk: Trunk, number: E164, destination: Destination): Promise<number>;
  /** Who has the dialog that the field names, where it is one of the trunk's calls. */
  placeOf(replaces: Replaces, trunk: Trunk): Place | null;
  /** Joins the calls of both places; false where it cannot be. */
  join(place: Place, other: Place): Promise<boolean>;
  /** A NOTIFY came: what a trunk says of a transfer that it was asked for. */
  notified(talk: Talk, inbound: Inbound): void;
};

/** What is done for a REFER, once it is agreed to: `tell` is told each status as it comes, the final one last. */
type Doing = (tell: (status: number) => void) => void;

/** A number that is not dialed -> the answer to who asked for it. */
const REFUSALS: Readonly<Record<string, number>> = { number_not_called: 403, number_unknown: 404, dial_limit: 480 };

/** Makes what takes REFERs. */
export function createReferrals(parts: ReferralParts): (place: Place, talk: Talk, inbound: Inbound) => void {
  /** Talks that have sent one: the NOTIFYs of each further one name it (RFC 3515 section 2.4.6). */
  const known = new WeakSet<Talk>();

  const dialing = async (place: Place, talk: Talk, refer: Refer): Promise<Doing | number> => {
    const { trunk } = talk;
    const text = numberOf(refer.target);
    if (text === null) return 404;
    if (await parts.isEmergency(trunk.workspaceId, text, place.callId)) return 403;
    const number = numberFromTrunk(text, await parts.homeOf(trunk.workspaceId));
    if (number === null) return 404;
    const inside = refer.replaces === null ? await parts.destinationOf(trunk.workspaceId, number) : null;
    if (inside !== null) return begun(async () => parts.callInternally(place, trunk, number, inside));
    // Whom the telephone has called besides is known to its own trunk alone.
    const isAlone = refer.replaces !== null;
    const judged = await parts.judge(place.callId, number, isAlone ? [trunkCarrier(trunk.id)] : null);
    if (!judged.ok) return REFUSALS[judged.refusal.code] ?? 603;
    const target = { number, more: fieldsOf(refer), first: judged.value, isAlone };
    return (tell) => dial(place, target, tell);
  };

  const dial = (
    place: Place,
    target: Target & { first: string; isAlone: boolean },
    tell: Parameters<Doing>[0],
  ): void => {
    let line: Line | null = null;
    line = parts.dial(place.callId, target, {
      ...place.hears(() => line),
      ringing: () => tell(180),
      answered() {
        if (line !== null) place.take(line);
        tell(200);
      },
      failed: (_outcome, status) => tell(status),
    });
    if (line === null) tell(503);
    else place.expect(line);
  };

  const joining = (place: Place, other: Place): Doing | number => {
    if (place.callId === other.callId) return 603;
    return begun(async () => ((await parts.join(place, other)) ? 200 : 503));
  };

  const begin = async (place: Place, talk: Talk, { key, request }: Inbound): Promise<void> => {
    const read = readRefer(request);
    if (!read.ok) return talk.reply(key, { status: read.status });
    const { refer } = read;
    if (!place.claim()) return talk.reply(key, { status: 491 });
    const other = refer.replaces === null ? null : parts.placeOf(refer.replaces, talk.trunk);
    const doing = other === null ? await dialing(place, talk, refer) : joining(place, other);
    if (typeof doing === 'number') {
      talk.reply(key, { status: doing });
      place.settle();
      return;
    }
    const id = known.has(talk) ? request.cseq.number : null;
    known.add(talk);
    const unsubscribed = refer.wantsNotify ? [] : [{ name: 'Refer-Sub', value: 'false' }];
    talk.reply(key, { status: 202, headers: [talk.contact(), ...unsubscribed] });
    const notify = (status: number): void => {
      if (refer.wantsNotify) notifyOf(talk, status, id);
    };
    notify(100);
    doing((status) => {
      notify(status);
      if (status >= 200) place.settle();
    });
  };

  return (place, talk, inbound) => {
    if (inbound.request.method === 'NOTIFY') return parts.notified(talk, inbound);
    // Who is dialed for a telephone is dialed at the workspace's cost.
    if (!talk.trunk.referIn) return talk.reply(inbound.key, { status: 603 });
    background('sip.refer', begin(place, talk, inbound));
  };
}

/** What is done at once, and then answered. A failure of ours is told as one. */
function begun(work: () => Promise<number>): Doing {
  return (tell) => {
    const run = async (): Promise<void> => {
      try {
        tell(await work());
      } catch (error) {
        tell(500);
        throw error;
      }
    };
    background('sip.refer', run());
  };
}

/** Says within the dialog how the transfer stands. */
function notifyOf(talk: Talk, status: number, id: number | null): void {
  if (talk.isOver()) return;
  const { headers, body } = transferNotice(status);
  const named = headers.map((each) =>
    each.name === 'Event' && id !== null ? { ...each, value: `refer;id=${id}` } : each,
  );
  talk.request('NOTIFY', [talk.contact(), ...named], body, () => undefined);
}

/** What the INVITE says of who asked for it, and whose place it takes. */
function fieldsOf({ replaces, referredBy }: Refer): readonly Header[] {
  const replacing =
    replaces === null
      ? []
      : [
          { name: 'Require', value: 'replaces' },
          { name: 'Replaces', value: writeReplaces(replaces) },
        ];
  return referredBy === null ? replacing : [...replacing, { name: 'Referred-By', value: referredBy }];
}
