/** Telephones on their lines to a media engine: legs of plain RTP, as tests make them. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { LegId } from '#media/media-server.ts';
import type { VoiceCodec } from '#media/codec/voice-codec.ts';
import { cleanUp } from './clean-up.ts';
import type { MediaWorld } from './media-world.ts';
import { createRtpPhone } from './rtp-phone.ts';
import type { RtpPhone } from './rtp-phone.ts';

/** A telephone, and the leg that talks with it. */
export type Line = { readonly phone: RtpPhone; readonly legId: LegId };

/** A telephone that offers, and says a tone without end. */
export async function rings(context: TestContext, world: MediaWorld, codec: VoiceCodec, hertz: number): Promise<Line> {
  const phone = await createRtpPhone({ codec });
  cleanUp(context, () => phone.close());
  const made = await world.media.createLeg({ kind: 'rtp', offer: phone.offer() });
  assert.ok(made.ok);
  phone.accept(made.answer);
  phone.say(hertz);
  await world.happens((event) => event.type === 'connected' && event.legId === made.legId);
  return { phone, legId: made.legId };
}

/** A telephone that answers our offer, and says a tone without end. */
export async function isRung(context: TestContext, world: MediaWorld, codec: VoiceCodec, hertz: number): Promise<Line> {
  const phone = await createRtpPhone({ codec });
  cleanUp(context, () => phone.close());
  const made = await world.media.offerLeg({ kind: 'rtp', asker: '127.0.0.1' });
  assert.ok(made.ok);
  assert.equal(await world.media.acceptAnswer(made.legId, phone.answer(made.offer)), null);
  phone.say(hertz);
  await world.happens((event) => event.type === 'connected' && event.legId === made.legId);
  return { phone, legId: made.legId };
}
