/** What talks of the voice agent came to: who was helped, beside those who were not, and how soon it answers. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { AudioLines } from 'lucide-react';
import type { ReactElement } from 'react';
import { useId, useState } from 'react';
import type { ReportHours, VoiceReportView } from '#realtime/agent/voice-protocol.ts';
import { REPORT_HOURS } from '#realtime/agent/voice-protocol.ts';
import { locale, say } from '../parts/language.ts';
import { getJson } from '../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';

const reportQuery = (hours: ReportHours) =>
  queryOptions({
    queryKey: ['voice-report', hours],
    queryFn: async () => getJson<VoiceReportView>(`/app/voice-report.json?hours=${hours}`),
    refetchInterval: 60_000,
  });

const SPANS = { 24: 'live.voice.day', 168: 'live.voice.week', 672: 'live.voice.month' } as const satisfies Record<
  ReportHours,
  string
>;

/** The section. */
export function VoiceAgent(): ReactElement {
  const [hours, setHours] = useState<ReportHours>(24);
  const report = useQuery(reportQuery(hours));
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-3 flex items-center gap-4">
        <h2 id={id} className="grow text-lg font-semibold">
          {say('live.voice.title')}
        </h2>
        <select
          aria-label={say('live.voice.span')}
          value={hours}
          onChange={({ target }) => setHours(REPORT_HOURS.find((each) => String(each) === target.value) ?? 24)}
          className="min-h-10 rounded-lg border border-edge bg-surface px-3 py-2 text-sm"
        >
          {REPORT_HOURS.map((each) => (
            <option key={each} value={each}>
              {say(SPANS[each])}
            </option>
          ))}
        </select>
      </div>
      <div className="rounded-2xl border border-line bg-surface shadow-shade">
        {report.isPending ? <Skeleton rows={3} label={say('live.voice.loading')} /> : null}
        {report.isError ? (
          <Trouble title={say('live.voice.trouble')} error={report.error} again={() => void report.refetch()} />
        ) : null}
        {report.isSuccess ? <Figures report={report.data} /> : null}
      </div>
    </section>
  );
}

function Figures({ report }: { readonly report: VoiceReportView }): ReactElement {
  const { talks, resolved, handedOver, firstSound } = report;
  if (talks === 0)
    return (
      <Empty icon={<AudioLines />} title={say('live.voice.none')}>
        {say('live.voice.noneHelp')}
      </Empty>
    );
  const { procedure, ...escalated } = handedOver;
  return (
    <div className="grid gap-x-10 gap-y-6 p-4 sm:grid-cols-3 sm:p-5">
      <Column name={say('live.voice.resolved')} of={talks} count={resolved.confirmed + resolved.assumed}>
        <Row name={say('live.voice.confirmed')} count={resolved.confirmed} />
        <Row name={say('live.voice.assumed')} count={resolved.assumed} />
      </Column>
      <Column
        name={say('live.voice.escalated')}
        of={talks}
        count={Object.values(escalated).reduce((sum, each) => sum + each, 0)}
      >
        <Row name={say('live.voice.askedFor')} count={handedOver.asked_for} />
        <Row name={say('live.voice.unclear')} count={handedOver.not_understood} />
        <Row name={say('live.voice.notHelped')} count={handedOver.not_helped} />
        <Row name={say('live.voice.limit')} count={handedOver.limit} />
        <Row name={say('live.voice.failed')} count={handedOver.trouble} />
      </Column>
      <Column name={say('live.voice.other')} of={talks} count={procedure + report.unhelped + report.left}>
        <Row name={say('live.voice.procedure')} count={procedure} />
        <Row name={say('live.voice.unhelped')} count={report.unhelped} />
        <Row name={say('live.voice.left')} count={report.left} />
      </Column>
      <dl className="grid gap-x-10 gap-y-2 border-t border-line pt-4 text-sm sm:col-span-3 sm:grid-cols-2">
        <Row name={say('live.voice.firstSound')} text={writeFirstSound(firstSound)} />
        <Row name={say('live.voice.notUnderstood')} count={report.notUnderstood} />
        <Row name={say('live.voice.talks')} count={talks} />
        <Row name={say('live.voice.fallbacks')} count={report.fallbacks} />
      </dl>
    </div>
  );
}

function Column({
  name,
  count,
  of,
  children,
}: {
  readonly name: string;
  readonly count: number;
  readonly of: number;
  readonly children: ReactElement | readonly ReactElement[];
}): ReactElement {
  const share = new Intl.NumberFormat(locale(), { style: 'percent' }).format(count / of);
  return (
    <div>
      <h3 className="flex items-baseline gap-2 text-sm text-quiet">
        {name}
        <span className="ml-auto text-2xl font-light text-ink tabular-nums">{share}</span>
      </h3>
      <dl className="mt-2 flex flex-col gap-1.5 text-sm">{children}</dl>
    </div>
  );
}

function Row({
  name,
  count,
  text = new Intl.NumberFormat(locale()).format(count ?? 0),
}: {
  readonly name: string;
  readonly count?: number;
  readonly text?: string;
}): ReactElement {
  return (
    <div className="flex gap-3">
      <dt className="grow text-quiet">{name}</dt>
      <dd className="tabular-nums">{text}</dd>
    </div>
  );
}

/** Half of the answers, and 95 of a hundred, within so many seconds. */
function writeFirstSound({ p50Ms, p95Ms }: VoiceReportView['firstSound']): string {
  if (p50Ms === null || p95Ms === null) return '–';
  const seconds = new Intl.NumberFormat(locale(), { minimumFractionDigits: 1 });
  return say('live.voice.within', { half: seconds.format(p50Ms / 1000), most: seconds.format(p95Ms / 1000) });
}
