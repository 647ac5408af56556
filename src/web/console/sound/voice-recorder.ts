/** Recording one's own voice in the page, for callers to hear. */

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
  if (devices === undefined) throw new Error('This browser records only on pages whose address begins with https.');
  const stream = await devices.getUserMedia({ audio: true }).catch(() => {
    throw new Error('The microphone cannot be used. Allow it for this page, and try again.');
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
        recorder.addEventListener('stop', () => {
          for (const track of stream.getTracks()) track.stop();
          resolve(new Blob(parts, { type: recorder.mimeType }));
        });
        recorder.stop();
      }),
  };
}
