/** Meanings as bytes: a vector's directions in signed numbers of eight bits, compared by their cosine. Pure. */
import { MEANING_BYTES } from '#domain/directory/article.ts';

/** The vector as bytes: scaled so that the largest number is 127. The cosine does not care for the scale. */
export function quantize(vector: readonly number[]): Uint8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  return new Uint8Array(Int8Array.from(vector, (value) => Math.round(value * scale)).buffer);
}

/** How close the meaning of the question is to the one at this place among others: 1 is the same. */
export function cosineAt(question: Uint8Array, meanings: Uint8Array, place: number): number {
  const a = signed(question);
  const b = signed(meanings);
  const from = place * MEANING_BYTES;
  let [product, ours, theirs] = [0, 0, 0];
  for (let at = 0; at < MEANING_BYTES; at += 1) {
    const x = a[at] ?? 0;
    const y = b[from + at] ?? 0;
    product += x * y;
    ours += x * x;
    theirs += y * y;
  }
  return ours === 0 || theirs === 0 ? 0 : product / Math.sqrt(ours * theirs);
}

function signed(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
