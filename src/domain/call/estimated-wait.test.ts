import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimatedWait } from './estimated-wait.ts';

const CASES = [
  ['nobody works: it cannot be told', { position: 1, working: 0, free: 0, handleSeconds: [60] }, null],
  ['a free agent for each before me: no wait', { position: 2, working: 3, free: 2, handleSeconds: [60] }, 0],
  ['first of the queue behind one busy agent: a call', { position: 1, working: 1, free: 0, handleSeconds: [60] }, 60],
  ['third behind two busy agents: one and a half calls', { position: 3, working: 2, free: 0, handleSeconds: [60] }, 90],
  ['no call has ended yet: the usual four minutes', { position: 1, working: 1, free: 0, handleSeconds: [] }, 240],
  ['rounded up to five', { position: 1, working: 1, free: 0, handleSeconds: [61] }, 65],
  [
    'one forgotten call frightens nobody',
    { position: 1, working: 1, free: 0, handleSeconds: [60, 60, 60, 60, 9000] },
    60,
  ],
  ['who does not wait has no wait', { position: 0, working: 1, free: 0, handleSeconds: [] }, null],
] as const;

for (const [name, outlook, seconds] of CASES) test(name, () => assert.equal(estimatedWait(outlook), seconds));
