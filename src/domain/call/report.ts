/** What another system reports of a call that it carried. */

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
