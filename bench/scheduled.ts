/** How late is a scheduled call queued when some hundred come due within seconds? */
import { setTimeout as sleep } from 'node:timers/promises';
import { TOKEN } from '../test/support/patchbay.ts';
import { callerOf } from './support/drafts.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile } from './support/figure.ts';
import { addSilentMenu, withServer } from './support/server.ts';
import { inLanes, openWire, writeRequest } from './support/wire.ts';

const CALLS = 600;
/** They come due evenly over this many seconds, after time enough to ask for all of them. */
const OVER_S = 5;
const AHEAD_S = 8;
const MAX_WAIT_S = 30;

/** From the time a call was scheduled for to the time it was queued, as its events tell. */
export async function scheduled(): Promise<Figure[]> {
  return withServer(async ({ pool, address }) => {
    const menuId = await addSilentMenu(pool);
    await sleep(2_500); // Until the server has seen the menu.
    const wires = Array.from({ length: 8 }, () => openWire(address));
    const begin = Date.now() + AHEAD_S * 1000;
    let count = 0;
    await inLanes(
      wires.length,
      () => count >= CALLS,
      async (lane) => {
        const n = (count += 1);
        const body = {
          call_type: 'Voice Scheduled (API)',
          menu_id: menuId,
          end_user_number: callerOf(n),
          scheduled_at: new Date(begin + (n / CALLS) * OVER_S * 1000).toISOString(),
        };
        const answer = await wires[lane]?.send(writeRequest('POST', '/apps/api/v1/calls', TOKEN, JSON.stringify(body)));
        if (answer?.status !== 201) throw new Error(`A scheduled call was answered ${answer?.status}: ${answer?.body}`);
      },
    );
    for (const wire of wires) wire.close();
    if (Date.now() > begin) throw new Error('The calls were asked for too slowly to come due together.');
    const late = await lateness(pool, count, begin);
    return [
      atMost(`due to queued, p99 of ${late.length} calls over ${OVER_S} s`, percentile(late, 0.99) / 1000, 's', 1),
      known('due to queued, p50', percentile(late, 0.5) / 1000, 's'),
      known('due to queued, longest', Math.max(...late) / 1000, 's'),
    ];
  });
}

/** Milliseconds of each, when all have been queued. */
async function lateness(pool: Parameters<typeof addSilentMenu>[0], count: number, begin: number): Promise<number[]> {
  while (Date.now() < begin + (OVER_S + MAX_WAIT_S) * 1000) {
    const { rows } = await pool.query<{ late: number }>(
      `select extract(epoch from e.at - c.scheduled_at)::float8 * 1000 as late
       from call c join call_event e on e.call_id = c.id and e.type = 'came_due'`,
    );
    if (rows.length >= count) return rows.map((row) => row.late);
    await sleep(500);
  }
  throw new Error('Not every scheduled call was queued.');
}
