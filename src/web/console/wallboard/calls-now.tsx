/** The calls in progress, the longest first. */
import { Link } from '@tanstack/react-router';
import { PhoneOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallView } from '#realtime/agent/protocol.ts';
import { callsInProgress } from '../link/mine.ts';
import type { World } from '../link/world.ts';
import { listed, say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { Empty } from '../parts/states.tsx';
import { Timer } from '../parts/timer.tsx';
import { callerName, stateOfCall } from '../parts/words.ts';

/** The list. */
export function CallsNow({ world }: { readonly world: World }): ReactElement {
  const calls = callsInProgress(world);
  return (
    <section aria-labelledby="calls-now">
      <h2 id="calls-now" className="mb-3 text-lg font-semibold">
        {say('live.calls')}
      </h2>
      <div className="rounded-2xl border border-line bg-surface shadow-shade">
        {calls.length === 0 ? (
          <Empty icon={<PhoneOff />} title={say('live.none')}>
            {say('live.noneHelp')}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {calls.map((call) => (
              <Row key={call.id} call={call} world={world} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Row({ call, world }: { readonly call: CallView; readonly world: World }): ReactElement {
  const { word, tone } = stateOfCall(call);
  const names = call.agentIds.map((id) => world.agents.get(id)?.name ?? say('live.agent', { id: String(id) }));
  const rung = (call.offer?.agentIds ?? []).map(
    (id) => world.agents.get(id)?.name ?? say('live.agent', { id: String(id) }),
  );
  return (
    <li>
      <Link
        to="/calls/$id"
        params={{ id: String(call.id) }}
        className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 rounded-xl px-5 py-2.5 hover:bg-sunken"
      >
        <span className="min-w-0 grow basis-40">
          <span className="block truncate font-medium">{callerName(call)}</span>
          <span className="block truncate text-sm text-quiet">
            {[
              call.menu?.path,
              names.length > 0
                ? say('live.with', { names: listed(names) })
                : rung.length > 0
                  ? say('live.rings', { names: listed(rung) })
                  : null,
            ]
              .filter((part) => part != null)
              .join(' · ')}
          </span>
        </span>
        {call.isHeld ? <Mark tone="wait">{say('desk.onHold')}</Mark> : <Mark tone={tone}>{word}</Mark>}
        <Timer
          since={call.connectedAt ?? call.queuedAt ?? call.createdAt}
          className="w-14 text-right text-sm text-quiet"
        />
      </Link>
    </li>
  );
}
