/** What happens at this moment: for supervisors, and for a screen on the wall. */
import { Maximize } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRef } from 'react';
import { useWorld } from '../link/use-desk.ts';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { useTitle } from '../parts/title.ts';
import { oversees } from '../settings/roles.ts';
import { AgentGrid } from './agent-grid.tsx';
import { CallsNow } from './calls-now.tsx';
import { QueueTable } from './queue-table.tsx';
import { Tiles } from './tiles.tsx';
import { VoiceAgent } from './voice-agent.tsx';

/** The page. */
export function LivePage(): ReactElement {
  useTitle(say('frame.live'));
  const world = useWorld();
  const board = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={board}
      className="mx-auto flex w-full max-w-7xl flex-col gap-8 bg-ground p-4 sm:p-6 lg:p-8 [&:fullscreen]:max-w-none [&:fullscreen]:overflow-y-auto"
    >
      <div className="flex items-center gap-4">
        <h1 className="grow text-2xl font-semibold">{say('frame.live')}</h1>
        {document.fullscreenEnabled ? (
          <Button look="quiet" size="small" onClick={() => void board.current?.requestFullscreen()}>
            <Maximize aria-hidden />
            {say('live.fullScreen')}
          </Button>
        ) : null}
      </div>
      <Tiles world={world} />
      <QueueTable queues={world.queues} />
      <AgentGrid world={world} />
      <CallsNow world={world} />
      {oversees(world.me.role) ? <VoiceAgent /> : null}
    </div>
  );
}
