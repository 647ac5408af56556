import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, START } from '../../../test/support/calls.ts';
import { readCallsQuery, readFind, writePlace } from './calls-read.ts';

const SUPERVISOR = { workspaceId: 1, agentId: 2, role: 'supervisor' } as const;
const AGENT = { ...SUPERVISOR, role: 'agent' } as const;
const NOON = '2026-03-02T12:00:00Z';

/** What is asked -> the one condition that it becomes, each field with its operator and value. */
const CONDITIONS: readonly (readonly [Record<string, string>, readonly string[]])[] = [
  [{}, []],
  [{ show: 'all' }, []],
  [{ show: 'answered' }, ['state eq finished', 'state eq action_only_finished']],
  [{ show: 'missed' }, ['state eq failed', 'state eq recovered']],
  [{ show: 'voicemail' }, ['state eq voicemail_received', 'state eq voicemail_read']],
  [{ show: 'scheduled' }, ['state eq scheduled']],
  [{ direction: 'inbound' }, ['direction eq inbound']],
  [{ direction: 'outbound' }, ['direction eq outbound']],
  [{ agent: '7' }, ['agentId eq 7']],
  [{ contact: '80' }, ['contactId eq 80']],
  [{ menu: '9' }, ['menuId eq 9']],
  [{ disposition: 'Resolved' }, ['disposition eq Resolved']],
  [{ tag: 'billing' }, ['tag eq billing']],
  [{ missing: 'true' }, ['notFilledIn ne null']],
  [{ from: NOON }, ['createdAt gte 2026-03-02T12:00:00.000Z']],
  [{ to: NOON }, ['createdAt lt 2026-03-02T12:00:00.000Z']],
  [{ after: `${START.getTime()}-3` }, [`createdAt lte ${START.toISOString()}`]],
];
for (const [query, expected] of CONDITIONS)
  test(`${JSON.stringify(query)}: ${expected.join(' or ') || 'all calls'}`, () => {
    const read = readCallsQuery(SUPERVISOR, query, null);
    const said = (read?.search.where ?? []).map((some) =>
      some.map(
        ({ field, operator, value }) => `${field} ${operator} ${value instanceof Date ? value.toISOString() : value}`,
      ),
    );
    assert.deepEqual(said, expected.length === 0 ? [] : [expected]);
  });

test('in progress is every live state but the scheduled', () => {
  const states = readCallsQuery(SUPERVISOR, { show: 'live' }, null)?.search.where[0]?.map(({ value }) => value);
  assert.deepEqual(
    [
      states?.includes('queued'),
      states?.includes('connected'),
      states?.includes('scheduled'),
      states?.includes('finished'),
    ],
    [true, true, false, false],
  );
});

test('an agent sees their own calls, voicemails and scheduled ones; whatever they ask narrows that', () => {
  const where = readCallsQuery(AGENT, { direction: 'inbound' }, null)?.search.where ?? [];
  assert.deepEqual(
    where[0]?.map(({ field, value }) => `${field} ${String(value)}`),
    ['agentId 2', 'state voicemail_received', 'state voicemail_read', 'state scheduled'],
  );
  assert.equal(where.length, 2);
});

test('of states that are everyone’s an agent sees all calls, of others their own', () => {
  const conditions = (show: string): (string | undefined)[] =>
    (readCallsQuery(AGENT, { show }, null)?.search.where ?? []).map((some) => some[0]?.field);
  assert.deepEqual(conditions('voicemail'), ['state']);
  assert.deepEqual(conditions('scheduled'), ['state']);
  assert.deepEqual(conditions('missed'), ['agentId', 'state']);
  assert.deepEqual(conditions('all'), ['agentId']);
});

test('what was found narrows the list to it', () => {
  const found = { contactIds: [7], callIds: [9] };
  assert.deepEqual(readCallsQuery(SUPERVISOR, {}, found)?.search.among, found);
  assert.equal(readCallsQuery(SUPERVISOR, {}, null)?.search.among, undefined);
});

test('a page is read one longer than it is shown, newest first', () => {
  const { search, limit } = readCallsQuery(SUPERVISOR, { limit: '20', after: `${START.getTime()}-3` }, null) ?? {};
  assert.deepEqual([limit, search?.limit, search?.offset], [20, 21, 3]);
  assert.deepEqual(search?.sort, [{ field: 'createdAt', descending: true }]);
  assert.deepEqual(
    [readCallsQuery(SUPERVISOR, {}, null)?.limit, readCallsQuery(SUPERVISOR, { limit: '100' }, null)?.limit],
    [50, 100],
  );
});

const SENSELESS = [
  { show: 'everything' },
  { show: '' },
  { direction: 'sideways' },
  { agent: '0' },
  { agent: 'x' },
  { contact: '-1' },
  { from: 'yesterday' },
  { to: '2026-02-30' },
  { limit: '0' },
  { limit: '101' },
  { limit: 'x' },
  { after: 'x' },
  { after: '1-' },
  { after: '-1' },
  { after: '1'.repeat(15) + '-0' },
];
for (const query of SENSELESS)
  test(`${JSON.stringify(query)} makes no sense`, () => assert.equal(readCallsQuery(SUPERVISOR, query, null), null));

/** The calls shown, by seconds, and where their page began -> where the next one does. */
const PLACES: readonly (readonly [readonly number[], string | undefined, string | null])[] = [
  [[], undefined, null],
  [[9, 8, 7], undefined, '7-1'],
  [[9, 7, 7], undefined, '7-2'],
  [[7, 7], '7-2', '7-4'],
  [[7, 6], '7-2', '6-1'],
];
const placed = (text: string | undefined): string | undefined =>
  text?.replace(/^\d+/, (seconds) => String(at(Number(seconds)).getTime()));
for (const [seconds, before, next] of PLACES)
  test(`after calls at ${seconds.join(' ') || 'no time'}, begun ${before ?? 'at the top'}, it continues ${next ?? 'nowhere'}`, () => {
    const shown = seconds.map((each) => ({ createdAt: at(each) }));
    assert.equal(writePlace(shown, placed(before)), placed(next ?? undefined) ?? null);
  });

/** What is typed -> what is looked for: null is everything, undefined nothing that could be. */
const FINDS: readonly (readonly [string | undefined, string | null | undefined])[] = [
  [undefined, null],
  ['', null],
  ['   ', null],
  ['R', undefined],
  ['  Robin ', 'Robin'],
  ['x'.repeat(100), 'x'.repeat(100)],
  ['x'.repeat(101), undefined],
  ['+1 415-555-0148', '+14155550148'],
];
for (const [find, expected] of FINDS)
  test(`looking for ${JSON.stringify(find)?.slice(0, 20)}: ${expected?.slice(0, 20)}`, () =>
    assert.equal(readFind(find === undefined ? {} : { find }), expected));
