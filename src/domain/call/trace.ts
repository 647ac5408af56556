/** The technical side of a call: the SIP messages of its telephones, and how the sound of its ends was. */

/** One SIP message as it is kept: nothing secret is in it any more. */
export type TracedMessage = {
  readonly at: Date;
  /** As we see it. */
  readonly direction: 'sent' | 'received';
  readonly transport: 'UDP' | 'TCP' | 'TLS';
  /** The far end's address and port: `192.0.2.1:5060`, `[2001:db8::1]:5060`. */
  readonly remote: string;
  /** The method; of a response the one that it answers. */
  readonly method: string;
  /** Null for a request. */
  readonly status: number | null;
  /** The start line. */
  readonly summary: string;
  /** Header fields, an empty line, the body; lines end with LF. */
  readonly text: string;
  /** More was sent than is kept. */
  readonly isCut: boolean;
};

/** The messages with one Call-ID: of a telephone that called or was dialed, once over each trunk. */
export type SipLeg = {
  /** Whose telephone it was. */
  readonly end: 'far_end' | 'third_party';
  readonly trunkId: number;
  readonly sipCallId: string;
  /** The oldest first; the last {@link MAX_MESSAGES}. */
  readonly messages: readonly TracedMessage[];
  /** Earlier ones, which are not kept. */
  readonly omitted: number;
};

/** How one end's sound was while it was in the call. */
export type EndSound = {
  readonly end: 'far_end' | 'third_party' | 'agent';
  /** Null where it is no agent. */
  readonly agentId: number | null;
  readonly from: Date;
  /** Null while it is in progress. */
  readonly until: Date | null;
  /** In which codec it was last heard, and spoken to; null before. */
  readonly heardIn: string | null;
  readonly saidIn: string | null;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** How good what was heard of it would seem to people, 1 to 4.5; null where nothing came. */
  readonly mos: number | null;
};

/** Both, of one call. */
export type CallTrace = { readonly legs: readonly SipLeg[]; readonly sound: readonly EndSound[] };

/** Messages that are kept of a leg, the last. */
export const MAX_MESSAGES = 50;
/** Legs that are kept of a call, the last: one for each telephone, and for each trunk that was tried. */
export const MAX_LEGS = 10;
/** Of one message's text, and of all texts of a leg; characters. */
export const MAX_MESSAGE_TEXT = 4096;
export const MAX_LEG_TEXT = 65_536;
/** Ends whose sound is kept of a call, the first. */
export const MAX_ENDS = 20;
