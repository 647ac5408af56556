import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveHeard, LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import type { StreamOutcome } from './told-streams.ts';
import { toldStreams } from './told-streams.ts';

test('each stream is told when it is opened or refused, and when it is lost', () => {
  const told: StreamOutcome[] = [];
  const heard: LiveHeard['type'][] = [];
  let lose: (heard: LiveHeard) => void = () => undefined;
  let hasRoom = true;
  const engine: LiveTranscriber = {
    name: 'test',
    knows: () => true,
    listen(_options, on) {
      lose = on;
      const stream = {
        hear: () => undefined,
        expect: () => undefined,
        finish: () => undefined,
        end: async () => undefined,
      };
      return hasRoom ? stream : null;
    },
  };
  const live = toldStreams(engine, (outcome) => void told.push(outcome));
  const listen = () =>
    live.listen({ lang: 'en', vocabulary: { phrases: [], names: [] } }, ({ type }) => heard.push(type));
  assert.notEqual(listen(), null);
  lose({ type: 'lost', reason: 'died' });
  hasRoom = false;
  assert.equal(listen(), null);
  assert.deepEqual([told, heard], [['opened', 'died', 'refused'], ['lost']]);
});
