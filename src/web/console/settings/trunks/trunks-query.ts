/** Trunks, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type {
  TrunkForm,
  TrunkLimitsForm,
  TrunksView,
  TrunkTestView,
  TrunkView,
} from '#realtime/agent/trunks-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** All trunks, in their order; read again now and then, since their health changes by itself. */
export const trunksQuery = queryOptions({
  queryKey: ['trunks'],
  queryFn: async () => getJson<TrunksView>('/app/trunks.json'),
  refetchInterval: 10_000,
});

/** The limits of all trunks together. */
export const limitsQuery = queryOptions({
  queryKey: ['trunk limits'],
  queryFn: async () => getJson<TrunkLimitsForm>('/app/trunk-limits.json'),
});

/** Changes what is named. */
export async function changeLimits(change: Partial<TrunkLimitsForm>): Promise<TrunkLimitsForm> {
  return sendJson<TrunkLimitsForm>('PATCH', '/app/trunk-limits.json', change);
}

/** What is asked of a new trunk; the rest is as its preset has it. */
export type NewTrunk = Pick<TrunkForm, 'name' | 'preset' | 'username'> & {
  readonly host?: string;
  readonly password: string | null;
};

/** Adds a trunk; throws with what is wrong with each field. */
export async function addTrunk(trunk: NewTrunk): Promise<TrunkView> {
  return sendJson<TrunkView>('POST', '/app/trunks.json', trunk);
}

/** Changes what is named. */
export async function changeTrunk(id: number, change: Partial<TrunkForm>): Promise<TrunkView> {
  return sendJson<TrunkView>('PATCH', `/app/trunks/${id}.json`, change);
}

/** Puts all trunks in another order. */
export async function orderTrunks(ids: readonly number[]): Promise<TrunksView> {
  return sendJson<TrunksView>('POST', '/app/trunks/order.json', { ids });
}

/** Walks through what can be wrong with it; takes some seconds. */
export async function testTrunk(id: number): Promise<TrunkTestView> {
  return sendJson<TrunkTestView>('POST', `/app/trunks/${id}/test.json`, {});
}

/** Removes it; its numbers stay. */
export async function removeTrunk(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/trunks/${id}.json`);
}
