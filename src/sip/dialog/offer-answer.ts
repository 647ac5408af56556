/**
 * Who has offered a session description, and what the next one means. Sources: RFC 3264, RFC 3261 sections 13.2.1 and
 * 14, RFC 3262 section 5, RFC 3311 section 5, RFC 6337 tables 1 and 2.
 */

/** Whether an offer waits for its answer, and whose it is. */
export const OFFER_STATES = ['none', 'ours', 'theirs'] as const;

/** One of them. */
export type OfferState = (typeof OFFER_STATES)[number];

/**
 * What happens. `withdrawn`: the request that brought the offer was refused, and all is as it was before (section
 * 14.1).
 */
export type OfferEvent = 'we_offer' | 'they_offer' | 'we_answer' | 'they_answer' | 'withdrawn';

/** state -> (what happens -> where it leads). What is absent is refused. */
const OFFERS = {
  none: { we_offer: 'ours', they_offer: 'theirs' },
  ours: { they_answer: 'none', withdrawn: 'none' },
  theirs: { we_answer: 'none', withdrawn: 'none' },
} as const satisfies Record<OfferState, { readonly [E in OfferEvent]?: OfferState }>;

/** Where an event leads; null where it is refused. */
export function nextOffer(state: OfferState, event: OfferEvent): OfferState | null {
  const row: { readonly [E in OfferEvent]?: OfferState } = OFFERS[state];
  return row[event] ?? null;
}

/**
 * Messages that may carry a session description. `provisional` is sent without reliability, `reliable_provisional` with
 * RSeq.
 */
export type Carrier =
  | 'invite'
  | 'provisional'
  | 'reliable_provisional'
  | 'success'
  | 'ack'
  | 'prack'
  | 'prack_success'
  | 'update'
  | 'update_success';

/**
 * What a session description is. `late_offer`: an offer where the INVITE brought none, else a copy of the answer that
 * was given before, which is ignored. `preview`: what the answer will say, for early media; the last one of a dialog
 * holds until the answer. `glare`: both offered at once, 491. `busy`: the sender's own offer still waits, 500 with
 * Retry-After.
 */
export type Meaning = 'offer' | 'late_offer' | 'answer' | 'preview' | 'ignored' | 'glare' | 'busy';

type Row = { readonly none: Meaning; readonly ours: Meaning; readonly theirs: Meaning };

/** What is carried -> what it means to its receiver, whose offers are `ours`. */
const MEANINGS = {
  invite: { none: 'offer', ours: 'glare', theirs: 'busy' },
  // RFC 6337 section 3.1.1: no offer and no answer, as it may be lost; yet media flows by it.
  provisional: { none: 'ignored', ours: 'preview', theirs: 'ignored' },
  reliable_provisional: { none: 'late_offer', ours: 'answer', theirs: 'ignored' },
  success: { none: 'late_offer', ours: 'answer', theirs: 'ignored' },
  ack: { none: 'ignored', ours: 'answer', theirs: 'ignored' },
  prack: { none: 'offer', ours: 'answer', theirs: 'busy' },
  prack_success: { none: 'ignored', ours: 'answer', theirs: 'ignored' },
  update: { none: 'offer', ours: 'glare', theirs: 'busy' },
  update_success: { none: 'ignored', ours: 'answer', theirs: 'ignored' },
} as const satisfies Record<Carrier, Row>;

/** What a description means that came to us. */
export function meaningOf(
  carrier: Carrier,
  state: OfferState,
  inviteHadOffer: boolean,
): Exclude<Meaning, 'late_offer'> {
  const meaning: Meaning = MEANINGS[carrier][state];
  if (meaning !== 'late_offer') return meaning;
  return inviteHadOffer ? 'ignored' : 'offer';
}

/** The status that refuses an offer. Sources: RFC 3261 section 14.2, RFC 3311 section 5.2. */
export const OFFER_REFUSALS = {
  glare: { status: 491, hasRetryAfter: false },
  // "a 500 … and MUST include a Retry-After header field with a randomly chosen value of between 0 and 10 seconds".
  busy: { status: 500, hasRetryAfter: true },
} as const;

/**
 * What an INVITE within a dialog is refused as while another is under way, whether or not either brings a description:
 * ours is open, or theirs is, which their CSeq says came first (section 14.2).
 */
export const INVITE_WHILE = { none: null, ours: 'glare', theirs: 'busy' } as const satisfies Record<
  OfferState,
  keyof typeof OFFER_REFUSALS | null
>;

/** Seconds for that Retry-After. `random` is from 0 up to 1. */
export function retryAfterSeconds(random: number): number {
  return Math.floor(random * 11);
}

/**
 * How long to wait after a 491 before offering again, in steps of 10 ms: "between 2.1 and 4 seconds" for the owner of
 * the Call-ID, "between 0 and 2 seconds" for the other (section 14.1). Milliseconds; `random` is from 0 up to 1.
 */
export function glareWaitMs(ownsCallId: boolean, random: number): number {
  const [from, to] = ownsCallId ? [210, 400] : [0, 200];
  return 10 * (from + Math.floor(random * (to - from + 1)));
}
