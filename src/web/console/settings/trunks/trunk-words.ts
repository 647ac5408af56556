/** What trunks are called on pages. */
import type { NumberFormat, TrunkCodec, TrunkTransport } from '#domain/directory/trunk.ts';
import type { ProbeStep } from '#domain/ports/trunk-book.ts';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { say } from '../../parts/language.ts';
import type { Tone } from '../../parts/words.ts';

export const TRANSPORT_WORDS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const satisfies Record<TrunkTransport, string>;

/** Each codec's name. */
export function codecWords(): Readonly<Record<TrunkCodec, string>> {
  return {
    pcmu: 'G.711 µ-law (PCMU)',
    pcma: 'G.711 A-law (PCMA)',
    g722: say('trunks.wideband', { codec: 'G.722' }),
    opus: 'Opus',
  };
}

/** How numbers are written, with one of them. */
export function formatWord(format: NumberFormat): string {
  if (format === 'national') return say('trunks.format.national');
  return format === 'plus_e164'
    ? say('trunks.format.plus_e164', { number: '+14155550148' })
    : say('trunks.format.e164', { number: '14155550148' });
}

/** A step of the test: what is asked for. */
export function stepWord(step: ProbeStep['step']): string {
  return step === 'connect' ? say('trunks.connection') : step.toUpperCase();
}

/** How the trunk is doing, in a word. */
export function healthMark({ is_enabled: isEnabled, health }: TrunkView): readonly [word: string, tone: Tone] {
  if (!isEnabled) return [say('trunks.state.disabled'), 'calm'];
  if (health.state === 'down') return [say('trunks.state.down'), 'bad'];
  if (health.state === 'unknown') return [say('trunks.state.unknown'), 'wait'];
  return [say(health.is_registered === true ? 'trunks.state.registered' : 'trunks.state.up'), 'good'];
}
