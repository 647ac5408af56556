/** How long does a stop take with thousands of simulated calls under way, and does it keep all of them? */
import process from 'node:process';
import { TOKEN } from '../test/support/patchbay.ts';
import { queryDatabase, startServerProcess } from '../test/support/server-process.ts';
import { callerOf } from './support/drafts.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known } from './support/figure.ts';
import { inScratchDirectory } from './support/server.ts';
import { inLanes, openWire, writeRequest } from './support/wire.ts';

const CALLS = Number(process.env['BENCH_STOP_CALLS'] ?? 6000);
const LANES = 16;

/** From SIGTERM to the end of the process, and the calls that the database has then. */
export async function stop(): Promise<Figure[]> {
  return inScratchDirectory(async (directory) => {
    const env = { PATCHBAY_LOG_LEVEL: 'error', PATCHBAY_SIMULATOR_SPEED: '5' };
    const server = await startServerProcess(directory, env);
    await placeCalls(server.address);
    const began = performance.now();
    const { code } = await server.end('SIGTERM');
    const seconds = (performance.now() - began) / 1000;
    const next = await startServerProcess(directory, env);
    const [row] = await queryDatabase(
      directory,
      'select count(*)::int as kept, (count(*) filter (where deadline_at is not null))::int as live from call',
    );
    await next.end('SIGTERM');
    return [
      atMost(`stop with ${CALLS} simulated calls`, seconds, 's', 10),
      atMost('exit code', code ?? 1, '', 0),
      atMost('acknowledged calls that are lost', CALLS - Number(row?.['kept']), '', 0),
      known('calls that the next start found under way', Number(row?.['live']), ''),
    ];
  });
}

/** Calls that the simulator's agent takes and leads, as many at once as it likes. */
async function placeCalls(address: string): Promise<void> {
  const wires = Array.from({ length: LANES }, () => openWire(address));
  let count = 0;
  await inLanes(
    LANES,
    () => count >= CALLS,
    async (lane) => {
      count += 1;
      const body = { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: callerOf(count) };
      const answer = await wires[lane]?.send(writeRequest('POST', '/apps/api/v1/calls', TOKEN, JSON.stringify(body)));
      if (answer?.status !== 201) throw new Error(`A call was answered ${answer?.status}: ${answer?.body}`);
    },
  );
  for (const wire of wires) wire.close();
}
