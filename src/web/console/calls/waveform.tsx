/** A recording to see: the agent above, the other end below, as a slider that keys move as well as the pointer. */
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { useId, useRef } from 'react';
import type { RecordingView } from '#realtime/agent/calls-protocol.ts';
import { say } from '../parts/language.ts';
import { sayDuration } from '../parts/time.ts';

const STEP_SECONDS = 5;
const PAGE_SECONDS = 30;
const HEIGHT = 48;
/** Recordings whose loudest sound is below this are drawn as quiet as they are. */
const QUIETEST = 0.1;

/** The slider. `says`: who speaks there, for screen readers. */
export function Waveform({
  recording,
  seconds,
  at,
  seek,
  says,
}: {
  readonly recording: RecordingView;
  readonly seconds: number;
  readonly at: number;
  readonly seek: (seconds: number) => void;
  readonly says: string;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const played = useId();
  const share = (time: number): number => (seconds === 0 ? 0 : Math.min(1, Math.max(0, time / seconds)) * 100);

  // A quiet recording is drawn larger, but silence is not blown up to speech.
  const scale = 1 / Math.max(QUIETEST, ...(recording.peaks?.left ?? []), ...(recording.peaks?.right ?? []));

  const point = (event: PointerEvent): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    seek((Math.min(1, Math.max(0, (event.clientX - left) / width)) || 0) * seconds);
  };
  const press = (event: KeyboardEvent): void => {
    const to = keyTo(event.key, at, seconds);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    seek(to);
  };

  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={say('calls.positionLabel')}
      aria-valuemin={0}
      aria-valuemax={Math.round(seconds)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={[say('calls.position', { at: sayDuration(at), of: sayDuration(seconds) }), says]
        .filter((part) => part !== '')
        .join(', ')}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerMove={(event) => (event.currentTarget.hasPointerCapture(event.pointerId) ? point(event) : undefined)}
      className="relative h-28 w-full cursor-pointer touch-none rounded-lg"
    >
      <svg
        aria-hidden
        viewBox={`0 0 1000 ${HEIGHT * 2}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
      >
        <defs>
          <clipPath id={played}>
            <rect x="0" y="0" width={share(at) * 10} height={HEIGHT * 2} />
          </clipPath>
        </defs>
        {recording.gaps.map((gap) => (
          <rect
            key={gap.from}
            x={share(gap.from) * 10}
            width={(share(gap.to ?? seconds) - share(gap.from)) * 10}
            y="0"
            height={HEIGHT * 2}
            className="fill-warn-soft"
          />
        ))}
        <Channel scale={scale} peaks={recording.peaks?.left ?? []} isBelow={false} className="fill-accent opacity-40" />
        <Channel scale={scale} peaks={recording.peaks?.right ?? []} isBelow className="fill-caller opacity-40" />
        <g clipPath={`url(#${played})`}>
          <Channel scale={scale} peaks={recording.peaks?.left ?? []} isBelow={false} className="fill-accent" />
          <Channel scale={scale} peaks={recording.peaks?.right ?? []} isBelow className="fill-caller" />
        </g>
      </svg>
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 rounded-full bg-ink forced-colors:bg-[Highlight]"
        ref={(line) => line?.style.setProperty('left', `${share(at)}%`)}
      />
    </div>
  );
}

function Channel({
  peaks,
  scale,
  isBelow,
  className,
}: {
  readonly peaks: readonly number[];
  readonly scale: number;
  readonly isBelow: boolean;
  readonly className: string;
}): ReactElement {
  const width = 1000 / Math.max(1, peaks.length);
  const path = peaks.map((peak, place) => {
    const height = Math.max(0.6, Math.min(1, peak * scale) * (HEIGHT - 3));
    const y = isBelow ? HEIGHT + 1 : HEIGHT - 1 - height;
    return `M${(place * width).toFixed(2)} ${y.toFixed(2)}h${(width * 0.66).toFixed(2)}v${height.toFixed(2)}h-${(width * 0.66).toFixed(2)}z`;
  });
  return <path d={path.join('')} className={className} />;
}

/** Where a key leads, in seconds; null for keys that lead nowhere. */
function keyTo(key: string, at: number, seconds: number): number | null {
  const by: Readonly<Record<string, number>> = {
    ArrowRight: STEP_SECONDS,
    ArrowUp: STEP_SECONDS,
    ArrowLeft: -STEP_SECONDS,
    ArrowDown: -STEP_SECONDS,
    PageUp: PAGE_SECONDS,
    PageDown: -PAGE_SECONDS,
  };
  if (key === 'Home') return 0;
  if (key === 'End') return seconds;
  const step = by[key];
  return step === undefined ? null : Math.min(seconds, Math.max(0, at + step));
}
