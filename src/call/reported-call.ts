/** Calls made elsewhere and reported to us (vcita). The reporter drives them; the engine never routes them. */
import type { E164 } from '#directory/phone-number.ts';
import { readPhoneNumber } from '#directory/phone-number.ts';
import { isWithheld } from '#directory/withheld-number.ts';
import type { CallState } from './state.ts';

/** What a reporter told, word for word; read back exactly as it was sent. Source: seed 003. */
export type Report = {
  readonly staffUid: string;
  readonly clientUid: string;
  readonly fromNumber: string;
  readonly toNumber: string;
  /** The reporter's own word, for example `VOICEMAIL_RECEIVED` or its later name `VOICEMAIL`. */
  readonly status: string;
  /** A decimal in a string. */
  readonly rate: string;
  readonly price: string | null;
  readonly provider: string;
  readonly sourceId: string;
  /** The other system's id; unique in the workspace. */
  readonly externalUuid: string;
  readonly durationSeconds: number | null;
  readonly summary: string | null;
  readonly externalAppUrl: string | null;
  readonly externalAppName: string | null;
  readonly recordingId: string | null;
  readonly handledByStaffUid: string | null;
  readonly handledAt: Date | null;
};

/** Whose number is whose: the caller's is the contact's when the call came in, the workspace's when it went out. A withheld one is null. */
export function endsOf(
  { fromNumber, toNumber }: Pick<Report, 'fromNumber' | 'toNumber'>,
  direction: 'inbound' | 'outbound',
): { readonly contactNumber: E164 | null; readonly ownNumber: string } {
  const [far, near] = direction === 'inbound' ? [fromNumber, toNumber] : [toNumber, fromNumber];
  return { contactNumber: isWithheld(far) ? null : (readPhoneNumber(far) ?? far), ownNumber: near };
}

/**
 * When a missed call was followed up: now, if the later word names somebody new for it or says that it is `recovered`; never, once
 * nobody is named any more; else as it stood.
 */
export function handledAt(
  before: { readonly state: CallState; readonly report: Report },
  later: Partial<Report>,
  state: CallState,
  now: Date,
): Date | null {
  const { handledByStaffUid } = later;
  const isNewlyHandled = state === 'recovered' && before.state !== 'recovered';
  const isSomebodyNew = typeof handledByStaffUid === 'string' && handledByStaffUid !== before.report.handledByStaffUid;
  if (isNewlyHandled || isSomebodyNew) return now;
  return handledByStaffUid === null ? null : before.report.handledAt;
}
