import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeServer } from '../../test/support/cli-server.ts';
import { CliFault } from './fault.ts';
import type { CallShape } from './shapes.ts';
import { diffViews, readView, viewOf } from './views.ts';

/** A field of the left view, one of the right -> whether they are the same fact. */
const SAME: readonly (readonly [what: string, left: object, right: object, isSame: boolean])[] = [
  ['an instant, with an offset or in seconds', { at: '2026-11-28T10:00:00.000Z' }, { created_at: 1795860000 }, true],
  ['an instant in another zone', { at: '2026-11-28T10:00:00Z' }, { on: '2026-11-28T12:00:00+02:00' }, true],
  ['a number, spaced or not', { from: '+1 (339) 219-5276' }, { phone: '+13392195276' }, true],
  ['a word, in whichever case', { state: 'Finished' }, { status: 'finished' }, true],
  ['an id', { id: 1042 }, { call_id: 1042 }, true],
  ['a small number under another name could be anything', { rating: 5 }, { priority: 5 }, false],
  ['a small number under the same name', { rating: 5 }, { call: { rating: 5 } }, true],
  ['true under another name could be anything', { verified: true }, { recorded: true }, false],
  ['other values', { state: 'finished' }, { state: 'failed' }, false],
];
for (const [what, left, right, isSame] of SAME)
  test(`two views are compared by what they say: ${what}`, () => {
    const { both, onlyLeft, onlyRight } = diffViews(left, right);
    assert.deepEqual([both.length, onlyLeft.length, onlyRight.length], isSame ? [1, 0, 0] : [0, 1, 1]);
  });

test('a fact is paired once, under its own name first, and what is empty tells nothing', () => {
  const { both, onlyRight } = diffViews(
    { id: 1042, ended_at: null, note: '' },
    { conversation_id: 1042, id: 1042, tags: [] },
  );
  assert.deepEqual(both, [{ left: 'id', right: 'id', value: 1042 }]);
  assert.deepEqual(onlyRight, [['conversation_id', 1042]]);
});

test('each API is asked as its programs ask it', async () => {
  const call = { id: 1042, uid: 'u-1042' } as CallShape;
  const basic = Buffer.from('acme:pb_token').toString('base64');
  const server = fakeServer({
    answers: {
      '/calls/1042': [{ is: 'intercom' }],
      '/v1/workspace': [{ subdomain: 'acme' }],
      [`/manager/api/v1/calls/1042 Basic ${basic}`]: [{ is: 'ccaip' }],
      '/v3/communication/voice_calls/u-1042': [{ data: { is: 'vcita' } }],
    },
  });
  assert.equal(await readView(server, call, 'patchbay'), call);
  for (const view of ['intercom', 'ccaip', 'vcita'] as const)
    assert.deepEqual(await readView(server, call, view), { is: view });
});

test('an API that there is none of is a usage fault that names those there are', () => {
  assert.equal(viewOf('ccaip'), 'ccaip');
  assert.throws(
    () => viewOf('zendesk'),
    (error) =>
      error instanceof CliFault && error.message === '--as is one of patchbay, intercom, ccaip, vcita, not zendesk.',
  );
});
