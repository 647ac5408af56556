/** What hears, speaks and decides for the voice agent, and where call data goes for it. For administrators. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { BreakerState, EngineTask, VoiceEngine } from '#domain/ports/voice-engines.ts';
import { ENGINE_TASKS } from '#domain/ports/voice-engines.ts';
import type { VoiceEnginesView } from '#realtime/agent/engines-protocol.ts';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { getJson } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import type { Tone } from '../parts/words.ts';

/** How often it is looked how they are. Milliseconds. */
const LOOK_MS = 15_000;

const enginesQuery = queryOptions({
  queryKey: ['voice-engines'],
  queryFn: async () => getJson<VoiceEnginesView>('/app/voice-engines.json'),
  refetchInterval: LOOK_MS,
});

/** The page. */
export function VoiceEnginesPage(): ReactElement {
  useTitle(say('settings.section.voice-engines'));
  const found = useQuery(enginesQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.voice-engines')}</h1>
      <p className="text-quiet">{say('voiceEngines.about')}</p>
      {found.isPending ? <Skeleton rows={3} label={say('voiceEngines.loading')} /> : null}
      {found.isError ? (
        <Trouble title={say('voiceEngines.trouble')} error={found.error} again={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Tasks engines={found.data.engines} />}
    </div>
  );
}

function Tasks({ engines }: VoiceEnginesView): ReactElement {
  return (
    <>
      {engines.length === 0 ? <p className="font-medium">{say('voiceEngines.nothingLeaves')}</p> : null}
      {ENGINE_TASKS.map((task) => (
        <TaskCard key={task} task={task} engines={engines.filter((each) => each.task === task)} />
      ))}
    </>
  );
}

function TaskCard({ task, engines }: { readonly task: EngineTask; readonly engines: readonly VoiceEngine[] }) {
  const id = `voice-engines-${task}`;
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-surface p-5 shadow-shade">
      <h2 id={id} className="mb-3 font-semibold">
        {say(`voiceEngines.task.${task}`)}
      </h2>
      <ol className="flex flex-col gap-4">
        {engines.map((engine) => (
          <Engine key={engine.place} engine={engine} />
        ))}
        <li className="text-sm text-quiet">
          {say(engines.length === 0 ? 'voiceEngines.own' : 'voiceEngines.ownLast')}
        </li>
      </ol>
    </section>
  );
}

const TONES = { closed: 'good', open: 'bad', half_open: 'wait' } as const satisfies Record<BreakerState, Tone>;

function Engine({ engine }: { readonly engine: VoiceEngine }): ReactElement {
  const { model, host, sends, state, answered, failed } = engine;
  return (
    <li className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium break-all">{say('voiceEngines.engine', { model, host })}</span>
        <Mark tone={TONES[state]}>{say(`voiceEngines.state.${state}`)}</Mark>
      </p>
      <p className="text-sm">{say(`voiceEngines.sends.${sends}`, { host })}</p>
      <p className="text-sm text-quiet">{say('voiceEngines.counts', { answered, failed })}</p>
    </li>
  );
}
