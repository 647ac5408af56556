/** Recording one's own voice in the page, for callers to hear. */
import { say } from '../parts/language.ts';

export type VoiceRecorder = {
  /** Ends the recording, and answers what was recorded; the microphone is let go. */
  stop(): Promise<Blob>;
};

/**
 * Begins. Throws with a sentence for people when the browser or the person does not let it. `full` is called when it
 * may continue no longer.
 */
export async function recordVoice(maxSeconds: number, full: () => void): Promise<VoiceRecorder> {
  // Without a secure address the browser has no microphone for pages.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new Error(say('menus.recordInsecure'));
  const stream = await devices.getUserMedia({ audio: true }).catch(() => {
    throw new Error(say('menus.recordDenied'));
  });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const timer = setTimeout(full, maxSeconds * 1000);
  recorder.start();
  return {
    stop: async () =>
      new Promise((resolve) => {
        clearTimeout(timer);
        const ended = (): void => {
          for (const track of stream.getTracks()) track.stop();
          resolve(new Blob(parts, { type: recorder.mimeType }));
        };
        // A microphone that was unplugged has ended the recording by itself.
        if (recorder.state === 'inactive') return ended();
        recorder.addEventListener('stop', ended);
        recorder.stop();
      }),
  };
}
