/** The audit log as `/v1` tells it, read by tests. */
import assert from 'node:assert/strict';
import type { TestPatchbay } from './patchbay.ts';
import type { ToldEntry } from './people.ts';

/** The verbs, for one server. */
export function auditLogOf(patchbay: Pick<TestPatchbay, 'send'>) {
  const entries = async (query = '', token?: string): Promise<ToldEntry[]> => {
    const got = await patchbay.send(`/v1/audit?limit=100${query}`, token === undefined ? {} : { token });
    assert.equal(got.status, 200, got.text);
    return (got.json as { data: ToldEntry[] }).data;
  };
  return {
    /** The newest first. */
    entries,
    /** The id of the last one. */
    newest: async (): Promise<number> => (await entries())[0]?.id ?? 0,
    /** What stands in the log since then, the oldest first. */
    since: async (id: number): Promise<ToldEntry[]> => (await entries()).filter((each) => each.id > id).toReversed(),
  };
}
