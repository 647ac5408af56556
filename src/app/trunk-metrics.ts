/**
 * What `/metrics` shows of each trunk. Labels: the id and the name of the trunk, of {@link MAX_SHOWN} trunks at most;
 * those of more count together as `other`.
 */
import type { TallyDirection, TrunkNews } from '#carriers/sip/trunk-tally.ts';
import { Counter, Gauge, Histogram } from 'prom-client';
import { metrics } from './metrics.ts';

/** Trunks with labels of their own: those that had a call first. */
const MAX_SHOWN = 50;
const OTHER = { trunk: 'other', trunk_name: 'other' } as const;

const registers = [metrics];
const labelNames = ['trunk', 'trunk_name', 'direction'] as const;
const ratioLabels = ['trunk', 'trunk_name'] as const;

const attempts = new Counter({
  name: 'patchbay_trunk_attempts_total',
  help: 'Calls tried over a trunk: dialed, or taken from it',
  labelNames,
  registers,
});
const answers = new Counter({
  name: 'patchbay_trunk_answers_total',
  help: 'Calls over a trunk that were answered',
  labelNames,
  registers,
});
const failures = new Counter({
  name: 'patchbay_trunk_failures_total',
  help: 'Dialed calls that came to no answer, by cause',
  labelNames: [...ratioLabels, 'cause'],
  registers,
});
const refusals = new Counter({
  name: 'patchbay_trunk_refusals_total',
  help: 'Calls that were not dialed over a trunk, or not taken from it, by what forbade it; trunk "none": none was asked',
  labelNames: ['trunk', 'direction', 'cause'],
  registers,
});
const delays = new Histogram({
  name: 'patchbay_trunk_post_dial_delay_seconds',
  help: 'From dialing to the first ring or answer',
  labelNames: ratioLabels,
  buckets: [0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30],
  registers,
});
const talks = new Histogram({
  name: 'patchbay_trunk_call_seconds',
  help: 'How long answered calls lasted; sum by count is the average call duration',
  labelNames,
  buckets: [1, 6, 30, 60, 180, 600, 1800, 3600],
  registers,
});

type Totals = { attempts: number; answers: number; talks: number; talkedSeconds: number };
type Shown = { labels: { readonly trunk: string; readonly trunk_name: string }; readonly totals: Totals };
const shown = new Map<number, Shown>();
const none = (): Totals => ({ attempts: 0, answers: 0, talks: 0, talkedSeconds: 0 });
const others: Shown = { labels: OTHER, totals: none() };

/** Sets a gauge of each trunk when it is read, from what was counted since the server began. */
function ratio(name: string, help: string, of: (totals: Totals) => number): Gauge<(typeof ratioLabels)[number]> {
  return new Gauge({
    name,
    help,
    labelNames: ratioLabels,
    registers,
    collect() {
      this.reset();
      for (const { labels, totals } of [...shown.values(), others]) {
        const value = of(totals);
        if (Number.isFinite(value)) this.set(labels, value);
      }
    },
  });
}

ratio('patchbay_trunk_asr', 'Answer-seizure ratio of dialed calls since the start, 0 to 1', (totals) =>
  totals.attempts === 0 ? Number.NaN : totals.answers / totals.attempts,
);
ratio('patchbay_trunk_acd_seconds', 'Average call duration since the start', (totals) =>
  totals.talks === 0 ? Number.NaN : totals.talkedSeconds / totals.talks,
);

/** Counts what happened on a trunk. */
export function countTrunkNews(news: TrunkNews): void {
  const { labels, totals } = ofTrunk(news.trunk);
  const { direction } = news;
  const isOut = direction === 'out';
  switch (news.type) {
    case 'attempt':
      attempts.inc({ ...labels, direction });
      if (isOut) totals.attempts += 1;
      return;
    case 'progress':
      delays.observe(labels, news.afterSeconds);
      return;
    case 'answer':
      answers.inc({ ...labels, direction });
      if (isOut) totals.answers += 1;
      return;
    case 'failure':
      failures.inc({ ...labels, cause: news.cause });
      return;
    case 'over':
      talks.observe({ ...labels, direction }, news.talkedSeconds);
      totals.talks += 1;
      totals.talkedSeconds += news.talkedSeconds;
      return;
    default:
      news satisfies never;
  }
}

/** Counts a call that a rule forbade, under the id of its trunk; that of too many trunks as `other`. */
export function countRefusal(trunkId: number | null, direction: TallyDirection, cause: string): void {
  if (trunkId !== null && refusing.size < MAX_SHOWN) refusing.add(trunkId);
  const trunk = trunkId === null ? 'none' : refusing.has(trunkId) ? String(trunkId) : OTHER.trunk;
  refusals.inc({ trunk, direction, cause });
}
const refusing = new Set<number>();

/** A trunk that has another name now continues under it. */
function ofTrunk({ id, name }: TrunkNews['trunk']): Shown {
  const known = shown.get(id);
  if (known === undefined && shown.size >= MAX_SHOWN) return others;
  const labels = { trunk: String(id), trunk_name: name };
  if (known === undefined) {
    const fresh = { labels, totals: none() };
    shown.set(id, fresh);
    return fresh;
  }
  known.labels = labels;
  return known;
}
