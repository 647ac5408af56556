/** A trunk of each preset at a provider that behaves as the real one documents: a call out over it, and one in. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { TrunkPreset } from '#domain/directory/trunk.ts';
import type { Authority } from './certificates.ts';
import { cleanUp } from './clean-up.ts';
import type { Desk } from './pages.ts';
import type { TestPatchbay } from './patchbay.ts';
import { createSdesCipher } from './phone-ciphers.ts';
import type { PresetFixture } from './preset-fixtures.ts';
import { codecsIn, offering, PRESET_FIXTURES } from './preset-fixtures.ts';
import type { Provider, SipText } from './provider.ts';
import { openProvider } from './provider.ts';
import type { RtpPhone } from './rtp-phone.ts';
import { createRtpPhone } from './rtp-phone.ts';
import { until } from './until.ts';

const ACCOUNT = { username: 'acme', password: 'a secret' } as const;
const CODECS = { PCMU: 'pcmu', PCMA: 'pcma', G722: 'g722' } as const;

/** The trunk, its provider, and a telephone behind that. */
export type PresetWorld = {
  readonly fixture: PresetFixture;
  readonly provider: Provider;
  readonly phone: RtpPhone;
  readonly trunkId: number;
  /** Where the provider calls: our address, or our Contact where we have registered. */
  readonly contact: string;
};

/** The workspace's only trunk is of the preset from now on; it has registered, where the preset does. */
export async function usePreset(
  t: TestContext,
  patchbay: TestPatchbay,
  preset: TrunkPreset,
  authority: Authority,
): Promise<PresetWorld> {
  const fixture: PresetFixture = PRESET_FIXTURES[preset];
  // A PBX often names an address that only its own network knows.
  const named = fixture.isBehindNat ? '192.0.2.99' : '127.0.0.1';
  const phone = await createRtpPhone({ codec: CODECS[fixture.agreed], named });
  cleanUp(t, async () => phone.close());
  const provider = await openProvider({
    ...fixture,
    ...ACCOUNT,
    certificate: fixture.transport === 'TLS' ? authority.issue(fixture.host) : null,
    answer: (offer) => phone.answer(offer),
    answers: TIMED,
  });
  cleanUp(t, async () => provider.close());
  await patchbay.database.query.updateTable('trunk').set({ is_enabled: false }).execute();
  const isPbx = preset === 'pbx';
  const made = await patchbay.send('/v1/trunks', {
    body: {
      name: `The ${preset}`,
      preset,
      host: fixture.host,
      // In place of DNS: the host stays what it is in every address.
      outbound_proxy: `127.0.0.1:${provider.port}`,
      ...(fixture.transports === null ? {} : { transports: fixture.transports }),
      inbound_addresses: ['127.0.0.1/32'],
      ...(isPbx ? {} : ACCOUNT),
    },
  });
  assert.equal(made.status, 201, made.text);
  const { id: trunkId, registers } = made.json as { id: number; registers: boolean };
  await Promise.all([patchbay.trunkCalls.readTrunks(), patchbay.sip.start()]);
  const { transport } = fixture;
  const port = patchbay.sip.agent.portOf(transport);
  const us = `127.0.0.1:${port ?? ''}`;
  if (!registers) return { fixture, provider, phone, trunkId, contact: `sip:${us}` };
  const { taken, refused } = await provider.took('REGISTER');
  // Asked once for credentials, which are right then; a binding is for who comes back by it.
  assert.equal(refused.filter(({ start }) => start.startsWith('REGISTER')).length, 1);
  const contact = /<(sip:[^>]+)>/.exec(taken.fields['contact']?.[0] ?? '')?.[1] ?? '';
  // Where no one connects over TLS, our own connection is the way back.
  assert.match(contact, new RegExp(`@${us}`));
  assert.equal(/;transport=(\w+)/.exec(contact)?.[1] ?? 'udp', transport.toLowerCase());
  return { fixture, provider, phone, trunkId, contact };
}

const TIMED = ['Supported: timer', 'Require: timer', 'Session-Expires: 1800;refresher=uas'];

/** The agent calls over it, and hangs up. */
export async function callsOut(
  patchbay: TestPatchbay,
  { fixture, provider, phone }: PresetWorld,
  dial: (number: string) => Promise<{ readonly desk: Desk; readonly id: number }>,
): Promise<void> {
  const [digits = ''] = /415555\d{4}/.exec(fixture.sent.uri) ?? [];
  const { desk, id } = await dial(`+1${digits}`);
  const { taken, refused } = await provider.took('INVITE');
  const asked = refused.filter(({ start }) => start.startsWith('INVITE'));
  // Who was asked for credentials by 401 already, when they registered, is not asked again.
  assert.equal(asked.length, fixture.challenge === 407 ? 1 : 0);
  for (const invite of [taken, ...asked]) assert.deepEqual(said(invite), { ...fixture.sent });
  assert.match(taken.fields['session-expires']?.[0] ?? '', /^\d+/);
  assert.match(taken.fields['supported']?.join() ?? '', /timer/);
  await patchbay.reached(id, 'connected');
  // Where the preset believes descriptions, the telephone is heard from without a word of its own.
  if (fixture.isBehindNat) phone.say(440);
  await until(() => phone.heard.length > 10, 'the telephone hears the agent');
  assert.ok((await desk.ask({ type: 'hang_up', callId: id })).ok);
  await provider.took('BYE');
  phone.hush();
}

/** What an INVITE of ours says, as the fixture has it. */
function said({ start, fields, body }: SipText): PresetFixture['sent'] {
  return {
    uri: start.split(' ')[1] ?? '',
    from: (fields['from']?.[0] ?? '').replace(/;tag=.*/, ''),
    asserted: fields['p-asserted-identity']?.[0] ?? null,
    codecs: codecsIn(body),
    offersKeys: body.includes('a=crypto:') && body.includes('RTP/AVP'),
  };
}

/** A telephone calls over it, is taken, and hangs up. */
export async function callsIn(
  t: TestContext,
  patchbay: TestPatchbay,
  { fixture, provider, trunkId, contact }: PresetWorld,
): Promise<void> {
  const { calls, agreed } = fixture;
  const cipher = calls.hasKeys ? createSdesCipher('AES_CM_128_HMAC_SHA1_80') : null;
  const phone = await createRtpPhone({ codec: CODECS[agreed], cipher });
  cleanUp(t, async () => phone.close());
  const came = Promise.withResolvers<Call>();
  patchbay.engine.onTransition(({ call }) => {
    if (call.state === 'selecting' && call.carrier === `trunk:${trunkId}`) came.resolve(call);
  });
  const port = patchbay.sip.agent.portOf(fixture.transport) ?? 0;
  const us = `127.0.0.1:${port}`;
  const answer = await provider.calls(port, {
    uri: calls.to === 'account' ? contact : `sip:${calls.called}@${us}`,
    headers: [
      ...calls.headers,
      `To: <sip:${calls.called}@${fixture.host}>`,
      'Supported: timer',
      'Session-Expires: 1800',
      'Min-SE: 90',
    ],
    body: offering(phone.offer(), calls.codecs),
  });
  assert.equal(answer.start, 'SIP/2.0 200 OK');
  assert.equal(codecsIn(answer.body)[0], agreed);
  assert.match(answer.body, calls.hasKeys ? /RTP\/SAVP[^]*a=crypto:/ : /RTP\/AVP /);
  assert.match(answer.fields['session-expires']?.[0] ?? '', /^1800;refresher=/);
  const call = await came.promise;
  assert.deepEqual([call.contactNumber, call.ownNumber?.replaceAll(/\D/g, '')], ['+14155550148', '13392195276']);
  phone.accept(answer.body);
  assert.match((await provider.hangsUp()).start, / 200 /);
  await patchbay.reached(call.id, 'failed');
  // Registration, checks and calls share one connection, and the name that its certificate has to have is the host's.
  const name = { UDP: [], TCP: [null], TLS: [fixture.host] }[fixture.transport];
  assert.deepEqual(provider.names, name);
}
