/** Trunks as JSON, the same by `/v1` and at the console. */
import type { TrunkFault } from '#domain/directory/trunk-faults.ts';
import type { TrunkWish } from '#domain/directory/trunk-wish.ts';
import type { TrunkLimits, TrunkSettings } from '#domain/directory/trunk.ts';
import type { TrunkEntry } from '#domain/ports/trunk-book.ts';
import { camel } from '../camel.ts';

/** The body as a wish; its limits lie one level deeper. */
export function wishOf({ limits, ...rest }: { readonly limits?: object }): TrunkWish {
  // The schema has judged each field, and its names are those of the domain in another spelling.
  return { ...camel(rest), ...(limits === undefined ? {} : { limits: camel(limits) }) };
}

/** Where the fault lies in the body. */
export function mistakeOf({ field, place, detail }: TrunkFault): { pointer: string; detail: string } {
  const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { pointer: `/${name}${place === undefined ? '' : `/${place}`}`, detail };
}

/** A trunk as it was set, without its secrets. */
function writeSettings(trunk: TrunkSettings) {
  const { limits } = trunk;
  return {
    name: trunk.name,
    preset: trunk.preset,
    host: trunk.host,
    port: trunk.port,
    transports: trunk.transports,
    outbound_proxy: trunk.outboundProxy,
    username: trunk.username,
    registers: trunk.registers,
    inbound_addresses: trunk.inboundAddresses,
    number_format: trunk.numberFormat,
    number_prefix: trunk.numberPrefix,
    caller_header: trunk.callerHeader,
    from_user: trunk.fromUser,
    codecs: trunk.codecs,
    srtp: trunk.srtp,
    rtp_source: trunk.rtpSource,
    refer_out: trunk.referOut,
    refer_in: trunk.referIn,
    is_enabled: trunk.isEnabled,
    text_account: trunk.textAccount,
    limits: writeLimits(limits),
  };
}

/** Limits, of a trunk or of all together. */
export function writeLimits(limits: TrunkLimits) {
  return {
    calls_at_once: limits.callsAtOnce,
    calls_per_minute: limits.callsPerMinute,
    minutes_per_day: limits.minutesPerDay,
    longest_call_seconds: limits.longestCallSeconds,
    countries: limits.countries,
    premium_allowed: limits.premiumAllowed,
  };
}

/** A trunk that is kept. */
export function writeTrunk(trunk: TrunkEntry) {
  const { health } = trunk;
  return {
    id: trunk.id,
    position: trunk.position,
    ...writeSettings(trunk),
    has_password: trunk.hasPassword,
    has_text_secret: trunk.hasTextSecret,
    health: {
      state: health.state,
      is_registered: health.isRegistered,
      fault: health.fault,
      since: health.since.toISOString(),
    },
    created_at: trunk.createdAt.toISOString(),
    updated_at: trunk.updatedAt.toISOString(),
  };
}
