/** How the files of a recording that is not finished are named: they alone say where their sound belongs. */

/** Which channel of the recording: left is our side, right the caller's. */
export const SIDES = ['left', 'right'] as const;
export type Side = (typeof SIDES)[number];

/** `offset`: milliseconds from the recording's beginning to the file's first sound. */
export type TrackName = { readonly side: Side; readonly offset: number };

/** Beside the recording `path`, the directory of what is recorded so far. */
export function tracksOf(path: string): string {
  return `${path}.tracks`;
}

/** `left-0000012340.ogg`. */
export function writeTrackName({ side, offset }: TrackName): string {
  return `${side}-${String(offset).padStart(10, '0')}.ogg`;
}

/** Null for a file that is none of ours. */
export function readTrackName(name: string): TrackName | null {
  const found = /^(?:\d-)?(left|right)-(\d{10})\.ogg$/u.exec(name);
  const side = SIDES.find((known) => known === found?.[1]);
  return side === undefined ? null : { side, offset: Number(found?.[2]) };
}
