/** How a call was connected: how each end sounded, and the SIP messages of its telephones. */
import { useQuery } from '@tanstack/react-query';
import { Cable } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect } from 'react';
import type { EndSoundView } from '#realtime/agent/calls-protocol.ts';
import { useWorld } from '../link/use-desk.ts';
import { locale, say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { secondsBetween, writeDuration } from '../parts/time.ts';
import type { Tone } from '../parts/words.ts';
import { callTraceQuery } from './calls-query.ts';
import { Ladder } from './ladder.tsx';

/** The tab. `far`: the word for who is at the other end. */
export function Connection({ id, far }: { readonly id: number; readonly far: string }): ReactElement {
  const trace = useQuery(callTraceQuery(id));
  const live = useWorld().calls.get(id);
  const { refetch } = trace;
  // Whatever happens to the call while it is looked at is shown.
  useEffect(() => {
    if (live !== undefined) void refetch();
  }, [live, refetch]);
  if (trace.isPending) return <Skeleton label={say('calls.loadingConnection')} />;
  if (trace.isError)
    return <Trouble title={say('calls.connectionTrouble')} error={trace.error} again={() => void trace.refetch()} />;
  const { legs, sound } = trace.data;
  if (legs.length === 0 && sound.length === 0)
    return (
      <Empty icon={<Cable aria-hidden />} title={say('calls.notMeasured')}>
        {say('calls.notMeasuredHelp')}
      </Empty>
    );
  return (
    <div className="flex flex-col gap-6">
      <Sound sound={sound} far={far} />
      {legs.length === 0 ? (
        <section aria-label="SIP" className="rounded-2xl border border-line bg-surface p-2 shadow-shade sm:p-4">
          <Empty title={say('calls.noTelephone')}>{say('calls.noTelephoneHelp')}</Empty>
        </section>
      ) : (
        legs.map((leg, place) => <Ladder key={`${leg.end} ${place}`} leg={leg} name={nameOf(leg.end, null, far)} />)
      )}
    </div>
  );
}

function nameOf(end: EndSoundView['end'], name: string | null, far: string): string {
  return name ?? (end === 'far_end' ? far : say(`calls.kind.${end}`));
}

function Sound({ sound, far }: { readonly sound: readonly EndSoundView[]; readonly far: string }): ReactElement | null {
  if (sound.length === 0) return null;
  return (
    <section aria-labelledby="sound" className="rounded-2xl border border-line bg-surface p-4 shadow-shade sm:p-6">
      <h2 id="sound" className="text-lg font-semibold">
        {say('calls.quality')}
      </h2>
      <p className="mt-0.5 text-sm text-quiet">{say('calls.qualityAbout')}</p>
      <ul aria-label={say('calls.ends')} className="mt-3 divide-y divide-line">
        {sound.map((end, place) => (
          <End key={`${end.from} ${place}`} end={end} name={nameOf(end.end, end.name, far)} />
        ))}
      </ul>
    </section>
  );
}

function End({ end, name }: { readonly end: EndSoundView; readonly name: string }): ReactElement {
  const score = scoreOf(end.mos);
  return (
    <li className="py-4 last:pb-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="min-w-0 grow font-medium break-words">{name}</h3>
        <span className="text-sm text-quiet tabular-nums">
          {end.until === null
            ? say('calls.now')
            : say('calls.forTime', { time: writeDuration(secondsBetween(end.from, end.until)) })}
        </span>
        <Mark tone={score.tone}>{score.word}</Mark>
      </div>
      <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-3 text-sm sm:grid-cols-5">
        <Figure name={say('calls.codec')}>{codecOf(end)}</Figure>
        <Figure name={say('calls.loss')}>{end.lossPercent === null ? '–' : percent(end.lossPercent)}</Figure>
        <Figure name={say('calls.jitter')}>{end.lossPercent === null ? '–' : `${end.jitterMs} ms`}</Figure>
        <Figure name={say('calls.roundTrip')}>{end.roundTripMs === null ? '–' : `${end.roundTripMs} ms`}</Figure>
        <Figure name="MOS">
          {end.mos === null
            ? '–'
            : new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(end.mos)}
        </Figure>
      </dl>
    </li>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: string }): ReactElement {
  return (
    <div>
      <dt className="text-xs font-medium text-quiet">{name}</dt>
      <dd className="mt-0.5 tabular-nums">{children}</dd>
    </div>
  );
}

/** Of a hundred, with a decimal where there is one. */
function percent(value: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 2 }).format(value / 100);
}

const CODECS: Readonly<Record<string, string>> = {
  opus: 'Opus',
  pcmu: 'G.711 µ-law',
  pcma: 'G.711 A-law',
  g722: 'G.722',
};

/** One codec both ways is named once. */
function codecOf({ heardIn, saidIn }: EndSoundView): string {
  const codecs = [...new Set([heardIn, saidIn].filter((each) => each !== null))];
  return codecs.length === 0 ? '–' : codecs.map((each) => CODECS[each] ?? each).join(', ');
}

/** From which score on -> how people would call it. Source: ITU-T G.109, user satisfaction, by its score. */
const SCORES = [
  [4, 'good', 'good'],
  [3.6, 'fair', 'wait'],
  [3.1, 'poor', 'wait'],
  [0, 'bad', 'bad'],
] as const satisfies readonly (readonly [number, string, Tone])[];

function scoreOf(mos: number | null): { readonly word: string; readonly tone: Tone } {
  const [, score, tone] = SCORES.find(([least]) => mos !== null && mos >= least) ?? ([0, 'none', 'calm'] as const);
  return { word: say(`calls.score.${score}`), tone };
}
