/** Calls over a trunk whose far end is linphone: in over TLS, out over UDP, with keys in their descriptions. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAuthority } from '../support/certificates.ts';
import type { Linphone } from '../support/linphone.ts';
import { SAMPLE_RATE, startLinphone } from '../support/linphone.ts';
import { hearsTone } from '../support/listening.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { findProgram } from '../support/peer-programs.ts';
import { makeScratchDirectory } from '../support/scratch-directory.ts';
import { sitDown } from '../support/seated-agent.ts';
import { addTrunk } from '../support/trunks.ts';
import { until } from '../support/until.ts';
import { strengthOf } from '../support/webrtc-peer.ts';

/** What each says, in hertz. */
const [PHONE, AGENT] = [440, 1000];
/** More than noise. */
const LOUD = 1000;
/** The key of the menu that the agent takes calls of, and the menu. */
const [KEY, MENU] = ['3', 50];
const OWN_NUMBER = '+13392195276';
const AGENT_EMAIL = 'agent@somedomain.com';
const PORT = 5973;

const linphone = await findProgram('linphonec');
const skip = linphone === null ? 'linphone is not here, and cannot be installed: apt-get install linphone-cli.' : false;

const authority = createAuthority();
const { certificate, key } = authority.issue('localhost');
const patchbay = await testPatchbay({
  PATCHBAY_SIP: 'udp://127.0.0.1:0,tls://127.0.0.1:0',
  PATCHBAY_SIP_TLS_CERT: certificate,
  PATCHBAY_SIP_TLS_KEY: key,
  PATCHBAY_MEDIA_PORTS: '43700-43739',
  PATCHBAY_DEMO_PASSWORD: PASSWORD,
});
await addTrunk(patchbay, PORT, { srtp: 'optional' });
const agent = await sitDown(patchbay, AGENT_EMAIL, AGENT);
after(async () => agent.peer.close());
const directory = await makeScratchDirectory();
const started =
  linphone === null
    ? null
    : await startLinphone(linphone, {
        directory,
        hertz: PHONE,
        port: PORT,
        srtp: true,
        authority: authority.certificate,
      });
after(async () => started?.end());
/** There, unless its tests are skipped. */
const phone = started as Linphone;

/** Both hear each other from now on. */
async function talk(): Promise<void> {
  const { length } = phone.heard();
  await hearsTone(agent.peer, PHONE);
  const last = (): Int16Array => phone.heard().slice(Math.max(length, phone.heard().length - SAMPLE_RATE / 4));
  await until(() => last().length === SAMPLE_RATE / 4 && strengthOf(AGENT, last(), SAMPLE_RATE) > 0.3);
}

test(
  'it calls over TLS, chooses by a key, talks with an agent, also after a hold, and hangs up',
  { skip },
  async () => {
    const came = Promise.withResolvers<number>();
    patchbay.engine.onTransition(({ call }) => {
      if (call.state === 'selecting') came.resolve(call.id);
    });
    phone.type(`call sip:${OWN_NUMBER}@localhost:${patchbay.sip.agent.portOf('TLS')};transport=tls`);
    const id = await came.promise;
    await until(() => phone.heard().some((sample) => Math.abs(sample) > LOUD));
    phone.type(KEY);
    assert.equal((await patchbay.until(id, (call) => call.menuId !== null)).menuId, MENU);
    assert.ok((await agent.desk.ask({ type: 'answer', callId: id })).ok);
    await talk();
    const offers = async (): Promise<number> => invitesOf(await patchbay.send(`/v1/calls/${id}/sip`));
    phone.type('pause');
    await until(async () => (await offers()) === 2);
    phone.type('resume');
    await until(async () => (await offers()) === 3);
    await talk();
    phone.type('terminate');
    assert.equal((await patchbay.reached(id, 'finished')).disconnectedBy, 'disconnected_by_end_user');
  },
);

test('it is called by the CCAI API, is heard before it answers, answers, and is hung up', { skip }, async () => {
  const { desk } = agent;
  await desk.ask({ type: 'wrap_up_done' });
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: AGENT_EMAIL,
      end_user_number: '+14155550123',
      outbound_number: OWN_NUMBER,
    },
  });
  assert.equal(placed.status, 201, placed.text);
  const { id } = placed.json as { id: number };
  await hearsTone(agent.peer, PHONE);
  const happened = await patchbay.engine.calls.events(1, id);
  assert.ok(!happened.some(({ type }) => type === 'legs_bridged'));
  phone.type('answer');
  await patchbay.reached(id, 'connected');
  await talk();
  assert.ok((await desk.ask({ type: 'hang_up', callId: id })).ok);
  await patchbay.reached(id, 'finished');
  await until(() => patchbay.trunkCalls.carrier.dialogs() === 0);
});

/** How often an INVITE came, the first and those within the dialog; all descriptions have keys. */
function invitesOf({ json }: { readonly json: unknown }): number {
  const { legs } = json as {
    legs: readonly { messages: readonly { method: string; status: number | null; text: string }[] }[];
  };
  const invites = legs.flatMap(({ messages }) =>
    messages.filter(({ method, status }) => method === 'INVITE' && status === null),
  );
  assert.ok(invites.every(({ text }) => text.includes('RTP/SAVP')));
  return invites.length;
}
