/** How a talk ended comes from what happened in it: whole talks, each with the outcome that is told of it. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Resolution } from '#domain/call/external-call.ts';
import { reportFrom } from '#domain/voice-agent/figures.ts';
import { RESOLUTIONS } from '#domain/call/external-call.ts';
import { createTalkWorld } from '../../../test/support/voice-talk.ts';

type Talked = { readonly says: readonly string[]; readonly leaves?: true };

/** Outcome -> talks that end so. `leaves`: the caller hangs up at the end of it. */
const TALKS = {
  confirmed_resolution: [
    { says: ['where is my order', 'yes', 'no thank you'] },
    { says: ['where is my order', 'thanks'] },
    { says: ['where is my order', 'yes'], leaves: true },
  ],
  assumed_resolution: [{ says: ['where is my order'], leaves: true }, { says: ['where is my order', 'goodbye'] }],
  negative_feedback: [{ says: ['where is my order', 'no goodbye'] }],
  escalated: [
    { says: ['a person please'] },
    { says: ['where is my order', 'no'] },
    { says: ['what of the weather', 'what of the weather'] },
  ],
  procedure_handoff: [{ says: ['cancel my plan'] }],
} as const satisfies Record<Resolution, readonly Talked[]>;

async function outcomeOf(context: TestContext, { says, leaves }: Talked): Promise<Resolution | undefined> {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  for (const text of says) {
    await world.say(text);
    await world.listenToEnd();
  }
  if (leaves === true) await world.talk.hungUp();
  const { counts = {} } = world.state.end ?? {};
  assert.equal(reportFrom(counts).talks, 1, 'it is counted once');
  // Each turn of these is answered half a second or so after it, or not understood.
  assert.equal(reportFrom(counts).firstSound.answers, says.length);
  assert.ok((reportFrom(counts).firstSound.p95Ms ?? 0) <= 900);
  return world.state.end?.outcome.resolution;
}

for (const resolution of RESOLUTIONS)
  for (const talked of TALKS[resolution])
    test(`“${talked.says.join('”, “')}” is ${resolution}`, async (context) => {
      assert.equal(await outcomeOf(context, talked), resolution);
    });
