/** What a telephone's call costs that is relayed to a page, beside a relay that does nothing to its datagrams. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../support/figure.ts';
import { atMost, known } from '../support/figure.ts';
import { startChild } from './child.ts';
import type { Cost, Order, RelayName } from './relay.ts';
import type { TelephoneOrder, TelephoneReport } from './telephone-callers.ts';

/** Goals of issue 12: shares of a core in percent, and milliseconds. No packet may be lost. */
const MAX_PERCENT = 0.6;
const MAX_ADDED = 30;

const CALLS = Number(process.env['BENCH_TELEPHONE_CALLS'] ?? 80);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const SETTLE_MS = 1500;

type Measured = { readonly report: TelephoneReport; readonly cost: Cost };

/** All calls at once on one thread: the relay's cost of each, what is lost, and how late the rest is. */
export async function telephoneCalls(): Promise<Figure[]> {
  const bare = await measure('bare', 'telephone');
  const ours = await measure('ours', 'page');
  const percent = ({ cost }: Measured): number => (100 * cost.cores) / CALLS;
  const { report } = ours;
  return [
    {
      ...atMost(`a G.711 call relayed to a page, percent of a core (${CALLS} at once)`, percent(ours), '', MAX_PERCENT),
      baseline: percent(bare).toFixed(2),
      ratio: (percent(ours) / percent(bare)).toFixed(2),
    },
    atMost(`… packets lost of ${report.sent}`, report.sent - report.came, '', 0),
    { ...atMost('… added latency p99', report.p99, 'ms', MAX_ADDED), baseline: `${bare.report.p99.toFixed(1)} ms` },
    known('… added latency p50', report.p50, 'ms'),
    known('… lag p99', ours.cost.lagMs, 'ms'),
  ];
}

/** `other`: whom each telephone talks with. */
async function measure(name: RelayName, other: 'page' | 'telephone'): Promise<Measured> {
  const relay = startChild<Order>('relay.ts', name);
  const callers = startChild<TelephoneOrder>('telephone-callers.ts');
  try {
    for (let call = 0; call < CALLS; call += 1) {
      for (const end of ['telephone', other] as const) {
        const offer = await callers.ask<string>({ kind: end });
        const answer = await relay.ask<string>({ kind: end === 'page' ? 'leg' : 'telephone', offer });
        await callers.ask({ kind: 'accept', answer });
      }
      await relay.ask({ kind: 'bridge' });
    }
    await callers.ask({ kind: 'talk' });
    await sleep(SETTLE_MS);
    await relay.ask<Cost>({ kind: 'cost' });
    await callers.ask({ kind: 'measure' });
    await sleep(SECONDS * 1000);
    const cost = await relay.ask<Cost>({ kind: 'cost' });
    return { report: await callers.ask<TelephoneReport>({ kind: 'report' }), cost };
  } finally {
    await callers.end();
    await relay.end();
  }
}
