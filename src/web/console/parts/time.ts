/** Times and stretches of time, as people read them. */
import { useSyncExternalStore } from 'react';
import { locale, say } from './language.ts';

const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

function read(): number {
  if (ticking === undefined) now = Date.now();
  return now;
}

/** The time, every second. Milliseconds of the epoch; the same for all who ask. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

/** Whole seconds from one time to another; never below zero, since clocks differ. */
export function secondsBetween(from: string | number, to: string | number): number {
  return Math.max(0, Math.floor((new Date(to).getTime() - new Date(from).getTime()) / 1000));
}

/** `0:07`, `12:34`, `1:02:03`. */
export function writeDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const tail = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** In words: `2 minutes 5 seconds`. */
export function sayDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'hours'],
    [Math.floor(whole / 60) % 60, 'minutes'],
    [whole % 60, 'seconds'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => say(`duration.${unit}`, { count }));
  return said.length === 0 ? say('duration.seconds', { count: 0 }) : said.join(' ');
}

const FORMS = {
  clock: { hour: 'numeric', minute: '2-digit' },
  exact: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  whole: { dateStyle: 'medium', timeStyle: 'medium' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Formatters are dear to make: one for each form and place is kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function written(form: keyof typeof FORMS, at: Date): string {
  const key = `${form} ${locale()}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale(), FORMS[form]);
  formatters.set(key, known);
  return known.format(at);
}

/** `14:05`, and the day before it when that is not today. */
export function writeTime(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? written('clock', date) : `${written('day', date)}, ${written('clock', date)}`;
}

/** `14:05:09`. */
export function writeExactTime(at: string): string {
  return written('exact', new Date(at));
}

/** Day and time in full. */
export function writeWholeTime(at: string): string {
  return written('whole', new Date(at));
}
