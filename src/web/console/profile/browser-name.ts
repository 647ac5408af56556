/**
 * What a browser calls itself, as people know it. Every one claims to be several others: the first row that matches is
 * it.
 */
import { say } from '../parts/language.ts';

const BROWSERS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|HeadlessChrome|CriOS)\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
];
const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac(?:intosh| OS X)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

/** `Firefox on Windows`; what is not known by name is shown by its first word. */
export function browserName(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === '') return say('profile.unknownBrowser');
  const find = (table: typeof BROWSERS): string | null => table.find(([, sign]) => sign.test(userAgent))?.[0] ?? null;
  const browser = find(BROWSERS) ?? (userAgent.trim().split(/[\s/]/, 1)[0] ?? '').slice(0, 40);
  const system = find(SYSTEMS);
  return system === null ? browser : say('profile.browserOn', { browser, system });
}
