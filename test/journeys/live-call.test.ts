import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import { openCaller, PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const media = createFakeMedia();
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { media });
const { engine } = patchbay;
const { goOnline, callIn, legOf, hearsLeg, hearsMusic } = createLivePeople(patchbay, media);

test('a caller is led through the menu to an agent at their desk; they talk, hold, and the call reads back as an incoming one', async () => {
  const desk = await goOnline();
  const { page, leg, view, callId, name } = await callIn();
  assert.equal(view.stage, 'menu');
  assert.deepEqual(
    view.choices.map(({ digit, name }) => `${digit} ${name}`),
    ['1 Lock Star', '3 Web support', '5 Night line', '6 Recorded on request', '7 Redirected mobile'],
  );
  await until(() => media.hears(leg) !== null, 'the menu is not heard');
  media.press(leg, '3');
  await page.next('call', stage('queue'));
  const offered = await desk.next(
    'call',
    ({ data }) => data.id === callId && data.offer?.agentIds.includes(2) === true,
  );
  assert.equal(offered.data.contact?.name, name);
  assert.equal(offered.data.contact?.number, null);
  assert.equal(offered.data.menu?.path, 'Web support');
  assert.deepEqual(offered.data.offer?.agentIds, [2], 'the simulated agent leaves it to people');

  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  const talking = await page.next('call', stage('talking'));
  assert.equal(talking.data.agentName, 'Agent UJET');
  await until(hearsLeg(leg, legOf('agent@somedomain.com')), 'they do not hear each other');
  const call = await patchbay.until(callId, (each) => each.recording !== null);
  const recordingId = call.recording?.uid ?? '';
  await until(() => media.recording(recordingId)?.sides.right === leg, 'it is not recorded');

  assert.equal((await desk.ask({ type: 'hold', callId })).ok, true);
  await page.next('call', stage('held'));
  await until(hearsMusic(leg), 'no hold music');
  await until(() => media.recording(recordingId)?.sides.right === null, 'hold is recorded');
  assert.equal((await desk.ask({ type: 'resume', callId })).ok, true);
  await until(hearsLeg(leg, legOf('agent@somedomain.com')), 'still on hold');

  assert.equal((await desk.ask({ type: 'pause_recording', callId, isPaused: true })).ok, true);
  await desk.next('call', ({ data }) => data.id === callId && data.recording === 'paused');
  await until(() => media.recording(recordingId)?.isPaused === true, 'not paused');
  assert.equal((await desk.ask({ type: 'pause_recording', callId, isPaused: false })).ok, true);

  assert.equal((await desk.ask({ type: 'note', callId, text: 'Wants a refund.' })).ok, true);
  const noted = await desk.next('call', ({ data }) => data.id === callId && data.notes.length > 0);
  assert.equal(noted.data.notes[0]?.text, 'Wants a refund.');
  assert.equal((await desk.ask({ type: 'digits', callId, digits: '12#' })).ok, true);
  assert.deepEqual(media.digits.at(-1), { legId: leg, digits: '12#' });
  media.takeNoKeys(leg);
  const { id: _id, ...refused } = await desk.ask({ type: 'digits', callId, digits: '3' });
  assert.deepEqual(refused, {
    type: 'reply',
    ok: false,
    error: 'digits_not_taken',
    message: 'The far end does not accept DTMF digits.',
  });
  assert.equal((await desk.ask({ type: 'mute', isMuted: true })).ok, true);
  assert.equal(media.isMuted(legOf('agent@somedomain.com')), true);

  assert.equal((await desk.ask({ type: 'hang_up', callId })).ok, true);
  assert.equal((await page.next('call', stage('ended'))).data.endedReason, 'finished');
  const over = await patchbay.until(callId, (each) => each.recording?.status === 'stored');
  assert.equal(over.recording?.gaps?.length, 1);
  await desk.next('agent', ({ data }) => data.id === 2 && data.status === 'wrap_up');
  assert.equal((await desk.ask({ type: 'wrap_up_done' })).ok, true);
  await desk.next('agent', ({ data }) => data.id === 2 && data.status === 'available');
  page.say({ type: 'rate', rating: 5, feedback: 'Thanks' });
  await patchbay.until(callId, (each) => each.rating === 5);
  const read = await patchbay.send(`/apps/api/v1/calls/${callId}`);
  const written = read.json as { call_type: string; status: string; end_user: { id: number } };
  assert.deepEqual([written.call_type, written.status], ['Voice Inbound (Mobile)', 'finished']);
  assert.ok(written.end_user.id > 0);
  desk.close();
});

test('of two desks that answer at once one wins, and the other is told', async () => {
  const first = await goOnline();
  const second = await goOnline('owner@somedomain.com');
  const { page, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  for (const desk of [first, second])
    await desk.next('call', ({ data }) => data.id === callId && data.offer?.agentIds.length === 2);
  const replies = await Promise.all([first, second].map(async (desk) => desk.ask({ type: 'answer', callId })));
  assert.equal(replies.filter((reply) => reply.ok).length, 1);
  const lost = replies.find((reply) => !reply.ok);
  assert.equal(lost?.ok === false ? lost.message : '', 'Another agent was faster, or the caller has hung up.');
  const [winner, loser] = replies[0]?.ok === true ? [first, second] : [second, first];
  await loser.next('call', ({ data }) => data.id === callId && data.offer === null && data.agentId !== null);
  await page.next('call', stage('talking'));
  assert.equal((await loser.ask({ type: 'hang_up', callId })).ok, false, 'a call that is not his');
  assert.equal((await winner.ask({ type: 'hang_up', callId })).ok, true);
  for (const desk of [first, second]) await desk.ask({ type: 'wrap_up_done' });
  page.close();
  first.close();
  second.close();
});

test('a menu that asks is answered before the queue; a no is not recorded', async () => {
  const desk = await goOnline();
  const { page, leg, callId } = await callIn();
  media.press(leg, '6');
  const asked = await page.next('call', ({ data }) => data.asksToRecord);
  assert.equal(asked.data.stage, 'menu');
  page.say({ type: 'consent', mayRecord: false });
  await page.next('call', stage('queue'));
  await desk.next('call', ({ data }) => data.id === callId && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await page.next('call', stage('talking'));
  page.say({ type: 'hang_up' });
  const over = await patchbay.reached(callId, 'finished');
  assert.deepEqual(
    [over.recordingPermission, over.recording, over.disconnectedBy],
    ['denied', null, 'disconnected_by_end_user'],
  );
  await desk.ask({ type: 'wrap_up_done' });
  desk.close();
});

test('who waits is told their place and may be called back instead; the call-back recovers the call', async () => {
  const desk = await goOnline();
  await desk.ask({ type: 'status', status: 'break' });
  const one = await callIn();
  const two = await callIn();
  one.page.say({ type: 'choose', menuId: 9 });
  await one.page.next('call', ({ data }) => data.position === 1);
  two.page.say({ type: 'choose', menuId: 9 });
  const second = await two.page.next('call', ({ data }) => data.position === 2);
  assert.equal(second.data.mayCallBack, true);
  two.page.say({ type: 'call_back', number: 'nonsense' });
  assert.equal((await two.page.next('error')).error, 'call_back_unreadable');
  two.page.say({ type: 'call_back', number: '(859) 657-9625\u202c' });
  const shown = await two.page.next('call_back_number');
  assert.deepEqual([shown.national, shown.international], ['(859) 657-9625', '+1 859 657 9625']);
  two.page.say({ type: 'confirm_call_back' });
  assert.equal((await two.page.next('call', stage('ended'))).data.endedReason, 'call_back');
  const [child] = await engine.calls.before(1, null, 1);
  assert.deepEqual(
    [child?.parentId, child?.contactNumber, child?.origin],
    [two.callId, '+18596579625', 'scheduled_api'],
  );
  one.page.say({ type: 'hang_up' });
  const gone = await patchbay.reached(one.callId, 'failed');
  assert.equal(gone.failReason, 'eu_abandoned');
  await desk.ask({ type: 'status', status: 'available' });
  await patchbay.reached(child?.id ?? 0, 'queued');
  await desk.next('call', ({ data }) => data.id === child?.id && data.offer !== null);
  assert.equal((await desk.ask({ type: 'answer', callId: child?.id ?? 0 })).ok, true);
  await patchbay.reached(child?.id ?? 0, 'connected');
  await until(() => {
    const heard = media.hears(legOf('agent@somedomain.com'));
    return heard !== null && 'leg' in heard;
  }, 'the played end is not heard');
  assert.equal((await desk.ask({ type: 'hang_up', callId: child?.id ?? 0 })).ok, true);
  await patchbay.reached(two.callId, 'recovered');
  await desk.ask({ type: 'wrap_up_done' });
  desk.close();
});

test('an API call that needs a number is chosen at the desk, once', async () => {
  const desk = await goOnline();
  const placed = await patchbay.send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'agent@somedomain.com',
      end_user_number: '+1 859-657-9625',
    },
  });
  assert.equal(placed.status, 202);
  const choice = await desk.next('choice', ({ data }) => 'ownNumbers' in data);
  assert.ok('ownNumbers' in choice.data);
  const { id, contactNumbers, ownNumbers } = choice.data;
  assert.deepEqual([contactNumbers, ownNumbers.length], [['+18596579625'], 3]);
  const wrong = await desk.ask({ type: 'choose', choiceId: id, ownNumber: '+1 415-555-0100', contactNumber: null });
  assert.ok(!wrong.ok && wrong.error === 'number_unknown');
  const chosen = await desk.ask({ type: 'choose', choiceId: id, ownNumber: '+1 760-867-5309', contactNumber: null });
  assert.ok(chosen.ok);
  const { callId } = chosen.data as { callId: number };
  await desk.next('choice', ({ data }) => 'gone' in data && data.id === id);
  const call = await patchbay.reached(callId, 'connected');
  assert.deepEqual([call.origin, call.ownNumber, call.agentId], ['outbound_api', '+1 760-867-5309', 2]);
  const again = await desk.ask({ type: 'choose', choiceId: id, ownNumber: '+1 760-867-5309', contactNumber: null });
  assert.ok(!again.ok && again.error === 'call_unknown');

  const dialled = await desk.ask({ type: 'transfer', callId, to: { number: '+1 415-555-0148' }, mode: 'cold' });
  assert.ok(dialled.ok);
  const handed = await patchbay.until(callId, (each) =>
    each.participants.some((party) => party.kind === 'third_party' && party.status === 'connected'),
  );
  assert.equal(handed.participants.find((party) => party.kind === 'agent')?.status, 'finished');
  assert.equal((await patchbay.reached(callId, 'finished')).agentId, 2);
  await desk.ask({ type: 'wrap_up_done' });
  desk.close();
});

test('a dead media worker ends the calls it carried, with a reason, and no other', async () => {
  const first = await callIn();
  const second = await callIn();
  media.lose(first.leg, 'worker');
  const ended = await patchbay.reached(first.callId, 'failed');
  assert.deepEqual([ended.failReason, ended.disconnectedBy], ['voip_conn_general', 'disconnected_by_unknown']);
  assert.equal((await first.page.next('call', stage('ended'))).data.endedReason, 'cut_off');
  assert.equal((await engine.calls.byId(1, second.callId))?.state, 'selecting');
  second.page.say({ type: 'hang_up' });
  await patchbay.reached(second.callId, 'failed');
});

test('a caller comes back only with the secret of their call', async () => {
  const { page, callId, view } = await callIn();
  const back = await openCaller(patchbay);
  back.say({ type: 'return', callId, secret: 'x'.repeat(43), sdp: 'offer of a thief.' });
  assert.equal((await back.next('error')).error, 'unknown_call');
  back.say({ type: 'return', callId, secret: view.secret, sdp: 'offer again.' });
  assert.equal((await back.next('answer')).sdp, 'answer to offer again.');
  assert.equal((await back.next('call')).data.stage, 'menu');
  assert.equal(await page.closed, 4001);
  back.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'failed');
});

test('an unknown line does not open, a refused offer makes no call', async () => {
  await assert.rejects(openCaller(patchbay, 'nobody'));
  const before = await engine.calls.page(1, 1, 0);
  const page = await openCaller(patchbay);
  page.say({ type: 'call', sdp: 'bad offer of nothing', lang: 'en', name: null });
  assert.equal((await page.next('error')).error, 'sound_refused');
  page.send({ type: 'call', sdp: 7 });
  assert.equal((await page.next('error')).error, 'malformed');
  assert.equal((await engine.calls.page(1, 1, 0)).total, before.total);
  page.close();
});
