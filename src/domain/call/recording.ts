/** The sound kept of a call or a voicemail. The bytes are a file; this is what is known of it. */
import type { Menu } from '../directory/menu.ts';

export const RECORDING_STATUSES = ['pending', 'stored', 'failed', 'deleted'] as const;
export type RecordingStatus = (typeof RECORDING_STATUSES)[number];

/** Why a recording stops during its call: the rest of the disk is the database's. */
export type RecordingStop = 'disk_reserve';

/** One recording. A call has at most one. */
export type Recording = {
  readonly uid: string;
  readonly kind: 'call' | 'voicemail';
  readonly status: RecordingStatus;
  /** Length in seconds, rounded to a tenth; null until stored. */
  readonly seconds: number | null;
  readonly bytes: number | null;
  /** Whether someone has listened to it. */
  readonly played: boolean;
  readonly createdAt: Date;
  /** Where it was paused, in seconds since its beginning; `to` is null while it still is. Absent: nowhere. */
  readonly gaps?: readonly { readonly from: number; readonly to: number | null }[];
};

/** Whether the recording is paused at present. */
export function isPaused(recording: Recording | null): boolean {
  return recording?.gaps?.some((gap) => gap.to === null) ?? false;
}

/** A recording that has just begun. */
export function begun(uid: string, kind: Recording['kind'], now: Date): Recording {
  return { uid, kind, status: 'pending', seconds: null, bytes: null, played: false, createdAt: now };
}

/** Whether a call is recorded: the menu decides, and where it asks, the caller. A call without a menu is. */
export function mayRecord(menu: Pick<Menu, 'recording'> | null, permission: string): boolean {
  const option = menu?.recording ?? 'always';
  return option === 'always' || (option === 'ask' && permission === 'granted');
}

/** Whether the bytes can be fetched. */
export function isPlayable(
  recording: Recording | null,
): recording is Recording & { readonly seconds: number; readonly bytes: number } {
  return recording?.status === 'stored';
}
