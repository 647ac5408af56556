import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, anAgent, aMenu } from '../../../test/support/calls.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { writeSessionEvent } from './session-events.ts';

// What is read of a directory here.
const directory = {
  agents: new Map([[2, anAgent(2)]]),
  menus: new Map([[9, aMenu({ id: 9 })]]),
  languages: [],
  numbers: [],
} as unknown as Directory;
const ENDED = new Date('2026-03-02T09:05:00.000Z');
type Item = { state: string; participants: { type: string; status: string }[]; dispositions?: object };

const written = (step: string, change: object) => {
  const call = aCall({ agentId: 2, menuId: 9, disposition: 'Solved', ...change });
  const told = writeSessionEvent(call, step, directory, (uid) => uid) as { ends_at: string | null; item: Item };
  const people = told.item.participants.map(({ type, status }) => `${type}:${status}`).join();
  return { ends: told.ends_at, state: told.item.state, people, dispositions: told.item.dispositions };
};

test('the sixth step tells the disposition of a session that is over', () => {
  assert.deepEqual(written('disposition_submitted', { endsAt: ENDED, state: 'finished' }), {
    ends: '2026-03-02T09:05:00.000Z',
    state: 'disconnected',
    people: 'external:disconnected,agent:dispositionSubmitted',
    dispositions: { code: 'Solved', custom_code_id: null, note: null },
  });
});

test('an outcome that is noted during the call says that it continues', () => {
  const { ends, state, people } = written('disposition_submitted', { endsAt: null, state: 'connected' });
  assert.deepEqual([ends, state, people], [null, 'connected', 'external:connected,agent:dispositionSubmitted']);
});

test('no other step tells a disposition', () => {
  for (const step of ['session_started', 'session_routed', 'agent_assigned', 'agent_connected', 'session_ended'])
    assert.equal(written(step, { endsAt: ENDED }).dispositions, undefined, step);
});
