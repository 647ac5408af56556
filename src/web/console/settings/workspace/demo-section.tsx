/** The demo, as long as it is there: what came with it, and how it goes. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { removeDemo } from './workspace-query.ts';
import { say } from '../../parts/language.ts';

/** The section. */
export function DemoSection(): ReactElement {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const run = async (): Promise<void> => {
    await removeDemo();
    // Menus, numbers, languages, people and contacts are others now.
    await queries.invalidateQueries();
    announce(say('workspace.demoRemoved'));
  };
  return (
    <section
      aria-labelledby="demo"
      className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5 shadow-shade"
    >
      <h2 id="demo" className="font-semibold">
        {say('workspace.demo')}
      </h2>
      <p className="text-sm text-quiet">{say('workspace.demoAbout')}</p>
      <div>
        <Button onClick={() => setAsking(true)}>{say('workspace.demoRemoveDots')}</Button>
      </div>
      <Confirm
        title={say('workspace.demoRemoveAsk')}
        description={say('workspace.demoRemoveAbout')}
        word={say('workspace.demoRemove')}
        isOpen={isAsking}
        close={() => setAsking(false)}
        run={run}
      />
    </section>
  );
}
