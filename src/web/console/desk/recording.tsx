/** Whether the call is recorded: always said, and paused from here. */
import { Circle, CirclePause } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { useDesk } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { useAct } from '../parts/notice.tsx';

/** The mark, with its button where `mayPause`. */
export function RecordingMark({
  call,
  mayPause,
}: {
  readonly call: CallView;
  readonly mayPause: boolean;
}): ReactElement | null {
  const desk = useDesk();
  const { isActing, act } = useAct();
  if (call.recording !== 'recording' && call.recording !== 'paused') return null;
  const isPaused = call.recording === 'paused';
  return (
    <span className="inline-flex items-center gap-1.5">
      <Mark tone={isPaused ? 'wait' : 'bad'}>
        {isPaused ? <CirclePause aria-hidden /> : <Circle aria-hidden className="animate-breathe fill-current" />}
        {isPaused ? say('desk.recording.paused') : say('desk.recording.on')}
      </Mark>
      {mayPause ? (
        <Button
          look="quiet"
          size="small"
          disabled={isActing}
          onClick={() =>
            void act(async () => desk.send({ type: 'pause_recording', callId: call.id, isPaused: !isPaused }))
          }
        >
          {isPaused ? say('desk.recording.resume') : say('desk.recording.pause')}
        </Button>
      ) : null}
    </span>
  );
}
