/** What trunks are called on pages. */
import type { CallerHeader, NumberFormat, RtpSource, SrtpRule, TrunkCodec } from '#domain/directory/trunk.ts';
import type { TrunkTransport } from '#domain/directory/trunk.ts';
import type { ProbeStep } from '#domain/ports/trunk-book.ts';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import type { Tone } from '../../parts/words.ts';

export const TRANSPORT_WORDS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const satisfies Record<TrunkTransport, string>;

export const CODEC_WORDS = {
  pcmu: 'G.711 µ-law (PCMU)',
  pcma: 'G.711 A-law (PCMA)',
  g722: 'G.722, wideband',
  opus: 'Opus',
} as const satisfies Record<TrunkCodec, string>;

export const FORMAT_WORDS = {
  plus_e164: '+14155550148, with +',
  e164: '14155550148, without +',
  national: 'As dialed in your country',
} as const satisfies Record<NumberFormat, string>;

export const CALLER_WORDS = {
  from: 'In From',
  pai: 'In P-Asserted-Identity; From is the account',
  diversion: 'In Diversion; From is the account',
} as const satisfies Record<CallerHeader, string>;

export const SRTP_WORDS = {
  off: 'Never',
  optional: 'Where the provider offers it',
  required: 'Always; calls without it fail',
} as const satisfies Record<SrtpRule, string>;

export const SOURCE_WORDS = {
  signalled: 'Where the provider says',
  first: 'Where its sound comes from (NAT)',
} as const satisfies Record<RtpSource, string>;

export const STEP_WORDS = {
  dns: 'DNS',
  connect: 'Connection',
  tls: 'TLS',
  options: 'OPTIONS',
  register: 'REGISTER',
} as const satisfies Record<ProbeStep['step'], string>;

/** How the trunk is doing, in a word. */
export function healthMark({ is_enabled: isEnabled, health }: TrunkView): readonly [word: string, tone: Tone] {
  if (!isEnabled) return ['Disabled', 'calm'];
  if (health.state === 'down') return ['Down', 'bad'];
  if (health.state === 'unknown') return ['Not tested yet', 'wait'];
  return [health.is_registered === true ? 'Registered' : 'Up', 'good'];
}
