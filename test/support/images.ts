/** A PNG of 64 by 48 pixels by its head; what follows no test unfolds. */
export const PNG = new Uint8Array(40);
PNG.set([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 64, 0, 0, 0, 48,
]);
