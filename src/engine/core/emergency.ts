/** Emergency numbers: no one is helped by a call center that dials them, which knows no place of the caller. */
import { createRequire } from 'node:module';
import type { Region } from '#domain/directory/phone-number.ts';

/** As much of google-libphonenumber as is asked, which has the short numbers of 240 countries. */
type ShortNumbers = {
  readonly ShortNumberInfo: {
    getInstance(): { connectsToEmergencyNumber(number: string, region: string): boolean };
  };
};

/** The longest emergency number of any country, with a country code before it. */
const LONGEST = 9;

/** Those that mobile networks connect in every country. Source: 3GPP TS 22.101 section 10.1. */
const EVERYWHERE = /^(?:112|911)$/;

let known: ShortNumbers | null = null;

/**
 * Whether a telephone in the region would reach the emergency services with what was typed: `911`, `9-1-1`, `tel:112`,
 * `+1 911`. The package is loaded when the first short number is asked about, and never for ordinary ones.
 */
export function isEmergencyNumber(text: string, region: Region | null): boolean {
  const digits = text.replace(/^\s*tel:/i, '').replaceAll(/[\s().+/-]/g, '');
  if (!/^\d{2,9}$/.test(digits) || digits.length > LONGEST) return false;
  // With a country code of one to three digits before it, or without.
  const readings = [0, 1, 2, 3].map((length) => digits.slice(length));
  const plain = text.includes('+') ? readings : readings.slice(0, 1);
  if (plain.some((each) => EVERYWHERE.test(each))) return true;
  if (region === null) return false;
  known ??= createRequire(import.meta.url)('google-libphonenumber') as ShortNumbers; // The package has no types.
  const short = known.ShortNumberInfo.getInstance();
  return plain.some((each) => each.length <= 6 && each.length >= 2 && short.connectsToEmergencyNumber(each, region));
}
