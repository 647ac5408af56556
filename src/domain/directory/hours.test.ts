import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeeklyHours } from './hours.ts';
import { hoursFault, isOpen } from './hours.ts';

const everyDay = (timeZone: string, from: number, to: number): WeeklyHours => {
  const range = [{ from, to }];
  return { timeZone, open: { sun: range, mon: range, tue: range, wed: range, thu: range, fri: range, sat: range } };
};
const NINE = 9 * 60;
const SEVENTEEN = 17 * 60;

/** What, the hours, the instant -> whether it is open. */
const CASES: readonly (readonly [string, WeeklyHours | null, string, boolean])[] = [
  ['without hours it is always open', null, '2026-01-01T00:00:00Z', true],
  ['an empty table is never open', { timeZone: 'UTC', open: {} }, '2026-01-01T12:00:00Z', false],
  ['the first minute is inside', everyDay('UTC', NINE, SEVENTEEN), '2026-01-05T09:00:00Z', true],
  ['the minute before is not', everyDay('UTC', NINE, SEVENTEEN), '2026-01-05T08:59:59.999Z', false],
  ['the last minute is inside to its end', everyDay('UTC', NINE, SEVENTEEN), '2026-01-05T16:59:59.999Z', true],
  ['the end is not', everyDay('UTC', NINE, SEVENTEEN), '2026-01-05T17:00:00Z', false],
  ['1440 is midnight', everyDay('UTC', 0, 1440), '2026-01-05T23:59:59Z', true],
  [
    'Los Angeles, winter: 9:00 is 17:00 UTC',
    everyDay('America/Los_Angeles', NINE, SEVENTEEN),
    '2026-01-05T17:00:00Z',
    true,
  ],
  ['Los Angeles, winter: 8:59', everyDay('America/Los_Angeles', NINE, SEVENTEEN), '2026-01-05T16:59:00Z', false],
  [
    'Los Angeles, summer: 9:00 is 16:00 UTC',
    everyDay('America/Los_Angeles', NINE, SEVENTEEN),
    '2026-07-06T16:00:00Z',
    true,
  ],
  ['Los Angeles, summer: 8:59', everyDay('America/Los_Angeles', NINE, SEVENTEEN), '2026-07-06T15:59:00Z', false],
  ['Kolkata is half an hour off', everyDay('Asia/Kolkata', NINE, SEVENTEEN), '2026-01-05T03:30:00Z', true],
  ['Kolkata, a minute before', everyDay('Asia/Kolkata', NINE, SEVENTEEN), '2026-01-05T03:29:00Z', false],
];
for (const [name, hours, at, expected] of CASES) test(name, () => assert.equal(isOpen(hours, new Date(at)), expected));

const week = everyDay('Pacific/Auckland', NINE, SEVENTEEN);
const HOLIDAYS: WeeklyHours = {
  ...week,
  holidays: [
    { date: '2026-12-25', name: 'Christmas', open: [] },
    { date: '2026-12-24', name: '', open: [{ from: NINE, to: 720 }] },
  ],
};
/** The wall clock in Auckland, 13 hours ahead in December -> whether it is open. */
const DATES = [
  ['closed all of a holiday', '2026-12-24T22:00:00Z', false],
  ['open again the day after', '2026-12-25T20:00:00Z', true],
  ['other hours: in them', '2026-12-23T22:59:00Z', true],
  ['other hours: after them, in those of the weekday', '2026-12-23T23:00:00Z', false],
  ['the same date a year later is none', '2027-12-24T22:00:00Z', true],
] as const;
for (const [name, at, expected] of DATES)
  test(`a holiday: ${name}`, () => assert.equal(isOpen(HOLIDAYS, new Date(at)), expected));

test('a holiday is on a date of its own, and its ranges end after they begin', () => {
  const [christmas, eve] = HOLIDAYS.holidays ?? [];
  assert.ok(christmas !== undefined && eve !== undefined);
  assert.equal(hoursFault(HOLIDAYS), null);
  const twice = hoursFault({ ...week, holidays: [christmas, eve, christmas] });
  assert.deepEqual(twice, { code: 'menu_holiday_twice', holiday: 2 });
  const reversed = { ...eve, open: [...eve.open, { from: 720, to: 720 }] };
  const fault = { code: 'menu_hours_reversed', day: null, holiday: 1, place: 1 };
  assert.deepEqual(hoursFault({ ...week, holidays: [christmas, reversed] }), fault);
});

test('the weekday is that of the place: Monday in Auckland is Sunday in UTC', () => {
  const monday: WeeklyHours = { timeZone: 'Pacific/Auckland', open: { mon: [{ from: 0, to: 1440 }] } };
  assert.equal(isOpen(monday, new Date('2026-01-04T12:00:00Z')), true);
  assert.equal(isOpen(monday, new Date('2026-01-05T12:00:00Z')), false);
});

test('several ranges a day leave the break between them closed', () => {
  const hours: WeeklyHours = {
    timeZone: 'UTC',
    open: {
      mon: [
        { from: 540, to: 720 },
        { from: 780, to: 1020 },
      ],
    },
  };
  assert.deepEqual(
    ['11:59', '12:00', '12:59', '13:00'].map((time) => isOpen(hours, new Date(`2026-01-05T${time}:00Z`))),
    [true, false, false, true],
  );
});

/** New York, 2026-03-08: at 2:00 the clock jumps to 3:00. 2026-11-01: at 2:00 it falls back to 1:00. */
test('in spring the hour that the clock skips does not exist', () => {
  const twoToThree = everyDay('America/New_York', 120, 180);
  for (let minute = 0; minute < 24 * 60; minute += 10)
    assert.equal(isOpen(twoToThree, new Date(Date.UTC(2026, 2, 8, 5, minute))), false);
  assert.equal(isOpen(everyDay('America/New_York', 180, 240), new Date('2026-03-08T07:00:00Z')), true);
});

test('in autumn the hour that the clock repeats is open twice', () => {
  const oneToTwo = everyDay('America/New_York', 60, 120);
  const open = (time: string) => isOpen(oneToTwo, new Date(`2026-11-01T${time}:00Z`));
  assert.deepEqual(['04:59', '05:00', '05:59', '06:00', '06:59', '07:00'].map(open), [
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
});
