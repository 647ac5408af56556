/** The simulator, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { MagicCall, SimulatedCallView, SimulatorView } from '#realtime/agent/simulator-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** What it plays, and where. */
export const simulatorQuery = queryOptions({
  queryKey: ['simulator'],
  queryFn: async () => getJson<SimulatorView>('/app/simulator.json'),
});

/** Has someone call; throws with a sentence when it is refused. */
export async function simulateCall(call: MagicCall): Promise<SimulatedCallView> {
  return sendJson<SimulatedCallView>('POST', '/app/simulator/calls.json', call);
}
