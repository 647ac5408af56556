/** What is wrong with a trunk as an administrator describes it. */
import { isRegion } from './phone-number.ts';
import { PRESET_FACTS } from './trunk-presets.ts';
import type { TrunkSettings } from './trunk.ts';

/** What is wrong at a field; `field` leads there, by our names. */
export type TrunkFault = { readonly field: string; readonly place?: number; readonly detail: string };

/** Everything that the shapes of the fields do not tell. `hasPassword`, `hasTextSecret`: as they would be kept. */
export function trunkFaults(
  settings: TrunkSettings,
  secrets: { readonly hasPassword: boolean; readonly hasTextSecret: boolean },
): readonly TrunkFault[] {
  return [...placeFaults(settings), ...signInFaults(settings, secrets.hasPassword), ...textFaults(settings, secrets)];
}

function placeFaults({
  host,
  outboundProxy,
  transports,
  codecs,
  inboundAddresses,
  limits,
}: TrunkSettings): TrunkFault[] {
  return [
    ...(isHost(host) ? [] : [{ field: 'host', detail: 'must be a host name or an address, such as sip.example.com' }]),
    ...(outboundProxy === null || isHostAndPort(outboundProxy)
      ? []
      : [{ field: 'outboundProxy', detail: 'must be a host, or a host and a port, such as proxy.example.com:5060' }]),
    ...(isEachOnce(transports) ? [] : [{ field: 'transports', detail: 'may name each once' }]),
    ...(isEachOnce(codecs) ? [] : [{ field: 'codecs', detail: 'may name each once' }]),
    ...inboundAddresses.flatMap((range, place) =>
      readRange(range) === null
        ? [{ field: 'inboundAddresses', place, detail: `must be an address or a range no wider than /${WIDEST.v4}` }]
        : [],
    ),
    ...countryFaults(limits.countries, 'limits/countries'),
  ];
}

function signInFaults({ preset, username, registers }: TrunkSettings, hasPassword: boolean): TrunkFault[] {
  const needs = registers || PRESET_FACTS[preset].credentials === 'must';
  if (username !== null || !(needs || hasPassword)) return [];
  const detail = registers ? 'is needed to register' : 'is needed: the provider knows the trunk by it';
  return [{ field: 'username', detail: hasPassword && !needs ? 'is needed with a password' : detail }];
}

function textFaults(
  { preset, textAccount }: TrunkSettings,
  { hasTextSecret }: { hasTextSecret: boolean },
): TrunkFault[] {
  const { text } = PRESET_FACTS[preset];
  if (text === null && (textAccount !== null || hasTextSecret))
    return [{ field: 'textAccount', detail: 'is for providers that send text messages: Twilio, Vonage and Telnyx' }];
  if (textAccount !== null && !hasTextSecret) return [{ field: 'textSecret', detail: 'is needed with the account' }];
  return textAccount === null && hasTextSecret ? [{ field: 'textAccount', detail: 'is needed with the secret' }] : [];
}

function isEachOnce(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`, 'i');

/** A name of DNS, or an address. Source: RFC 1123 section 2.1, RFC 3986 section 3.2.2. */
function isHost(text: string): boolean {
  if (text.length > 253) return false;
  if (text.includes(':')) return isV6(text);
  // What looks like an address must be one: DNS knows no name that ends in digits alone.
  return /(?:^|\.)\d+$/.test(text) ? isV4(text) : NAME.test(text);
}

function isHostAndPort(text: string): boolean {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  if (bracketed !== undefined) return isV6(bracketed);
  return plain === undefined ? isV6(text) : isHost(plain);
}

function isV4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isV6(text: string): boolean {
  return /^[0-9a-f:.]{2,45}$/i.test(text) && URL.canParse(`http://[${text}]/`);
}

/** Wider ranges would make strangers of half the world a trunk's. Bits. */
const WIDEST = { v4: 8, v6: 16 } as const;

/** Which of the countries have no numbers of their own; null names none. */
export function countryFaults(countries: readonly string[] | null, field: string): readonly TrunkFault[] {
  return (countries ?? []).flatMap((country, place) =>
    isRegion(country) ? [] : [{ field, place, detail: 'is no country with numbers of its own' }],
  );
}

/** The range as it is kept, always with its length in bits; null for what is none, or too wide. */
export function readRange(text: string): string | null {
  const [, address = '', bits] = /^([0-9a-f:.]{2,45})(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const family = isV4(address) ? 'v4' : isV6(address) ? 'v6' : null;
  if (family === null) return null;
  const whole = family === 'v4' ? 32 : 128;
  const length = bits === undefined ? whole : Number(bits);
  return length >= WIDEST[family] && length <= whole ? `${address}/${length}` : null;
}
