/** A note that was typed and not saved yet: it outlives a reload. */
import { MAX_NOTE_LENGTH } from '#domain/call/lengths.ts';
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

type Heard = (callId: number, text: string, isEdited: boolean) => void;
const listeners = new Set<Heard>();

/**
 * Adds lines to what is typed, without those that stand there; false where the note would be too long. `isEdited`: they
 * are to be edited now.
 */
export function addToDraft(call: CallView, lines: string, isEdited = false): boolean {
  const typed = draftOf(call).trimEnd();
  const known = typed.split('\n');
  const fresh = lines.split('\n').filter((line) => !known.includes(line));
  const text = [...(typed === '' ? [] : [typed]), ...fresh].join('\n');
  if (text.length > MAX_NOTE_LENGTH) return false;
  keepDraft(call, text);
  for (const heard of listeners) heard(call.id, text, isEdited);
  return true;
}

/** Hears what is typed after something was added to it. The answer ends it. */
export function onDraftAdded(heard: Heard): () => void {
  listeners.add(heard);
  return () => void listeners.delete(heard);
}
