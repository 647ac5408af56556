/** A note that was typed and not saved yet: it outlives a reload. */
import type { CallView } from '#realtime/agent/protocol.ts';

function keyOf(call: CallView): string {
  return `patchbay.note.${call.id}`;
}

/** What was typed, unless it was saved meanwhile. */
export function draftOf(call: CallView): string {
  const draft = sessionStorage.getItem(keyOf(call)) ?? '';
  return call.notes.some((note) => note.text === draft.trim()) ? '' : draft;
}

/** Keeps what is typed. */
export function keepDraft(call: CallView, text: string): void {
  sessionStorage.setItem(keyOf(call), text);
}

/** It was saved. */
export function forgetDraft(call: CallView): void {
  sessionStorage.removeItem(keyOf(call));
}
