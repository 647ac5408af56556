/** What a wrap-up wants, as the desk knows it: by the call's menu, else by the workspace. */
import type { WrapUpField } from '#domain/directory/wrap-up-rules.ts';
import { missingFields } from '#domain/directory/wrap-up-rules.ts';
import { listed, say } from '../parts/language.ts';
import type { CallView, DeskRules, DeskSettings } from '#realtime/agent/protocol.ts';

/** The rules of the call. */
export function rulesOf({ wrapUp, wrapUpByMenu }: DeskSettings, call: Pick<CallView, 'menu'>): DeskRules {
  return wrapUpByMenu[call.menu?.id ?? 0] ?? wrapUp;
}

/** What is required of the call and not given yet. */
export function missingIn(settings: DeskSettings, call: CallView): readonly WrapUpField[] {
  return missingFields(rulesOf(settings, call), { ...call, hasNote: call.notes.length > 0 });
}

/** Every word that calls can have: of the workspace, and of menus with their own. */
export function wordsOf({ wrapUp, wrapUpByMenu }: DeskSettings, list: 'dispositions' | 'tags'): readonly string[] {
  return [...new Set([wrapUp, ...Object.values(wrapUpByMenu)].flatMap((rules) => rules[list]))];
}

/** `a disposition and a note`, in the reader's language. */
export function fieldsInWords(fields: readonly WrapUpField[]): string {
  return listed(fields.map((field) => say(`desk.outcome.field.${field}`)));
}
