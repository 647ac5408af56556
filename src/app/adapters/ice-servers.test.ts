import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#config/config.ts';
import { iceServersOf } from './ice-servers.ts';

const of = (env: Record<string, string>) => iceServersOf(readConfig(env));
const TURN = {
  PATCHBAY_TURN_URLS: 'turn:turn.example.com:3478',
  PATCHBAY_TURN_USERNAME: 'patchbay',
  PATCHBAY_TURN_CREDENTIAL: 'secret',
};
const RELAY = { urls: ['turn:turn.example.com:3478'], username: 'patchbay', credential: 'secret' };

test('pages are told of no server that is not configured', () => assert.deepEqual(of({}), []));

test('a STUN server has its address alone, a TURN server its name and its secret as well', () => {
  const stun = { PATCHBAY_STUN_URLS: 'stun:stun.example.com:3478' };
  assert.deepEqual(of(stun), [{ urls: ['stun:stun.example.com:3478'] }]);
  assert.deepEqual(of(TURN), [RELAY]);
  assert.deepEqual(of({ ...stun, ...TURN }), [{ urls: ['stun:stun.example.com:3478'] }, RELAY]);
});
