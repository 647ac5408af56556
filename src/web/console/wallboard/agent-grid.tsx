/** The agents: who is here, and what each is doing. */
import type { ReactElement } from 'react';
import type { AgentView } from '#realtime/agent/protocol.ts';
import type { World } from '../link/world.ts';
import { say } from '../parts/language.ts';
import { Dot, Initials } from '../parts/mark.tsx';
import { Timer } from '../parts/timer.tsx';
import { isHere, statusOf } from '../parts/words.ts';

/** The grid, those who are at work first. */
export function AgentGrid({ world }: { readonly world: World }): ReactElement {
  const agents = [...world.agents.values()].toSorted(
    (a, b) => Number(isHere(b)) - Number(isHere(a)) || a.name.localeCompare(b.name),
  );
  return (
    <section aria-labelledby="agents">
      <h2 id="agents" className="mb-3 text-lg font-semibold">
        {say('live.agents')}
      </h2>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
        {agents.map((agent) => (
          <Agent key={agent.id} agent={agent} world={world} />
        ))}
      </ul>
    </section>
  );
}

function Agent({ agent, world }: { readonly agent: AgentView; readonly world: World }): ReactElement {
  const { word, tone } = statusOf(agent, world.calls);
  return (
    <li className="flex items-center gap-3 rounded-2xl border border-line bg-surface p-3.5 shadow-shade">
      <Initials name={agent.name} />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{agent.name}</p>
        <p className="flex items-center gap-1.5 text-sm text-quiet">
          <Dot tone={tone} />
          {word}
        </p>
      </div>
      {isHere(agent) ? <Timer since={agent.since} className="shrink-0 text-sm text-quiet" /> : null}
    </li>
  );
}
