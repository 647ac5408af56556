/** Trunks: the workspace's ways into the telephone network. */
import type { Region } from './phone-number.ts';

/** Providers whose trunks are set up from a preset; `registering` and `pbx` are any provider's. */
export const TRUNK_PRESETS = ['twilio', 'vonage', 'telnyx', 'signalwire', 'registering', 'pbx'] as const;
export type TrunkPreset = (typeof TRUNK_PRESETS)[number];

/** How requests travel. Source: RFC 3261 section 18. */
export const TRUNK_TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type TrunkTransport = (typeof TRUNK_TRANSPORTS)[number];

/**
 * How the trunk wants to be given a number: `plus_e164` is `+14155550148`, `e164` is `14155550148`, `national` is as it
 * is dialed in the country of the workspace, `4155550148` or `02079460000`; numbers of other countries are then written
 * with `00`, in North America `011`.
 */
export const NUMBER_FORMATS = ['plus_e164', 'e164', 'national'] as const;
export type NumberFormat = (typeof NUMBER_FORMATS)[number];

/**
 * Where the caller's number goes. `from` is the only place; with `pai` it goes to P-Asserted-Identity (RFC 3325), with
 * `diversion` to Diversion (RFC 5806), and From keeps the account.
 */
export const CALLER_HEADERS = ['pai', 'diversion', 'from'] as const;
export type CallerHeader = (typeof CALLER_HEADERS)[number];

export const TRUNK_CODECS = ['pcmu', 'pcma', 'g722', 'opus'] as const;
export type TrunkCodec = (typeof TRUNK_CODECS)[number];

/** Whether sound is encrypted. `optional`: where the far end offers it. */
export const SRTP_RULES = ['off', 'optional', 'required'] as const;
export type SrtpRule = (typeof SRTP_RULES)[number];

/**
 * Where sound is sent: to the address in the description (`signalled`), or to the one it first comes from, for a far
 * end behind NAT (`first`).
 */
export const RTP_SOURCES = ['signalled', 'first'] as const;
export type RtpSource = (typeof RTP_SOURCES)[number];

/** What a trunk may be used for at most, so that a stolen password or a mistake costs little. */
export type TrunkLimits = {
  /** Calls over the trunk in progress at the same time. */
  readonly callsAtOnce: number;
  /** Calls that are dialed over the trunk in any 60 seconds. */
  readonly callsPerMinute: number;
  /** Minutes of outbound calls in any 24 hours, begun ones counted whole. */
  readonly minutesPerDay: number;
  /** A call that is dialed over the trunk is ended after this many seconds of talk. */
  readonly longestCallSeconds: number;
  /** Where it calls. Null: in the countries that the workspace allows. */
  readonly countries: readonly Region[] | null;
  /** Whether it calls numbers that cost more than a call: premium rate, shared cost, satellites. */
  readonly premiumAllowed: boolean;
};

/** From and to what the limits may be set. Minutes and seconds as above. */
export const TRUNK_LIMIT_RANGES = {
  callsAtOnce: { min: 1, max: 10_000 },
  callsPerMinute: { min: 1, max: 10_000 },
  minutesPerDay: { min: 1, max: 10_000_000 },
  longestCallSeconds: { min: 60, max: 86_400 },
} as const;

/** The limits of a new trunk. */
export const NEW_TRUNK_LIMITS: TrunkLimits = {
  callsAtOnce: 10,
  callsPerMinute: 30,
  minutesPerDay: 1440,
  longestCallSeconds: 4 * 3600,
  countries: null,
  premiumAllowed: false,
};

/** What an administrator says of a trunk, besides its secrets. */
export type TrunkSettings = {
  readonly name: string;
  readonly preset: TrunkPreset;
  /** Host name or address of the provider. It stands in the Request-URI, and a TLS certificate must be for it. */
  readonly host: string;
  /** Null: as DNS says (RFC 3263). */
  readonly port: number | null;
  /** At least one, the preferred first. */
  readonly transports: readonly TrunkTransport[];
  /** Where requests go instead, `host` or `host:port`; null: straight to the host. */
  readonly outboundProxy: string | null;
  /** Null: the trunk knows this server by its address. */
  readonly username: string | null;
  /** Whether the server registers there, so that calls reach it behind NAT and without an address of its own. */
  readonly registers: boolean;
  /** Whose requests are believed to be the trunk's, in CIDR notation. Those of its registration are besides. */
  readonly inboundAddresses: readonly string[];
  readonly numberFormat: NumberFormat;
  /** Digits, `*` and `#` that go before every number dialed; often empty. */
  readonly numberPrefix: string;
  readonly callerHeader: CallerHeader;
  /** The user part of From where the caller's number is elsewhere; null: the username. */
  readonly fromUser: string | null;
  /** At least one, the preferred first. */
  readonly codecs: readonly TrunkCodec[];
  readonly srtp: SrtpRule;
  readonly rtpSource: RtpSource;
  /**
   * Whether a blind transfer to a number is left to the trunk (REFER), and dialed by this server only where the trunk
   * does not do it.
   */
  readonly referOut: boolean;
  /**
   * Whether its telephones may transfer their calls (REFER): whom they name is dialed by this server, within the limits
   * and at the cost of the workspace.
   */
  readonly referIn: boolean;
  /** A disabled trunk takes and makes no calls. */
  readonly isEnabled: boolean;
  readonly limits: TrunkLimits;
  /** The provider's account that sends text messages; null: the trunk sends none. */
  readonly textAccount: string | null;
};

/** Null takes the secret away, undefined leaves it. */
export type TrunkSecrets = { readonly password?: string | null; readonly textSecret?: string | null };

/** A trunk with its password, as those have it who carry calls. */
export type Trunk = TrunkSettings & {
  readonly id: number;
  readonly workspaceId: number;
  /** Trunks of a workspace are tried in rising order, from 0. */
  readonly position: number;
  readonly password: string | null;
};

export const TRUNK_STATES = ['unknown', 'up', 'down'] as const;

/** How a trunk is doing, as far as this server can tell. */
export type TrunkHealth = {
  /** `unknown` until it has been asked; `down` while it does not answer, or refuses. */
  readonly state: (typeof TRUNK_STATES)[number];
  /** Whether the registration stands; null where the trunk does not register. */
  readonly isRegistered: boolean | null;
  /** What is wrong, a sentence for an administrator of at most {@link MAX_FAULT} characters; null while nothing is. */
  readonly fault: string | null;
};

/** Of a sentence about a trunk's health; characters. */
export const MAX_FAULT = 500;

/** The most trunks of a workspace. */
export const MAX_TRUNKS = 50;
/** Of a name; characters. */
export const MAX_TRUNK_NAME = 100;
/** Of a username, a password, an account and a secret; characters. */
export const MAX_CREDENTIAL = 200;
/** The most ranges of inbound addresses. */
export const MAX_INBOUND_ADDRESSES = 100;
/** The most countries of a list. */
export const MAX_COUNTRIES = 250;

const CARRIER = 'trunk:';

/**
 * The carrier of calls over the trunk.
 *
 * @public
 */
export function trunkCarrier(id: number): string {
  return `${CARRIER}${id}`;
}

/**
 * The trunk of a carrier; null where another carrier is meant.
 *
 * @public
 */
export function trunkOf(carrier: string | null): number | null {
  const [, digits] = /^trunk:(\d{1,15})$/.exec(carrier ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}
