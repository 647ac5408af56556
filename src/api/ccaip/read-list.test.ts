/** The parts that every list's query is read by, and the page that is answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerRows, isAmong, matches } from './pages.ts';
import { listAskOf, readFlags, readIds, readPage, readSort, readSpan } from './read-list.ts';
import { userStatus, userStatuses } from './user-statuses.ts';

const ask = (search: string) =>
  listAskOf({ url: `/manager/api/v1/agents?${search}`, query: Object.fromEntries(new URLSearchParams(search)) });

test('values that may be repeated are all read, blanks are as good as nothing', () => {
  assert.deepEqual(readIds(ask('id[]=3&id[]=7&id[]='), 'id[]'), { ok: true, value: [3, 7] });
  assert.deepEqual(readIds(ask('id[]='), 'id[]'), { ok: true, value: null });
  assert.deepEqual(readFlags(ask('online[]=true&online[]=false'), 'online[]'), { ok: true, value: [true, false] });
  assert.deepEqual(readFlags(ask(''), 'online[]'), { ok: true, value: null });
  for (const wrong of ['0', '-1', '1.5', 'x', '9'.repeat(10)])
    assert.deepEqual(readIds(ask(`id[]=${wrong}`), 'id[]'), { ok: false, message: 'id[] is not well formed' });
  assert.deepEqual(readFlags(ask('online[]=yes'), 'online[]'), { ok: false, message: 'online[] is not well formed' });
});

test('a page ends with the last one, and more than 100 on it are 100', () => {
  assert.deepEqual(readPage(ask('')), { ok: true, value: { page: 1, perPage: 100 } });
  assert.deepEqual(readPage(ask('page=1000000&per=1000')), { ok: true, value: { page: 1_000_000, perPage: 100 } });
  assert.deepEqual(readPage(ask('page=1000001')), { ok: false, message: 'page is not well formed' });
});

test('a span has both ends or either, and a day is its midnight in UTC', () => {
  const at = (day: string) => new Date(`${day}T00:00:00Z`);
  const [from, to] = [at('2026-01-01'), at('2026-02-01')];
  const read = (search: string) => readSpan(ask(search), 'started_at');
  assert.deepEqual(read('started_at[from]=2026-01-01'), { ok: true, value: { from, to: null } });
  assert.deepEqual(read('started_at[from]=2026-01-01&started_at[to]=20260201'), { ok: true, value: { from, to } });
  assert.deepEqual(read('started_at[to]=then'), { ok: false, message: 'started_at[to] is not well formed' });
});

test('a list is sorted by its own columns alone', () => {
  const absent = { column: 'id', descending: false } as const;
  const read = (search: string) => readSort(ask(search), ['id', 'position'], absent);
  assert.deepEqual(read(''), { ok: true, value: absent });
  assert.deepEqual(read('sort_column=position&sort_direction=desc'), {
    ok: true,
    value: { column: 'position', descending: true },
  });
  for (const wrong of ['constructor', 'created_at', '__proto__'])
    assert.deepEqual(read(`sort_column=${wrong}`), { ok: false, message: 'sort_column is not well formed' });
});

test('rows that are alike follow by their ids, and only a page with another behind it has a link', () => {
  const rows = [4, 2, 3, 1].map((id) => ({ id, group: id % 2 }));
  const answer = (search: string) => {
    const url = `/manager/api/v1/teams?${search}`;
    const query = Object.fromEntries(new URLSearchParams(search));
    const { body, headers } = answerRows(
      { url, query } as Parameters<typeof answerRows>[0], // What the answer is made from.
      'https://calls.example.com',
      rows,
      { id: ({ id }) => id, group: ({ group }) => group },
      ({ id }) => ({ id }),
    );
    return [(body as { id: number }[]).map(({ id }) => id), headers?.['link']];
  };
  assert.deepEqual(answer('sort_column=group'), [[2, 4, 1, 3], undefined]);
  assert.deepEqual(answer('sort_column=group&sort_direction=DESC'), [[3, 1, 4, 2], undefined]);
  const link = '<https://calls.example.com/manager/api/v1/teams?per=2&page=2>; rel="next"';
  assert.deepEqual(answer('per=2'), [[1, 2], link]);
  assert.deepEqual(answer('per=2&page=2'), [[3, 4], undefined]);
});

test('a filter without values leaves every row', () => {
  assert.deepEqual([isAmong(null, 1), isAmong([2], 1), isAmong([1, 2], 1)], [true, false, true]);
  const wanted = ask('agent_number[]=7&agent_number[]=8');
  assert.deepEqual(
    ['7', '9', null].map((number) => matches(wanted, 'agent_number[]', number)),
    [true, false, false],
  );
});

test('a status has its own id; one of the workspace’s keeps the id of its name, also once it is gone', () => {
  const own = [{ name: 'Lunch', color: 'amber', countsAs: 'break' }] as const;
  const all = userStatuses(own);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  const lunch = userStatus({ status: 'break', statusName: 'Lunch' }, own);
  assert.deepEqual(lunch, all.at(-1));
  assert.deepEqual(userStatus({ status: 'break', statusName: 'Lunch' }, []), { ...lunch, color: 'gray' });
  assert.equal(userStatus({ status: 'break', statusName: null }, own).name, 'Break');
});
