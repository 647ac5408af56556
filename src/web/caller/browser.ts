/** Which browser this is, to say where it keeps its permission for the microphone. Nothing else depends on it. */

/** Browsers that differ in how a permission is given back. */
export type Browser = 'chromium' | 'android' | 'firefox' | 'safari' | 'ios' | 'other';

/** Reads it off the user agent. All browsers of iOS are Safari underneath, and Safari says so of itself last. */
export function browserOf(userAgent: string): Browser {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrom(e|ium)\//.test(userAgent)) return /Android/.test(userAgent) ? 'android' : 'chromium';
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
}
