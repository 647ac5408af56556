/** How loud a piece of sound is, stretch by stretch: what a waveform is drawn from. */

/** As many stretches as a screen shows at most. */
export const PEAKS = 600;
const LOUDEST = 32_768;

/**
 * The loudest sample of each channel in the bytes, 0 to 1, rounded to a thousandth. The bytes are interleaved signed 16
 * bits, little-endian; a frame that is cut off at the end is left out.
 */
export function loudest(bytes: Uint8Array, channels: 1 | 2): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = Array.from({ length: channels }, () => 0);
  const frames = Math.floor(bytes.byteLength / (2 * channels));
  for (let sample = 0; sample < frames * channels; sample++) {
    const size = Math.abs(view.getInt16(sample * 2, true));
    if (size > (found[sample % channels] ?? 0)) found[sample % channels] = size;
  }
  return found.map((size) => Math.round((size / LOUDEST) * 1000) / 1000);
}
