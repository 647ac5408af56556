import assert from 'node:assert/strict';
import { test } from 'node:test';
import { thirdParty } from '#domain/call/participant.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { createScriptedVoice } from '../support/scripted-voice.ts';
import { createLivePeople, stage } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import { PASSWORD } from '../support/pages.ts';
import { createVoiceTalks } from '#storage/voice-talks.ts';
import { testPatchbay } from '../support/patchbay.ts';

const media = createFakeMedia();
const voice = createScriptedVoice();
// Anyone who is dialed answers after three tenths of a second, and stays for three seconds.
const env = { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '10' };
const patchbay = await testPatchbay(env, { media, transcribers: voice.transcribers, speaker: voice.speaker });
const { goOnline, callIn, legOf, hearsLeg, hearsMusic, seatOf } = createLivePeople(patchbay, media);

const ADMIN = 4;
const AGENT = 2;

test('handed over warm, all three talk and are recorded, on hold the two agents; who hangs up leaves the other', async () => {
  const agent = await goOnline();
  const { page, leg, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await agent.next('call', ({ data }) => data.id === callId && data.offer?.agentIds.includes(AGENT) === true);
  assert.equal((await agent.ask({ type: 'answer', callId })).ok, true);
  await page.next('call', stage('talking'));
  const admin = await goOnline('owner@somedomain.com');
  const agents = [legOf('agent@'), legOf('owner@')] as const;
  const isInRoom = (): boolean => [leg, ...agents].every((each) => seatOf(each) !== null);

  const warm = { type: 'transfer', callId, to: { agentId: ADMIN }, mode: 'warm' } as const;
  assert.equal((await agent.ask(warm)).ok, true);
  await admin.next('call', ({ data }) => data.id === callId && data.offer?.agentIds[0] === ADMIN);
  assert.equal((await admin.ask({ type: 'answer', callId })).ok, true);
  const handed = await patchbay.until(callId, (call) => call.agentId === ADMIN && call.recording !== null);
  assert.equal(handed.transfers[0]?.status, 'transferred');
  await until(isInRoom, 'they are not in a room');
  const recorded = () => media.recording(handed.recording?.uid ?? '')?.sides;
  await until(
    () => recorded()?.right === leg && recorded()?.left === seatOf(leg),
    'what the caller hears is not what is recorded on the left',
  );

  const seats = [leg, ...agents].map((each) => seatOf(each) ?? '');
  for (const seat of seats) media.lose(seat, 'worker');
  await until(isInRoom, 'what mixed them died, and they are not in a room again');
  assert.ok(!seats.includes(seatOf(leg) ?? ''));

  assert.equal((await agent.ask({ type: 'hold', callId })).ok, true);
  await until(() => hearsMusic(leg)() && hearsLeg(...agents)(), 'on hold the two do not talk by themselves');
  assert.equal((await admin.ask({ type: 'resume', callId })).ok, true);
  await until(isInRoom, 'they are not in a room again');

  assert.equal((await agent.ask({ type: 'hang_up', callId })).ok, true);
  await until(hearsLeg(leg, agents[1]), 'the one who stays is not heard');
  const left = await agent.next('call', ({ data }) => data.id === callId && data.agentIds.join() === String(ADMIN));
  assert.deepEqual(
    left.data.handOvers.map(({ fromAgentId, toAgentId }) => [fromAgentId, toAgentId]),
    [[AGENT, ADMIN]],
  );
  await until(() => !media.legs().some((each) => media.isSeat(each)), 'the room is still there');
  assert.equal((await agent.ask({ type: 'hang_up', callId })).ok, false, 'he has left it');
  assert.equal((await admin.ask({ type: 'hang_up', callId })).ok, true);
  await patchbay.reached(callId, 'finished');
});

test('a third party who answers talks with both, and stays with the caller when the agent hangs up', async () => {
  const desk = await goOnline();
  await desk.ask({ type: 'wrap_up_done' });
  const { page, leg, callId } = await callIn();
  page.say({ type: 'choose', menuId: 50 });
  await patchbay.until(callId, (call) => call.offer?.agentIds.includes(AGENT) === true);
  assert.equal((await desk.ask({ type: 'answer', callId })).ok, true);
  await page.next('call', stage('talking'));
  const to = { number: '+14155550199' };
  assert.equal((await desk.ask({ type: 'transfer', callId, to, mode: 'warm' })).ok, true);
  // They stay from here on, however long their words take to be made.
  patchbay.simulator.takeControl(
    await patchbay.until(callId, ({ participants }) => thirdParty(participants)?.status === 'connected'),
  );
  await until(() => [leg, legOf('agent@')].every((each) => seatOf(each) !== null), 'they are not in a room');
  assert.equal((await desk.ask({ type: 'hang_up', callId })).ok, true);
  const alone = await patchbay.until(callId, (call) =>
    call.participants.every((each) => each.kind !== 'agent' || each.endedAt !== null),
  );
  assert.deepEqual([alone.state, alone.agentId], ['connected', AGENT]);
  await until(() => seatOf(leg) === null && !hearsMusic(leg)(), 'he does not hear the third party');
  page.say({ type: 'hang_up' });
  await patchbay.reached(callId, 'finished');
});

test('the voice agent answers a caller, and passes them on: the same sound, an agent who is told, words that are kept', async () => {
  const desk = await goOnline();
  await desk.ask({ type: 'wrap_up_done' });
  const { page, leg, callId } = await callIn('en', '?line=fin');
  const isSaid = (words: readonly string[]) => () => words.every((each) => voice.spoken.includes(each));
  await until(isSaid(DIALOGUE_WORDS.greeting_recorded), 'no one greets');
  await page.next('call', stage('talking'));
  await until(voice.isListening, 'no one listens');
  const admin = await goOnline('owner@somedomain.com');
  voice.say('where is my order');
  await until(isSaid(DIALOGUE_WORDS.did_that_help), 'it is not answered');
  await admin.next(
    'words',
    ({ data }) => data.callId === callId && data.turns.some(({ speaker }) => speaker === 'user'),
  );
  const shown = await admin.ask({ type: 'words', callId });
  assert.ok(shown.ok && JSON.stringify(shown.data).includes('where is my order'));
  await until(
    async () => (await patchbay.send(`/v1/calls/${callId}/transcript`)).text.includes('"in_progress"'),
    'the words are not kept while the call lasts',
  );
  assert.ok(voice.spoken.some((each) => each.includes('three working days')));
  voice.say('i want to talk to an agent');
  const { data } = await desk.next('call', ({ data: each }) => each.origin === 'web' && each.offer !== null);
  assert.deepEqual(data.brief?.wants, ['speak to human', 'where is my order']);
  assert.match(data.brief.summary, /where is my order.*asked for a person/);
  assert.equal(data.brief.lastWords, 'i want to talk to an agent');
  assert.ok(isSaid(DIALOGUE_WORDS.to_person)());
  const kept = createVoiceTalks(patchbay.database);
  assert.deepEqual((await kept.briefs([callId])).get(callId)?.lastWords, data.brief.lastWords);
  assert.equal((await desk.ask({ type: 'answer', callId: data.id })).ok, true);
  await page.next('call', ({ data: each }) => each.callId === data.id && each.stage === 'talking');
  await until(hearsLeg(leg, legOf('agent@')), 'they do not hear each other');

  const fin = await patchbay.reached(callId, 'finished');
  assert.equal(fin.disconnectedBy, 'disconnected_by_virtual_agent');
  assert.equal(fin.summary, data.brief.summary);
  await patchbay.until(callId, ({ recording }) => recording?.status === 'stored');
  await until(async () => (await kept.open(callId)) === null, 'the talk is not over');
  const words = await patchbay.engine.transcripts.byCall(fin.workspaceId, callId);
  const speakers = ['virtual_agent', 'user', 'virtual_agent', 'user', 'virtual_agent'];
  assert.deepEqual(
    words?.turns.map(({ speaker }) => speaker),
    speakers,
  );
  assert.equal(words.turns[1]?.text, 'where is my order');
  page.say({ type: 'hang_up' });
  const over = await patchbay.reached(data.id, 'finished');
  assert.deepEqual([over.finCallId, over.conversationId], [callId, fin.conversationId]);
  await desk.ask({ type: 'wrap_up_done' });
});

test('where the voice agent fails, its caller moves on to the queue in the same sound', async () => {
  const { page, leg, callId } = await callIn('en', '?line=fin');
  await page.next('call', stage('talking'));
  await until(voice.isListening, 'no one listens');
  voice.lose();
  const queued = await page.next('call', ({ data }) => data.callId !== callId && data.stage === 'queue');
  await until(() => media.hears(leg) !== null && 'path' in (media.hears(leg) ?? {}), 'the queue is not heard');
  assert.ok(DIALOGUE_WORDS.to_person_trouble.every((each) => voice.spoken.includes(each)));
  page.say({ type: 'hang_up' });
  await patchbay.reached(queued.data.callId, 'failed');
  assert.equal((await patchbay.reached(callId, 'finished')).disconnectedBy, 'disconnected_by_virtual_agent');
});
