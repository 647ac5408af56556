/** A trunk's row, to and from the domain. */
import type { TrunkEntry } from '#domain/ports/trunk-book.ts';
import type { TrunkSettings } from '#domain/directory/trunk.ts';
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

export type TrunkRow = Selectable<Tables['trunk']>;
type SettingsRow = Omit<TrunkRow, 'password' | 'text_secret'>;

const COLUMNS = [
  'id',
  'workspace_id',
  'name',
  'preset',
  'host',
  'port',
  'transports',
  'outbound_proxy',
  'username',
  'registers',
  'inbound_addresses',
  'number_format',
  'number_prefix',
  'caller_header',
  'from_user',
  'codecs',
  'srtp',
  'rtp_source',
  'refer_out',
  'refer_in',
  'is_enabled',
  'position',
  'calls_at_once',
  'calls_per_minute',
  'minutes_per_day',
  'longest_call_seconds',
  'countries',
  'premium_allowed',
  'text_account',
  'health',
  'health_fault',
  'is_registered',
  'health_since',
  'created_at',
  'updated_at',
] as const;

/** What administrators are shown: all but the secrets, of which there is said whether they are there. */
export const SHOWN = [
  ...COLUMNS,
  sql<boolean>`password is not null`.as('has_password'),
  sql<boolean>`text_secret is not null`.as('has_text_secret'),
] as const;

type ShownRow = SettingsRow & { readonly has_password: boolean; readonly has_text_secret: boolean };

/** A row as its administrator sees it; the casts hold by the table's checks. */
export function readEntry(row: ShownRow): TrunkEntry {
  return {
    ...readSettings(row),
    id: row.id,
    workspaceId: row.workspace_id,
    position: row.position,
    hasPassword: row.has_password,
    hasTextSecret: row.has_text_secret,
    health: {
      state: row.health as TrunkEntry['health']['state'],
      isRegistered: row.is_registered,
      fault: row.health_fault,
      since: row.health_since,
    },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A row as settings; the casts hold by the table's checks, and countries were judged when they were set. */
export function readSettings(row: SettingsRow): TrunkSettings {
  return {
    name: row.name,
    preset: row.preset as TrunkSettings['preset'],
    host: row.host,
    port: row.port,
    transports: row.transports as TrunkSettings['transports'],
    outboundProxy: row.outbound_proxy,
    username: row.username,
    registers: row.registers,
    inboundAddresses: row.inbound_addresses,
    numberFormat: row.number_format as TrunkSettings['numberFormat'],
    numberPrefix: row.number_prefix,
    callerHeader: row.caller_header as TrunkSettings['callerHeader'],
    fromUser: row.from_user,
    codecs: row.codecs as TrunkSettings['codecs'],
    srtp: row.srtp as TrunkSettings['srtp'],
    rtpSource: row.rtp_source as TrunkSettings['rtpSource'],
    referOut: row.refer_out,
    referIn: row.refer_in,
    isEnabled: row.is_enabled,
    limits: {
      callsAtOnce: row.calls_at_once,
      callsPerMinute: row.calls_per_minute,
      minutesPerDay: row.minutes_per_day,
      longestCallSeconds: row.longest_call_seconds,
      countries: row.countries as TrunkSettings['limits']['countries'],
      premiumAllowed: row.premium_allowed,
    },
    textAccount: row.text_account,
  };
}

/** Settings as columns. */
export function writeSettings(settings: TrunkSettings) {
  const { limits } = settings;
  return {
    name: settings.name,
    preset: settings.preset,
    host: settings.host,
    port: settings.port,
    transports: [...settings.transports],
    outbound_proxy: settings.outboundProxy,
    username: settings.username,
    registers: settings.registers,
    inbound_addresses: [...settings.inboundAddresses],
    number_format: settings.numberFormat,
    number_prefix: settings.numberPrefix,
    caller_header: settings.callerHeader,
    from_user: settings.fromUser,
    codecs: [...settings.codecs],
    srtp: settings.srtp,
    rtp_source: settings.rtpSource,
    refer_out: settings.referOut,
    refer_in: settings.referIn,
    is_enabled: settings.isEnabled,
    calls_at_once: limits.callsAtOnce,
    calls_per_minute: limits.callsPerMinute,
    minutes_per_day: limits.minutesPerDay,
    longest_call_seconds: limits.longestCallSeconds,
    countries: limits.countries === null ? null : [...limits.countries],
    premium_allowed: limits.premiumAllowed,
    text_account: settings.textAccount,
  } satisfies Partial<Insertable<Tables['trunk']>>;
}
