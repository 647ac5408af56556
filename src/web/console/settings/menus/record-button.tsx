/** Recording in the page what callers hear at a place. */
import { Circle, Square } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { MAX_PROMPT_SECONDS } from '#domain/directory/prompt.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { say } from '../../parts/language.ts';
import { sentenceOf } from '../../parts/request.ts';
import type { VoiceRecorder } from '../../sound/voice-recorder.ts';
import { recordVoice } from '../../sound/voice-recorder.ts';
import { wavOf } from '../../sound/wav.ts';

/** Begins and ends it; `bring` is given what was recorded, `failed` why nothing was. */
export function RecordButton({
  language,
  isOff,
  bring,
  failed,
}: {
  readonly language: string;
  readonly isOff: boolean;
  readonly bring: (file: Blob) => void;
  readonly failed: (fault: string | null) => void;
}): ReactElement {
  const [recorder, setRecorder] = useState<VoiceRecorder | null>(null);
  const running = useRef<VoiceRecorder | null>(null);
  // Who leaves the page has let the recording be: the microphone is let go, and nothing is sent.
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      void running.current?.stop();
      running.current = null;
    };
  }, []);
  const keep = (now: VoiceRecorder | null): void => {
    running.current = now;
    setRecorder(now);
  };
  const stop = async (): Promise<void> => {
    const recorded = running.current;
    keep(null);
    if (recorded === null) return;
    try {
      bring(await wavOf(await recorded.stop()));
    } catch {
      failed(say('menus.unreadable'));
    }
  };
  const start = async (): Promise<void> => {
    failed(null);
    try {
      const begun = await recordVoice(MAX_PROMPT_SECONDS - 1, () => void stop());
      if (!isHere.current) return void begun.stop();
      keep(begun);
      announce(say('menus.recordingSaid'), 'assertive');
    } catch (error) {
      failed(sentenceOf(error));
    }
  };
  return recorder === null ? (
    <Button
      size="small"
      disabled={isOff}
      aria-label={say('menus.recordFor', { language })}
      onClick={() => void start()}
    >
      <Circle aria-hidden />
      {say('menus.record')}
    </Button>
  ) : (
    <button
      type="button"
      className={`${buttonClass('end', 'small')} animate-breathe`}
      aria-label={say('menus.stopFor', { language })}
      onClick={() => void stop()}
    >
      <Square aria-hidden />
      {say('menus.stop')}
    </button>
  );
}
