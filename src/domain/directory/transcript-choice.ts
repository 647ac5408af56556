/** Who writes down what is said in a workspace's recorded calls. */

/**
 * `embedded`: the engine of this machine. `elsewhere`: the server that the operator named; the sound of calls leaves
 * this machine then. Where none is named, the embedded engine hears.
 */
export const TRANSCRIPT_CHOICES = ['off', 'embedded', 'elsewhere'] as const;
export type TranscriptChoice = (typeof TRANSCRIPT_CHOICES)[number];
