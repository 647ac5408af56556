/**
 * The wire of Settings > Trunks. A trunk is written as `/v1/trunks` writes it, so that what is refused there is refused
 * here at the same field.
 */
import type {
  CallerHeader,
  NumberFormat,
  RtpSource,
  SrtpRule,
  TrunkCodec,
  TrunkHealth,
  TrunkPreset,
  TrunkTransport,
} from '#domain/directory/trunk.ts';
import type { ProbeStep } from '#domain/ports/trunk-book.ts';

/** The limits of a trunk; null countries are those of the workspace. */
export type TrunkLimitsForm = {
  readonly calls_at_once: number;
  readonly calls_per_minute: number;
  readonly minutes_per_day: number;
  readonly longest_call_seconds: number;
  readonly countries: readonly string[] | null;
  readonly premium_allowed: boolean;
};

/** A trunk as it is filled in. Secrets are sent and never shown: null takes one away, absent leaves it. */
export type TrunkForm = {
  readonly name: string;
  readonly preset: TrunkPreset;
  readonly host: string;
  readonly port: number | null;
  readonly transports: readonly TrunkTransport[];
  readonly outbound_proxy: string | null;
  readonly username: string | null;
  readonly password?: string | null;
  readonly registers: boolean;
  readonly inbound_addresses: readonly string[];
  readonly number_format: NumberFormat;
  readonly number_prefix: string;
  readonly caller_header: CallerHeader;
  readonly from_user: string | null;
  readonly codecs: readonly TrunkCodec[];
  readonly srtp: SrtpRule;
  readonly rtp_source: RtpSource;
  readonly refer_out: boolean;
  readonly refer_in: boolean;
  readonly is_enabled: boolean;
  readonly limits: TrunkLimitsForm;
  readonly text_account: string | null;
  readonly text_secret?: string | null;
};

/** A trunk that is kept. `since` is when its health became what it is. */
export type TrunkView = Omit<TrunkForm, 'password' | 'text_secret'> & {
  readonly id: number;
  readonly has_password: boolean;
  readonly has_text_secret: boolean;
  readonly health: {
    readonly state: TrunkHealth['state'];
    readonly is_registered: boolean | null;
    readonly fault: string | null;
    readonly since: string;
  };
  readonly position: number;
  readonly created_at: string;
  readonly updated_at: string;
};

/** Trunks in the order in which they are tried. */
export type TrunksView = { readonly trunks: readonly TrunkView[] };

/** What a test found, step by step. */
export type TrunkTestView = { readonly ok: boolean; readonly steps: readonly ProbeStep[] };
