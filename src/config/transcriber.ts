/** What writes down what is said in recorded calls. */
const ENGINES = ['embedded', 'off'] as const;
export type TranscriberChoice = (typeof ENGINES)[number];

/** Reads whether there is any. `hasOthers`: engines elsewhere are named as well. */
export function readTranscriber(
  value: (key: 'PATCHBAY_TRANSCRIBER') => string | null,
  hasOthers: boolean,
  faults: string[],
): TranscriberChoice {
  const asked = value('PATCHBAY_TRANSCRIBER') ?? 'embedded';
  const engine = ENGINES.find((each) => each === asked);
  if (engine === undefined) faults.push(`PATCHBAY_TRANSCRIBER is "${asked}"; it must be ${ENGINES.join(' or ')}.`);
  if (engine === 'off' && hasOthers)
    faults.push('PATCHBAY_TRANSCRIBER_URL is set, and PATCHBAY_TRANSCRIBER says off: choose one.');
  return engine ?? 'off';
}
