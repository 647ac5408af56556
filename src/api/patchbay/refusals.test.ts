import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdministrationRefusal } from '#domain/directory/administration.ts';
import { FAULTS } from '#http/fault.ts';
import { camel } from '../camel.ts';
import { readHours } from '../menus/wire.ts';
import { readPhones, readQueryPhone, readTokenBounds } from './read.ts';
import { administrationProblem, createProblems, PROBLEMS, refusalProblem } from './refusals.ts';

const ID = '01890000-0000-7000-8000-000000000001';
const problems = createProblems(() => 'https://voice.example.com');
type Body = {
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string }[];
};
const bodyOf = (answer: { readonly body?: unknown }): Body => answer.body as Body;

for (const [code, [status, title]] of Object.entries(PROBLEMS))
  test(`${code} is a problem of ${status}, with a sentence for people`, () => {
    assert.ok(status >= 400 && status < 600);
    assert.ok(title.length > 0);
    const about = PROBLEMS[code as keyof typeof PROBLEMS][2];
    assert.match(about, /\.$/, 'a whole sentence');
  });

test('a fault of HTTP has the status that HTTP gives it', () => {
  for (const [fault, status] of Object.entries(FAULTS)) {
    if (!(fault in PROBLEMS)) continue;
    assert.equal(PROBLEMS[fault as keyof typeof PROBLEMS][0], status, fault);
  }
});

test('a problem names itself, the request and where it is explained', () => {
  const { status, body, headers } = problems('menu_unknown', ID);
  assert.deepEqual([status, headers?.['content-type']], [422, 'application/problem+json; charset=utf-8']);
  assert.deepEqual(body, {
    type: 'https://voice.example.com/problems#menu_unknown',
    title: 'Unknown menu',
    status: 422,
    detail: 'The workspace has no such menu.',
    instance: `urn:uuid:${ID}`,
    code: 'menu_unknown',
    request_id: ID,
  });
  const more = { detail: 'More.', errors: [{ parameter: 'limit', detail: 'At most 100.' }] };
  assert.partialDeepStrictEqual(problems('query_invalid', ID, more).body, more);
});

test('an event that the state does not take is told with both', () => {
  const refused = refusalProblem(problems, { code: 'event_not_allowed', state: 'finished', event: 'held' }, ID);
  assert.equal(refused.status, 409);
  assert.match(bodyOf(refused).detail, /finished.*held/);
  assert.equal(refusalProblem(problems, { code: 'call_unknown', id: '7' }, ID).status, 404);
});

/** A refused change -> its status, and the field at which it points. */
const ADMINISTRATION: readonly (readonly [AdministrationRefusal, number, string | null])[] = [
  [{ code: 'unknown' }, 404, null],
  [{ code: 'taken', field: 'email' }, 409, '/email'],
  [{ code: 'taken', field: 'is_default' }, 409, '/is_default'],
  [{ code: 'ticket_contact_unknown' }, 422, '/contact_id'],
  [{ code: 'attributes_full' }, 422, '/attributes'],
  [{ code: 'default_line_wrong' }, 422, '/is_default'],
  [{ code: 'trunk_unknown' }, 422, '/trunk_id'],
  [{ code: 'destination_unknown' }, 422, '/destination/id'],
  [{ code: 'trunks_full' }, 409, null],
  [{ code: 'phone_numbers_full' }, 409, null],
  [{ code: 'menu_deleted' }, 409, null],
  [{ code: 'menu_parent_unknown', parentId: 3 }, 422, '/parent_id'],
  [{ code: 'menu_in_itself', parentId: 3 }, 422, '/parent_id'],
  [{ code: 'menu_agent_unknown', agentId: 9, group: 1, place: 2 }, 422, '/groups/1/agent_ids/2'],
  [{ code: 'menu_group_twice', name: 'A', group: 1 }, 422, '/groups/1/name'],
  [{ code: 'menu_time_zone_unknown', timeZone: 'X' }, 422, '/hours/time_zone'],
  [{ code: 'menu_hours_reversed', day: 'mon', place: 0 }, 422, '/hours/open/mon/0'],
];
for (const [refusal, status, pointer] of ADMINISTRATION)
  test(`a change refused for ${JSON.stringify(refusal)} points at ${pointer}`, () => {
    const body = bodyOf(administrationProblem(problems, refusal, ID));
    assert.deepEqual([body.status, body.errors?.[0]?.pointer ?? null], [status, pointer]);
  });

test('names on the wire become ours, one level deep', () => {
  assert.deepEqual(camel({ first_name: 'A', out_contact_id: null, plain: { in_it: 1 } }), {
    firstName: 'A',
    outContactId: null,
    plain: { in_it: 1 },
  });
});

test('numbers are read in E.164, and each that is none is pointed at', () => {
  assert.deepEqual(readPhones({}), { read: {}, wrong: [] });
  assert.deepEqual(readPhones({ phone: null }), { read: { phone: null }, wrong: [] });
  const read = readPhones({ phone: '+1 415-555-0148', other_phones: ['+14155550149', '12', 'x'] });
  assert.equal(read.read.phone, '+14155550148');
  assert.deepEqual([read.read.otherPhones?.[0], read.wrong], ['+14155550149', ['/other_phones/1', '/other_phones/2']]);
  assert.deepEqual(readPhones({ phone: '12' }).wrong, ['/phone']);
});

test('a plus that was not escaped in a query is a plus all the same', () => {
  assert.deepEqual([readQueryPhone(' 14155550148'), readQueryPhone('+14155550148')], ['+14155550148', '+14155550148']);
  assert.equal(readQueryPhone('12'), null);
});

test('a token lasts for good and is no one’s, unless told otherwise', () => {
  const token = { name: 'One', kind: 'app' } as const;
  assert.deepEqual(readTokenBounds(token), { expiresAt: null, contactId: null });
  assert.deepEqual(readTokenBounds({ ...token, expires_at: '2026-03-02T09:00:00Z', contact_id: 4 }), {
    expiresAt: new Date('2026-03-02T09:00:00Z'),
    contactId: 4,
  });
});

test('hours are minutes since midnight', () => {
  const open = { mon: [{ from: '09:30', to: '24:00' }], tue: [] };
  assert.deepEqual(readHours({ time_zone: 'Etc/UTC', open }), {
    timeZone: 'Etc/UTC',
    open: { mon: [{ from: 570, to: 1440 }], tue: [] },
    holidays: [],
  });
});
