/** Bytes as hex, so that a test shows them as an RFC prints them. */

/** Spaces, line breaks and letter case do not count. */
export function fromHex(...lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(lines.join('').replaceAll(/\s/gu, ''), 'hex'));
}

/** Lower case, no spaces. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
