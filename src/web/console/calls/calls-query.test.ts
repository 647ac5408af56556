import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { getJson, isMissing, readJson } from '../parts/request.ts';
import { callQuery, callsQuery, csvAddress, readCallsSearch } from './calls-query.ts';
import { eventWord } from './event-words.ts';

const { fetch: original } = globalThis;
after(() => Object.assign(globalThis, { fetch: original }));
let answer: () => Promise<Response> = async () => Response.json({});
const fetched: string[] = [];
Object.assign(globalThis, {
  fetch: async (url: string) => {
    fetched.push(url);
    return answer();
  },
});

/** What stands in the address -> what is read of it. */
const SEARCHES = [
  [{}, {}],
  [
    { show: 'missed', direction: 'inbound', agent: '3', find: 'Robin' },
    { show: 'missed', direction: 'inbound', agent: 3, find: 'Robin' },
  ],
  [{ show: 'all', direction: 'sideways', agent: -3, find: '' }, {}],
  [{ show: 'everything', agent: 1.5, from: 'yesterday', to: '2026-3-2' }, {}],
  [
    { from: '2026-03-02', to: '2026-03-03', find: 415 },
    { from: '2026-03-02', to: '2026-03-03', find: '415' },
  ],
  [{ other: 1 }, {}],
] as const;
for (const [address, read] of SEARCHES)
  test(`${JSON.stringify(address)} is read as ${JSON.stringify(read)}`, () =>
    assert.deepEqual(readCallsSearch(address), read));

test('the server is asked with what narrows the list, days as the instants at which the reader’s begin and end', async () => {
  const asked = { contact: 80, limit: 20, show: 'missed', from: '2026-03-02', to: '2026-03-02' } as const;
  // Called as the library does, with none of what it adds.
  await (callsQuery(asked).queryFn as () => Promise<unknown>)();
  const { pathname, searchParams } = new URL(fetched.at(-1) ?? '', 'http://localhost');
  assert.equal(pathname, '/app/calls.json');
  assert.deepEqual(
    [searchParams.get('contact'), searchParams.get('limit'), searchParams.get('show')],
    ['80', '20', 'missed'],
  );
  const [from, to] = [searchParams.get('from') ?? '', searchParams.get('to') ?? ''];
  assert.equal(from, new Date('2026-03-02T00:00:00').toISOString());
  assert.equal(Date.parse(to) - Date.parse(from), 86_400_000);
  await (callsQuery({ show: 'all' }).queryFn as () => Promise<unknown>)();
  assert.equal(fetched.at(-1), '/app/calls.json?');
  await (callQuery('../me').queryFn as () => Promise<unknown>)();
  assert.equal(fetched.at(-1), '/app/calls/..%2Fme.json');
});

/** An answer -> the sentence that is shown for it. */
const FAULTS: readonly (readonly [Response, string])[] = [
  [Response.json({ message: 'No such call.' }, { status: 404 }), 'No such call.'],
  [new Response('<html>', { status: 502 }), 'The server answered 502. Try again in a moment.'],
  [
    Response.json({ message: 'It broke.' }, { status: 500, headers: { 'x-request-id': 'r-1' } }),
    'It broke. (request r-1)',
  ],
  [Response.json({ message: 'No.' }, { status: 400, headers: { 'x-request-id': 'r-1' } }), 'No.'],
  [new Response('null', { status: 200 }), 'The server answered 200. Try again in a moment.'],
];
for (const [response, message] of FAULTS)
  test(`an answer of ${response.status} is told as: ${message}`, async () => {
    const { status } = response;
    await assert.rejects(readJson(response), (error: Error) => {
      assert.deepEqual([error.message, isMissing(error)], [message, status === 404]);
      return true;
    });
  });

test('an answer is read, and a server that is not there is told as such', async () => {
  answer = async () => Response.json({ a: 1 });
  assert.deepEqual(await getJson('/x'), { a: 1 });
  answer = async () => {
    throw new TypeError('fetch failed');
  };
  await assert.rejects(getJson('/x'), { message: 'Can’t reach the server.' });
  assert.equal(isMissing(new Error('404')), false);
});

test('an event that no word is known for is shown by its own name', () => {
  assert.deepEqual(eventWord('brand_new_thing'), { word: 'Brand new thing', tone: 'calm' });
  assert.notEqual(eventWord('held').word, 'Held');
});

/** The list's address -> what it is narrowed to; what makes no sense is not there. */
const ADDRESSES: readonly (readonly [search: Record<string, unknown>, read: object])[] = [
  [{}, {}],
  [
    { show: 'missed', direction: 'inbound' },
    { show: 'missed', direction: 'inbound' },
  ],
  [{ show: 'all', direction: 'sideways' }, {}],
  [
    { agent: '3', menu: 50 },
    { agent: 3, menu: 50 },
  ],
  [{ agent: '0', menu: '-1' }, {}],
  [{ agent: 'Ada', menu: '1.5' }, {}],
  [
    { find: 'Robin', disposition: 'Resolved', tag: 'billing' },
    { find: 'Robin', disposition: 'Resolved', tag: 'billing' },
  ],
  [{ find: '', disposition: '', tag: '' }, {}],
  [{ missing: 'true' }, { missing: true }],
  [{ missing: 'false' }, {}],
  [
    { from: '2026-03-02', to: '2028-02-29' },
    { from: '2026-03-02', to: '2028-02-29' },
  ],
  [{ from: '2026-13-01', to: '2026-02-31' }, {}],
  [{ from: '2026-3-2', to: 'today' }, {}],
];
for (const [search, read] of ADDRESSES)
  test(`the address ${JSON.stringify(search)} asks for ${JSON.stringify(read)}, which can be asked`, () => {
    const found = readCallsSearch(search);
    assert.deepEqual(found, read);
    assert.match(csvAddress(found), /^\/app\/calls\.csv\?/);
  });
