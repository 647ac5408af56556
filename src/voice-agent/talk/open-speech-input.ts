/** The caller's speech as an engine hears it, if one listens in time. */
import { background } from '#background/background.ts';
import type { SpeechInput, Heard, TalkParts } from './ports.ts';

/** How long it may take to be there. Milliseconds. */
const OPENING_MS = 5000;

/** Opens it. Null: there is none to be had, or none in time; one that comes later is ended. */
export async function openSpeechInput(
  { line, clock, failed }: Pick<TalkParts, 'line' | 'clock' | 'failed'>,
  hear: (heard: Heard) => void,
): Promise<SpeechInput | null> {
  const late = Promise.withResolvers<null>();
  let isLate = false;
  const opening = line.listen(hear).catch((error: unknown) => {
    failed('voice_agent.speech_input', error);
    return null;
  });
  const cancel = clock.after(OPENING_MS, async () => {
    isLate = true;
    late.resolve(null);
  });
  const input = await Promise.race([opening, late.promise]);
  cancel();
  if (isLate)
    background(
      'voice_agent.speech_input',
      opening.then((opened) => opened?.end()),
    );
  return input;
}
