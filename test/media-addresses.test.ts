/** Which address a page's sound is set up for: the client's, behind proxies that are named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from './support/fake-media.ts';
import type { Desk } from './support/pages.ts';
import { openCaller, openSocket, PASSWORD, signIn } from './support/pages.ts';
import { testPatchbay } from './support/patchbay.ts';

const CLIENT = '203.0.113.50';
const media = createFakeMedia();
const env = { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_TRUSTED_PROXIES: '127.0.0.0/8' };
const patchbay = await testPatchbay(env, { media });

/** Who asks -> the address, and the header that the proxy adds. */
const ASKERS = [
  ['by the proxy', CLIENT, { 'x-forwarded-for': `198.51.100.1, ${CLIENT}` }],
  ['on the machine itself', '127.0.0.1', {}],
] as const;

for (const [how, asker, headers] of ASKERS) {
  test(`a caller's page ${how} asks from ${asker}, and so it does when it comes back`, async () => {
    const page = await openCaller(patchbay, 'demo', headers);
    page.say({ type: 'call', sdp: 'first offer', lang: 'en', name: 'Far' });
    await page.next('answer');
    assert.equal(media.askerOf('first offer'), asker);
    media.connect(media.legOf('first offer'));
    const { data } = await page.next('call');
    const again = await openCaller(patchbay, 'demo', headers);
    again.say({ type: 'return', callId: data.callId, secret: data.secret, sdp: 'second offer' });
    await again.next('answer');
    assert.equal(media.askerOf('second offer'), asker);
    again.say({ type: 'hang_up' });
    await again.next('call', ({ data: { stage } }) => stage === 'ended');
  });

  test(`an agent's page ${how} asks from ${asker}`, async () => {
    const cookie = await signIn(patchbay);
    const desk: Pick<Desk, 'send' | 'next' | 'close'> = await openSocket(patchbay, '/app/socket', {
      cookie,
      ...headers,
    });
    desk.send({ id: 1, type: 'hello', since: null });
    await desk.next('snapshot');
    desk.send({ id: 2, type: 'sound_offer', sdp: 'offer of the desk' });
    await desk.next('reply', ({ id }) => id === 2);
    assert.equal(media.askerOf('offer of the desk'), asker);
    desk.close();
  });
}
