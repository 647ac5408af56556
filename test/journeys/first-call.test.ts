import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../support/patchbay.ts';

test('a call placed through CCAI is answered, talked, recorded and transcribed', async () => {
  const patchbay = await testPatchbay();
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 859-657-9625',
      outbound_number: '+1 339-219-5276',
    },
  });
  assert.equal(placed.status, 201);
  const { id } = placed.json as { id: number };
  const finished = await patchbay.until(id, (call) => call.transcriptStatus === 'done');
  assert.equal(finished.state, 'finished');
  assert.equal(finished.recording?.status, 'stored');
});
