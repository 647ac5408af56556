/** Times and waits in words, and the language that the caller's page begins in. */
import type { CallerSay } from '#catalogue/caller.ts';

/** The language to begin with: what the reader prefers of what the line speaks. */
export function preferredLanguage(spoken: readonly string[], preferred: readonly string[]): string {
  for (const each of preferred) {
    const found = spoken.find((lang) => lang === each) ?? spoken.find((lang) => lang === each.split('-')[0]);
    if (found !== undefined) return found;
  }
  return spoken.includes('en') ? 'en' : (spoken[0] ?? 'en');
}

/** Minutes and seconds, hours when there are any. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** The wait in words; null when it cannot be told. */
export function waitInWords(say: CallerSay, seconds: number | null): string | null {
  if (seconds === null) return null;
  return seconds < 60 ? say('waitShort') : say('wait', { minutes: Math.round(seconds / 60) });
}

/** From so many minutes on, a time to try again is told in hours. */
const LONG_MINUTES = 90;

/** When it may work, in words. */
export function retryWords(say: CallerSay, seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes > LONG_MINUTES
    ? say('retryHours', { hours: Math.round(minutes / 60) })
    : say('retryMinutes', { minutes });
}
