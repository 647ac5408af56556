import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeJunit } from './junit.ts';
import { readScenarios } from './scenario-file.ts';
import { faultsOf } from './simulation.ts';
import { diffViews, viewOf } from './views.ts';

test('a file says what is played, and what is expected; the rest has defaults', () => {
  const text =
    'scenarios:\n  - play: call.missed\n    menu: 10\n    expect: { never: [call.answered], within: 5 }\n  - { play: call.busy, name: Busy, from: "+14155550001", agent: 1 }\n';
  assert.deepEqual(readScenarios(text, 'file'), [
    {
      name: 'call.missed',
      scenario: 'call.missed',
      casting: { from: null, menuId: 10, agent: null },
      expected: {
        events: ['call.queued', 'call.ended', 'call.missed'],
        never: ['call.answered'],
        state: null,
        failReason: null,
        within: 5,
      },
    },
    {
      name: 'Busy',
      scenario: 'call.busy',
      casting: { from: '+14155550001', menuId: null, agent: '1' },
      expected: { events: ['call.ended'], never: [], state: null, failReason: null, within: 120 },
    },
  ]);
  assert.equal(readScenarios('{"scenarios":[{"play":"call.busy"}]}', 'file').length, 1, 'JSON is YAML');
});

const WRONG: readonly (readonly [text: string, says: RegExp])[] = [
  ['', /^file is no object\.$/],
  ['[]', /^file is no object\.$/],
  ['scenarios: []', /^file: scenarios is a list of at least one\.$/],
  ['scenarios: [{ play: call.missed }\n', /^file is no YAML: /],
  ['scenarios: [x]', /^file: scenarios\[0\] is no object\.$/],
  ['scenarios: [{ play: nothing }]', /^There is no scenario nothing\./],
  ['scenarios: [{}]', /^There is no scenario \./],
  ['scenarios: [{ play: call.busy, speed: 2 }]', /^file: scenarios\[0\]: speed is unknown; there are name, play,/],
  ['scenarios: [{ play: call.busy, from: 14155550001 }]', /^file: scenarios\[0\]\.from is no text; put quotes/],
  ['scenarios: [{ play: call.busy, menu: x }]', /^file: scenarios\[0\]\.menu is no id\.$/],
  ['scenarios: [{ play: call.busy, expect: { within: 0 } }]', /^file: scenarios\[0\]\.expect\.within is a number/],
  ['scenarios: [{ play: call.busy, expect: { events: x } }]', /^file: scenarios\[0\]\.expect\.events is no list\.$/],
  [
    'scenarios: [{ play: call.busy, expect: { events: [1] } }]',
    /^file: scenarios\[0\]\.expect\.events\[0\] is no text/,
  ],
  ['a: &a [x]\nscenarios: *a', /^file is no YAML: /],
  [`scenarios: [${'{ play: call.busy },'.repeat(201)}]`, /^file: scenarios are 200 at most\.$/],
];
for (const [text, says] of WRONG)
  test(`${JSON.stringify(text.slice(0, 60))} is a usage fault that says where`, () => {
    assert.throws(() => readScenarios(text, 'file'), { message: says, code: 2 });
  });

const EVENTS = ['call.created', 'call.queued', 'call.ended', 'call.missed'];
const CALL = { state: 'failed', fail_reason: 'eu_abandoned' };
const NOTHING = { events: [], never: [], state: null, failReason: null };
const JUDGED: readonly (readonly [expected: object, faults: readonly string[]])[] = [
  [{}, []],
  [
    { events: ['call.created', 'call.missed'], never: ['call.answered'], state: 'failed', failReason: 'eu_abandoned' },
    [],
  ],
  [
    { events: ['call.missed', 'call.ended'] },
    [`call.ended did not come in its place; there were ${EVENTS.join(', ')}`],
  ],
  [{ events: ['call.ended', 'call.ended'] }, [`call.ended did not come in its place; there were ${EVENTS.join(', ')}`]],
  [{ never: ['call.missed', 'x'] }, ['call.missed came']],
  [{ state: 'finished' }, ['the call is failed, not finished']],
  [{ failReason: 'eu_busy' }, ['the reason is eu_abandoned, not eu_busy']],
];
for (const [expected, faults] of JUDGED)
  test(`${JSON.stringify(expected)} is ${faults.length === 0 ? 'met' : 'not met'}`, () => {
    assert.deepEqual(faultsOf({ ...NOTHING, ...expected }, EVENTS, CALL), faults);
  });

test('a report for CI has a case for each call, and is well-formed whatever a name holds', () => {
  const result = { name: 'a <b> & "c"\u0000', callId: 7, state: 'failed', seconds: 1.5, events: [] };
  const other = { ...result, callId: null, faults: ['x < y', 'z'] };
  assert.deepEqual(writeJunit([{ ...result, faults: [] }, other]).split('\n'), [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuite name="patchbay simulate" tests="2" failures="1" errors="0" time="3.000">',
    '  <testcase classname="patchbay.simulate" name="a &lt;b&gt; &amp; &quot;c&quot; (call 7)" time="1.500"/>',
    '  <testcase classname="patchbay.simulate" name="a &lt;b&gt; &amp; &quot;c&quot;" time="1.500">',
    '    <failure message="x &lt; y">x &lt; y',
    'z</failure>',
    '  </testcase>',
    '</testsuite>',
  ]);
});

test('two views are paired by what they say, not by what they call it', () => {
  const left = {
    id: 1042,
    at: '2026-11-28T09:00:00.250Z',
    phone: '+1 415-555-0148',
    ok: true,
    deep: { list: ['same text'] },
    gone: null,
  };
  const right = {
    call_id: '1042',
    started: 1795856400,
    number: '+14155550148',
    ok: true,
    other: true,
    words: 'Same Text',
  };
  assert.deepEqual(diffViews(left, right), {
    both: [
      { left: 'at', right: 'started', value: '2026-11-28T09:00:00.250Z' },
      { left: 'phone', right: 'number', value: '+1 415-555-0148' },
      { left: 'ok', right: 'ok', value: true },
      { left: 'deep.list.0', right: 'words', value: 'same text' },
      { left: 'id', right: 'call_id', value: 1042 },
    ].toSorted(
      (a, b) =>
        Object.keys(left).indexOf(a.left.split('.')[0] ?? '') - Object.keys(left).indexOf(b.left.split('.')[0] ?? ''),
    ),
    onlyLeft: [],
    onlyRight: [['other', true]],
  });
  assert.throws(() => viewOf('twilio'), /--as is one of patchbay, intercom, ccaip, vcita, not twilio/);
});
