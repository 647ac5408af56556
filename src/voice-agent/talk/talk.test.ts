import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { createTalkWorld, ORDER } from '../../../test/support/voice-talk.ts';

const { did_that_help: helped, still_there: stillThere, goodbye, to_person: toPerson, glad } = DIALOGUE_WORDS;
const ANSWER = [...ORDER.sentences, ...helped];

test('a caller is greeted, answered, and let go, and all of it is written down', async (context) => {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), DIALOGUE_WORDS.greeting_recorded);
  await world.say('where is my order');
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), ANSWER);
  await world.say('yes');
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), glad);
  await world.say('no thank you');
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), goodbye);
  assert.equal(world.state.isOurs, true);
  assert.equal(world.state.end?.outcome.resolution, 'confirmed_resolution');
  assert.deepEqual(
    world.state.end.turns.map(({ speaker, text }) => `${speaker}: ${text}`),
    [
      `virtual_agent: ${DIALOGUE_WORDS.greeting_recorded.join(' ')}`,
      'user: where is my order',
      `virtual_agent: ${ANSWER.join(' ')}`,
      'user: yes',
      `virtual_agent: ${glad.join(' ')}`,
      'user: no thank you',
      `virtual_agent: ${goodbye.join(' ')}`,
    ],
  );
  assert.deepEqual(world.faults, []);
});

test('who asks for a person is told so, and continues with what is known of them', async (context) => {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  await world.say('where is my order');
  await world.listenToEnd();
  world.newWords();
  await world.say('i want a person');
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), toPerson);
  const [brief] = world.briefs;
  assert.equal(brief?.lastWords, 'i want a person');
  assert.match(brief.summary, /where is my order.*Where is my order\?.*asked for a person/);
  assert.deepEqual(brief.intents[0], { name: 'where_is_my_order', confidence: 0.9 });
  assert.equal(world.state.end?.outcome.resolution, 'escalated');
  assert.equal(world.state.isEarOpen, false);
});

test('key 0 is a person at once, also while the agent speaks; other keys do not interrupt it', async (context) => {
  const world = await createTalkWorld(context);
  await world.clock.advance(500);
  world.talk.pressed('5');
  await world.settle();
  assert.deepEqual(world.newWords(), DIALOGUE_WORDS.greeting_recorded);
  world.talk.pressed('0');
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), toPerson);
  assert.equal(world.briefs.length, 1);
});

test('words silence the agent at once, and are answered; what it said counts as far as it was heard', async (context) => {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  await world.say('where is my order');
  await world.clock.advance(700);
  world.speech(true);
  await world.settle();
  assert.equal(world.isTalking(), false);
  world.newWords();
  world.hear({ type: 'partial', text: 'a person', confidence: 0.9 });
  await world.clock.advance(300);
  world.speech(false);
  world.state.finals.push('a person');
  await world.clock.advance(1000);
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), toPerson);
  assert.match(world.state.end?.turns[2]?.text ?? '', /^It leaves us …$/);
});

test('a cough or a yes makes the agent pause, and it continues where it was', async (context) => {
  for (const text of ['', 'okay']) {
    const world = await createTalkWorld(context);
    await world.listenToEnd();
    await world.say('where is my order');
    await world.clock.advance(500);
    world.speech(true);
    if (text !== '') world.hear({ type: 'partial', text, confidence: 0.9 });
    await world.clock.advance(300);
    assert.equal(world.isTalking(), false);
    world.speech(false);
    await world.clock.advance(1600);
    assert.equal(world.isTalking(), true);
    await world.listenToEnd();
    await world.talk.hungUp();
    assert.equal(world.state.end?.turns.at(-1)?.text, ANSWER.join(' '));
  }
});

test('the sentence that says who speaks is heard to its end, whoever speaks meanwhile', async (context) => {
  const world = await createTalkWorld(context);
  await world.clock.advance(500);
  world.speech(true);
  await world.settle();
  assert.equal(world.isTalking(), true);
  await world.clock.advance(2600);
  world.hear({ type: 'partial', text: 'where is my order', confidence: 0.9 });
  await world.settle();
  assert.equal(world.isTalking(), false);
});

test('a pause within a sentence is no end of it, and what comes late belongs to it', async (context) => {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  world.newWords();
  world.speech(true);
  await world.clock.advance(500);
  world.hear({ type: 'partial', text: 'i ask about my', confidence: 0.9 });
  world.speech(false);
  await world.clock.advance(1300);
  assert.deepEqual(world.newWords(), []);
  world.speech(true);
  await world.clock.advance(500);
  world.hear({ type: 'partial', text: 'i ask about my order', confidence: 0.9 });
  world.speech(false);
  world.state.finals.push('i ask about my order');
  await world.clock.advance(1500);
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), ANSWER);
  await world.talk.hungUp();
  assert.equal(world.state.end?.turns.filter(({ speaker }) => speaker === 'user').length, 1);
});

test('an answered question waits half as long as one that is not understood', async (context) => {
  for (const [text, milliseconds] of [
    ['where is my order', 450],
    ['what of the weather', 800],
  ] as const) {
    const world = await createTalkWorld(context);
    await world.listenToEnd();
    world.newWords();
    world.speech(true);
    await world.clock.advance(500);
    world.hear({ type: 'partial', text, confidence: 0.9 });
    world.speech(false);
    world.state.finals.push(text);
    await world.clock.advance(milliseconds - 10);
    assert.deepEqual(world.newWords(), []);
    await world.clock.advance(20);
    assert.ok(world.newWords().length > 0);
  }
});

test('a caller who says nothing is asked twice, then the call ends with words', async (context) => {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  world.newWords();
  const rounds: string[][] = [];
  for (let round = 0; round < 3; round += 1) {
    await world.clock.advance(8000);
    await world.listenToEnd();
    rounds.push(world.newWords());
  }
  assert.deepEqual(rounds, [[...stillThere], DIALOGUE_WORDS.still_there_again, DIALOGUE_WORDS.goodbye_unheard]);
  assert.equal(world.state.isOurs, true);
});

test('who is not understood twice goes to a person, and so does who is only heard to make noise', async (context) => {
  for (const text of ['what of the weather', '']) {
    const world = await createTalkWorld(context);
    await world.listenToEnd();
    for (let round = 0; round < 2; round += 1) {
      await world.say(text);
      await world.listenToEnd();
    }
    assert.equal(world.briefs.length, 1, text);
    assert.match(world.briefs[0]?.summary ?? '', /did not understand/);
  }
});

test('whatever fails, the caller hears who speaks, and goes to a person', async (context) => {
  const noInput = await createTalkWorld(context, { hasInput: false });
  const isFull = await createTalkWorld(context, { isFull: true });
  const isLost = await createTalkWorld(context);
  isLost.hear({ type: 'lost' });
  for (const world of [noInput, isFull, isLost]) {
    await world.listenToEnd();
    await world.listenToEnd();
    const words = world.newWords();
    assert.equal(words[0], DIALOGUE_WORDS.greeting_recorded[0]);
    assert.deepEqual(words.slice(-3), DIALOGUE_WORDS.to_person_trouble);
    assert.equal(world.briefs.length, 1);
    assert.equal(world.state.end?.outcome.resolution, 'escalated');
  }
});

test('where the voice is gone, the other one says that a person comes', async (context) => {
  const world = await createTalkWorld(context, { isVoiceGone: true });
  await world.listenToEnd();
  await world.listenToEnd();
  assert.deepEqual(
    world.newWords(),
    DIALOGUE_WORDS.to_person_trouble.map((text) => `(spare) ${text}`),
  );
  assert.equal(world.briefs.length, 1);
});

test('where no one can take over, the caller is told, and the call ends', async (context) => {
  const world = await createTalkWorld(context, { hasPerson: false });
  await world.listenToEnd();
  await world.say('a person');
  world.newWords();
  await world.listenToEnd();
  await world.listenToEnd();
  assert.deepEqual(world.newWords(), DIALOGUE_WORDS.no_person);
  assert.equal(world.state.isOurs, true);
});

test('a talk that lasts too long ends with a person, also in the middle of silence', async (context) => {
  const world = await createTalkWorld(context);
  await world.listenToEnd();
  world.speech(true); // A noise without end.
  await world.clock.advance(700_000);
  await world.listenToEnd();
  assert.equal(world.briefs.length, 1);
});

test('a caller who hangs up ends it, wherever it is', async (context) => {
  const world = await createTalkWorld(context);
  await world.clock.advance(100);
  await world.talk.hungUp();
  await world.talk.hungUp();
  assert.equal(world.state.isOurs, false);
  assert.equal(world.state.end?.outcome.resolution, 'assumed_resolution');
  await world.clock.advance(60_000);
  assert.deepEqual(world.faults, []);
});

test('what is said is told as it is said, and none of it while the recording is paused', async (context) => {
  const world = await createTalkWorld(context);
  const now = () => world.state.view?.now.map(({ speaker, text }) => `${speaker}: ${text}`);
  assert.deepEqual(now(), [`virtual_agent: ${DIALOGUE_WORDS.greeting_recorded.join(' ')}`]);
  await world.listenToEnd();
  world.speech(true);
  world.hear({ type: 'partial', text: 'where is', confidence: 0.9 });
  assert.deepEqual(now(), ['user: where is']);
  assert.equal(world.state.view?.turns.length, 1);
  world.hear({ type: 'partial', text: 'my card is four one one one one one', confidence: 0.9 });
  assert.deepEqual(now(), ['user: my card is [number]']);
  world.talk.pause(true);
  assert.deepEqual(now(), []);
  world.state.finals.push('where is my order');
  world.speech(false);
  await world.clock.advance(1500);
  await world.listenToEnd();
  assert.deepEqual(world.newWords().slice(-3), ANSWER);
  assert.deepEqual([world.state.view.turns.length, world.state.view.dialogue.asked], [1, []]);
  world.talk.pause(false);
  await world.say('a person');
  await world.listenToEnd();
  assert.doesNotMatch(world.briefs[0]?.summary ?? '', /where/);
  assert.equal(world.state.end?.turns.length, 3);
});
