/** The simulator's two names as a carrier: the second one takes over where the first one is made to fail. */
export const SIMULATOR_NAMES = ['simulator', 'simulator_backup'] as const;

/** Whether the simulator plays the far end of a call of this carrier. */
export function isSimulated(carrier: string): boolean {
  return SIMULATOR_NAMES.some((name) => name === carrier);
}
