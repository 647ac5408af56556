/** Listening to a recording, with its words beside it. */
import { Download, Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { CallDetail, RecordingView } from '#realtime/agent/calls-protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Empty } from '../parts/states.tsx';
import { writeDuration } from '../parts/time.ts';
import { farName } from '../parts/words.ts';
import { Details } from './details.tsx';
import { SpokenWords, useSpoken } from './live-transcript.tsx';
import { usePlayback } from './playback.ts';
import { speakerName, Transcript } from './transcript.tsx';
import { Waveform } from './waveform.tsx';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const JUMP_SECONDS = 10;

/** The recording and the transcript, as far as they are there. */
export function Player({ detail }: { readonly detail: CallDetail }): ReactElement {
  const { recording, transcript } = detail;
  const far = farName(detail.call);
  const playback = usePlayback();
  const spoken = useSpoken(detail.call);
  const isHeardNow = spoken?.isOn === true;
  const isPlayable = recording?.url != null;
  const turn = transcript?.turns.find((each) => each.startSeconds <= playback.at && playback.at < each.endSeconds);
  useKeys(isPlayable ? { ' ': playback.toggle } : {});
  return (
    <div className="flex flex-col gap-6">
      {isPlayable ? (
        <section
          aria-label={say('calls.recording')}
          className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-6"
        >
          <audio ref={playback.element} src={recording.url ?? ''} preload="metadata" hidden />
          <Channels recording={recording} far={far} />
          <Waveform
            recording={recording}
            seconds={recording.seconds ?? 0}
            at={playback.at}
            seek={playback.seek}
            says={turn === undefined ? '' : say('calls.speaks', { name: speakerName(turn, far) })}
          />
          <Buttons recording={recording} playback={playback} />
          {playback.hasFailed ? (
            <p role="alert" className="mt-3 text-sm text-danger-ink">
              {say('calls.playTrouble')}
            </p>
          ) : null}
        </section>
      ) : (
        <NoRecording recording={recording} />
      )}
      {isHeardNow ? (
        <SpokenWords call={detail.call} spoken={spoken} />
      ) : (
        <Transcript
          transcript={transcript}
          at={isPlayable ? playback.at : null}
          seek={isPlayable ? playback.seek : null}
          far={far}
        />
      )}
      <Details detail={detail} />
    </div>
  );
}

function Channels({ recording, far }: { readonly recording: RecordingView; readonly far: string }): ReactElement {
  return (
    <p className="mb-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-quiet">
      {recording.kind === 'voicemail' ? null : (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-accent" />
          {say('calls.agentTop')}
        </span>
      )}
      {recording.peaks?.right == null ? null : (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-caller" />
          {say('calls.farBelow', { far })}
        </span>
      )}
      {recording.gaps.length === 0 ? null : (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-warn-soft" />
          {say('calls.paused')}
        </span>
      )}
    </p>
  );
}

function Buttons({
  recording,
  playback,
}: {
  readonly recording: RecordingView;
  readonly playback: ReturnType<typeof usePlayback>;
}): ReactElement {
  const [speed, setSpeed] = useState(1);
  const choose = (next: number): void => {
    setSpeed(next);
    if (playback.element.current !== null) playback.element.current.playbackRate = next;
  };
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <Button look="lead" size="large" className="rounded-full px-4!" onClick={playback.toggle}>
        {playback.isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
        {playback.isPlaying ? say('calls.pause') : say('calls.play')}
      </Button>
      <Button look="quiet" aria-label={say('calls.back')} onClick={() => playback.seek(playback.at - JUMP_SECONDS)}>
        <RotateCcw aria-hidden />
        10
      </Button>
      <Button look="quiet" aria-label={say('calls.forward')} onClick={() => playback.seek(playback.at + JUMP_SECONDS)}>
        <RotateCw aria-hidden />
        10
      </Button>
      <span className="px-1 text-sm text-quiet tabular-nums">
        {writeDuration(playback.at)} / {writeDuration(recording.seconds ?? 0)}
      </span>
      <select
        aria-label={say('calls.speed')}
        value={speed}
        onChange={({ target }) => choose(Number(target.value))}
        className="ml-auto min-h-9 rounded-lg border border-line bg-surface px-2 text-sm hover:border-edge"
      >
        {SPEEDS.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
      <a href={recording.url ?? ''} download className={buttonClass('quiet')}>
        <Download aria-hidden />
        {say('calls.download')}
      </a>
    </div>
  );
}

function NoRecording({ recording }: { readonly recording: RecordingView | null }): ReactElement {
  const why = recording === null ? 'none' : recording.status;
  return (
    <div className="rounded-2xl border border-line bg-surface">
      <Empty title={say(`calls.noRecording.${why}.title`)}>{say(`calls.noRecording.${why}.text`)}</Empty>
    </div>
  );
}
