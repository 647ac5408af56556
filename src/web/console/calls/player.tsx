/** Listening to a recording, with its words beside it. */
import { Download, Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { CallDetail, RecordingView } from '#realtime/agent/calls-protocol.ts';
import { useKeys } from '../frame/keyboard.ts';
import { Button, buttonClass } from '../parts/button.tsx';
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
        <section aria-label="Recording" className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-6">
          <audio ref={playback.element} src={recording.url ?? ''} preload="metadata" hidden />
          <Channels recording={recording} far={far} />
          <Waveform
            recording={recording}
            seconds={recording.seconds ?? 0}
            at={playback.at}
            seek={playback.seek}
            says={turn === undefined ? '' : `${speakerName(turn, far)} speaks`}
          />
          <Buttons recording={recording} playback={playback} />
          {playback.hasFailed ? (
            <p role="alert" className="mt-3 text-sm text-danger-ink">
              The recording cannot be played. Its address may have expired: load the page again.
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
          Agent (top)
        </span>
      )}
      {recording.peaks?.right == null ? null : (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-caller" />
          {far}, below
        </span>
      )}
      {recording.gaps.length === 0 ? null : (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-warn-soft" />
          Recording was paused
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
        {playback.isPlaying ? 'Pause' : 'Play'}
      </Button>
      <Button look="quiet" aria-label="Back 10 seconds" onClick={() => playback.seek(playback.at - JUMP_SECONDS)}>
        <RotateCcw aria-hidden />
        10
      </Button>
      <Button look="quiet" aria-label="Forward 10 seconds" onClick={() => playback.seek(playback.at + JUMP_SECONDS)}>
        <RotateCw aria-hidden />
        10
      </Button>
      <span className="px-1 text-sm text-quiet tabular-nums">
        {writeDuration(playback.at)} / {writeDuration(recording.seconds ?? 0)}
      </span>
      <select
        aria-label="Speed"
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
        Download
      </a>
    </div>
  );
}

const WHY = {
  pending: ['The recording is not ready yet', 'It is there a moment after the call has ended.'],
  stored: ['The recording cannot be played', 'Its file is missing.'],
  failed: ['Recording failed', 'The sound could not be kept.'],
  deleted: ['Recording deleted', 'It was removed on request, or its time was up.'],
} as const satisfies Record<RecordingView['status'], readonly [string, string]>;

function NoRecording({ recording }: { readonly recording: RecordingView | null }): ReactElement {
  const [title, text] =
    recording === null
      ? ['There is no recording', 'The call was not connected, its queue is not recorded, or the caller did not agree.']
      : WHY[recording.status];
  return (
    <div className="rounded-2xl border border-line bg-surface">
      <Empty title={title}>{text}</Empty>
    </div>
  );
}
