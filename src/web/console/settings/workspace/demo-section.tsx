/** The demo, as long as it is there: what came with it, and how it goes. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { removeDemo } from './workspace-query.ts';

/** The section. */
export function DemoSection(): ReactElement {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const run = async (): Promise<void> => {
    await removeDemo();
    // Menus, numbers, languages, people and contacts are others now.
    await queries.invalidateQueries();
    announce('The demo was removed.');
  };
  return (
    <section
      aria-labelledby="demo"
      className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <h2 id="demo" className="font-semibold">
        The demo is here
      </h2>
      <p className="text-sm text-quiet">
        Its menus, numbers, contacts and agents are for trying things out. Remove them when you begin for real: what you
        made yourself, and what you changed, stays.
      </p>
      <div>
        <Button onClick={() => setAsking(true)}>Remove the demo…</Button>
      </div>
      <Confirm
        title="Remove the demo?"
        description="Its contacts are forgotten, its menus, numbers, agents and token go. Calls stay in the history. This cannot be undone."
        word="Remove the demo"
        isOpen={isAsking}
        close={() => setAsking(false)}
        run={run}
      />
    </section>
  );
}
