/**
 * What several commands judge the same way: the language, the menu, the contact behind a ticket, the number dialed
 * from.
 */
import type { Contact } from '#domain/directory/contact.ts';
import { isOpen } from '#domain/directory/hours.ts';
import { judgeLanguage } from '#domain/directory/language.ts';
import type { Menu, MenuKind } from '#domain/directory/menu.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Ticket } from '#domain/directory/ticket.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { RecordingPermission } from '#domain/call/call.ts';
import type { DirectoryStore } from '#domain/ports/stores.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';

/** The language if the workspace speaks it. */
export function resolveLanguage(directory: Directory, language: string): Outcome<string> {
  const verdict = judgeLanguage(directory.languages, language);
  if (verdict === 'available') return done(language);
  return refused({ code: verdict === 'not_found' ? 'language_unknown' : 'language_not_available', language });
}

/** The menus that take scheduled calls. Source: seed 004, "Only mobile and web menu IDs are permitted". */
export const SCHEDULED_KINDS: readonly MenuKind[] = ['mobile_menu', 'web_menu'];

/** The menu if it exists, is of a permitted kind and takes calls at the instant; refused in that order. */
export function resolveMenu(directory: Directory, id: number, permitted: readonly MenuKind[], at: Date): Outcome<Menu> {
  const menu = directory.menus.get(id);
  if (menu === undefined || menu.deleted) return refused({ code: 'menu_unknown', id });
  if (!permitted.includes(menu.kind)) return refused({ code: 'menu_kind_not_permitted' });
  if (menu.redirected) return refused({ code: 'menu_redirected' });
  if (!isOpen(menu.hours, at)) return refused({ code: 'menu_after_hours' });
  return done(menu);
}

/** Who is to be reached: the contact behind the ticket, which goes before the number, or anyone who has the number. */
export type Target = { readonly ticket: Ticket | null; readonly contact: Contact | null; readonly number: E164 };

/** Resolves a ticket. A ticket whose contact has no number falls back to the number that came with it. */
export async function resolveCallee(
  store: DirectoryStore,
  workspaceId: number,
  asked: { readonly ticketId: string | null; readonly number: E164 | null },
): Promise<Outcome<Target>> {
  if (asked.ticketId === null)
    return asked.number === null
      ? refused({ code: 'contact_without_number' })
      : done({ ticket: null, contact: null, number: asked.number });
  const found = await store.ticket(workspaceId, asked.ticketId);
  if (found === null) return refused({ code: 'contact_unknown' });
  const number = found.contact.phone ?? asked.number;
  if (number === null) return refused({ code: 'contact_without_number' });
  return done({ ...found, number });
}

/** The workspace's number as asked for, by its E.164 form; undefined when it is not the workspace's. */
export function resolveCallerId(directory: Directory, asked: string | null): string | undefined {
  const wanted = asked === null ? null : readPhoneNumber(asked);
  return directory.numbers.find((number) => number.number === wanted)?.display;
}

/** The number a queue dials from: the one asked for if it is the workspace's, else the default. */
export function queueNumber(directory: Directory, asked: string | null): string | null {
  return resolveCallerId(directory, asked) ?? defaultNumber(directory)?.display ?? null;
}

/** What was granted, where the menu asks at all. Source: seed 004, `recording_permission`. */
export function permissionFor(menu: Menu | null, asked: RecordingPermission): RecordingPermission {
  return menu?.recording === 'ask' ? asked : 'not_asked';
}
