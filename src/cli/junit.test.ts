import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeJunit } from './junit.ts';

const passed = { name: 'answered', callId: 7, state: 'finished', seconds: 1.25, events: [], faults: [] };

test('a suite has a case for each call, with the seconds of all', () => {
  const failed = {
    ...passed,
    name: 'missed',
    callId: null,
    seconds: 2,
    faults: ['the call is failed', 'call.missed came'],
  };
  assert.equal(
    writeJunit([passed, failed]),
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuite name="patchbay simulate" tests="2" failures="1" errors="0" time="3.250">',
      '  <testcase classname="patchbay.simulate" name="answered (call 7)" time="1.250"/>',
      '  <testcase classname="patchbay.simulate" name="missed" time="2.000">',
      '    <failure message="the call is failed">the call is failed\ncall.missed came</failure>',
      '  </testcase>',
      '</testsuite>',
    ].join('\n'),
  );
});

test('what callers and files name cannot leave its place in the XML', () => {
  const xml = writeJunit([{ ...passed, callId: null, name: "\"/><x a='1'>&\u0000\u001b\ufffe" }]);
  assert.match(xml, /name="&quot;\/&gt;&lt;x a='1'&gt;&amp;" time/);
});
