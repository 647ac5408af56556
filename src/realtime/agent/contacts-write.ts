/** Writes contacts and their histories for the console. */
import { fullName } from '#domain/directory/agent.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { menuPath } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { talkSeconds } from '#domain/call/duration.ts';
import { isLive } from '#domain/call/state.ts';
import type { ContactEntry } from '#domain/ports/contact-book.ts';
import type { CallNote } from '#domain/ports/live-stores.ts';
import type { CallEntry, ContactView, MessageEntry } from './contacts-protocol.ts';
import { recordingWord } from './write.ts';

/** The contact. */
export function writeContact({
  uid: _uid,
  blockedAt,
  legalHoldAt,
  createdAt,
  updatedAt: _updatedAt,
  ...contact
}: Contact): ContactView {
  return {
    ...contact,
    blockedAt: blockedAt?.toISOString() ?? null,
    legalHoldAt: legalHoldAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** An entry of a history; `isReadable` says of a call whether the reader may read what was said in it. */
export function writeEntry(
  entry: ContactEntry,
  directory: Directory,
  isReadable: (call: Call) => boolean,
): CallEntry | MessageEntry {
  if (entry.kind === 'call') return writeCallEntry(entry.call, entry.notes, directory, isReadable(entry.call));
  const { id, at, by, agentId, text } = entry.message;
  return { kind: 'message', id, at: at.toISOString(), by, agentName: agentName(directory, agentId), text };
}

/** A call as an entry. */
export function writeCallEntry(
  call: Call,
  notes: readonly CallNote[],
  directory: Directory,
  isReadable: boolean,
): CallEntry {
  const menu = directory.menus.get(call.menuId ?? 0);
  return {
    kind: 'call',
    id: call.id,
    at: call.createdAt.toISOString(),
    scheduledAt: call.scheduledAt?.toISOString() ?? null,
    direction: call.direction,
    state: call.state,
    failReason: call.failReason,
    recording: recordingWord(call.recording, isLive(call.state)),
    agentName: agentName(directory, call.agentId),
    queue: menu === undefined ? null : menuPath(directory.menus, menu).name,
    talkSeconds: talkSeconds(call),
    isReadable,
    summary: isReadable ? call.summary : null,
    notes: isReadable
      ? notes.map(({ id, agentId, text, at }) => ({
          id,
          agentName: agentName(directory, agentId),
          text,
          at: at.toISOString(),
        }))
      : [],
  };
}

function agentName(directory: Directory, agentId: number | null): string | null {
  const agent = directory.agents.get(agentId ?? 0);
  return agent === undefined ? null : fullName(agent);
}
