/** The thread behind `prompt-work.ts`. */
import { writeDurably } from '../durable-file.ts';
import { serveQueue } from '../worker-queue.ts';
import { encodeOgg } from './encode-ogg.ts';
import { composeBeep, composeHoldMusic, composeRinging, SOUND_RATE } from './generated-tones.ts';
import type { OwnSound, PromptVerbs } from './prompt-work.ts';

const COMPOSED: Readonly<Record<OwnSound, () => Int16Array>> = {
  hold_music: composeHoldMusic,
  beep: composeBeep,
  ringing: composeRinging,
};

serveQueue<PromptVerbs>({
  encode({ samples, sampleRate, path }) {
    writeDurably(path, encodeOgg(samples, sampleRate, 'speech'));
    return null;
  },
  keep({ bytes, path }) {
    writeDurably(path, bytes);
    return null;
  },
  compose({ sound, path }) {
    writeDurably(path, encodeOgg(COMPOSED[sound](), SOUND_RATE, 'music'));
    return null;
  },
});
