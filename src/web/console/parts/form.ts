/** What was filled in. */
import type { FormEvent } from 'react';

/** The text of a field, without space around it; empty where there is none. */
export function textIn(event: FormEvent<HTMLFormElement>, name: string): string {
  const value = new FormData(event.currentTarget).get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The same as it was typed: space around a password counts. */
export function typedIn(event: FormEvent<HTMLFormElement>, name: string): string {
  const value = new FormData(event.currentTarget).get(name);
  return typeof value === 'string' ? value : '';
}

/** What stands in an address, as text: there a number is one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
