import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestDraft } from '#domain/ports/request-log.ts';
import { LOG_SHARE, STRANGER_SHARE } from '#domain/ports/request-log.ts';
import type { Passage } from '#http/passage.ts';
import { START } from '../../test/support/calls.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createRequestLog } from './request-log.ts';

const PASSAGE: Passage = {
  requestId: '0198c1d2-7f3a-4c11-9f11-aaaaaaaaaaaa',
  cameAt: START.getTime(),
  milliseconds: 3,
  surface: 'patchbay',
  route: null,
  method: 'GET',
  url: '/v1/calls',
  params: {},
  status: 200,
  principal: { workspaceId: 1, tokenId: 2, kind: 'staff', contactId: null },
  token: 'pb_secret',
  user: null,
  address: '203.0.113.7',
  body: null,
  answer: null,
};
const REFUSED = { ...PASSAGE, status: 422 };
const STRANGER = { ...PASSAGE, status: 401, principal: null };

function opened() {
  const written: RequestDraft[][] = [];
  const left = new Map<string, number>();
  const clock = createManualClock(START, async () => undefined);
  const broken = { is: false };
  const store = {
    add: async (drafts: readonly RequestDraft[]) => {
      if (broken.is) throw new Error('The database is away.');
      written.push([...drafts]);
    },
    list: async () => [],
    find: async () => null,
    wishes: async () => [],
    keepBodies: async () => undefined,
    forget: async () => 0,
  };
  const failures: unknown[] = [];
  const log = createRequestLog({
    store,
    clock,
    failed: (_what, error) => void failures.push(error),
    leftOut: (reason) => void left.set(reason, (left.get(reason) ?? 0) + 1),
  });
  const note = (passage: Passage, times = 1): void => {
    for (let each = 0; each < times; each += 1) log.note(passage);
  };
  return { log, note, written, left, clock, broken, failures };
}

test('requests of a second are written in one statement', async () => {
  const { note, written, clock } = opened();
  note(PASSAGE, 20);
  assert.equal(written.length, 0);
  await clock.advance(1000);
  assert.deepEqual(
    written.map((batch) => batch.length),
    [20],
  );
});

test('a workspace that asks more than its share is counted, and refusals have the last of it', async () => {
  const { log, note, left } = opened();
  note(PASSAGE, LOG_SHARE.burst);
  assert.equal(left.get('share'), LOG_SHARE.forRefusals);
  note(REFUSED, LOG_SHARE.forRefusals);
  assert.equal(log.state(1).leftOut, LOG_SHARE.forRefusals);
  note(REFUSED);
  assert.deepEqual([log.state(1).leftOut, log.state(2).leftOut], [LOG_SHARE.forRefusals + 1, 0]);
});

test('an address without a token of ours has a small share, and takes nothing from the workspace', async () => {
  const { note, left, log } = opened();
  note(STRANGER, 100);
  assert.equal(left.get('stranger'), 100 - STRANGER_SHARE.burst);
  note({ ...STRANGER, address: '203.0.113.8' });
  note(PASSAGE);
  assert.deepEqual([left.get('share'), log.state(1).leftOut], [undefined, 0]);
});

test('memory is bounded while nothing can be written', () => {
  const { note, left } = opened();
  for (let workspaceId = 1; workspaceId <= 10; workspaceId += 1)
    note({ ...PASSAGE, principal: { workspaceId, tokenId: 2, kind: 'staff', contactId: null } }, 1000);
  assert.equal(left.get('memory'), 5000);
});

test('what the database does not take is counted and not tried again; what comes later is', async () => {
  const { note, left, log, written, clock, broken, failures } = opened();
  broken.is = true;
  note(PASSAGE, 3);
  await clock.advance(1000);
  assert.deepEqual([failures.length, left.get('database'), log.state(1).leftOut], [1, 3, 3]);
  broken.is = false;
  note(PASSAGE);
  await clock.advance(10_000);
  assert.deepEqual(
    written.map((batch) => batch.length),
    [1],
  );
});

test('a token that was accepted is kept by its id alone, one that was not by its hash', async () => {
  const { note, written, log } = opened();
  note(PASSAGE);
  note({ ...STRANGER, token: 'pb_abcdefgh' });
  note({ ...STRANGER, token: 'someone else’s' });
  await log.write();
  assert.deepEqual(
    written[0]?.map(({ tokenId, tokenPrefix, tokenHash }) => [tokenId, tokenPrefix, tokenHash?.length ?? 0]),
    [
      [2, null, 0],
      [null, 'pb_abc', 64],
      [null, null, 64],
    ],
  );
});
