import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision, Dialogue, DialogueEvent, HandOverReason, Phase, Next, Signal } from './dialogue.ts';
import { converse, DIALOGUE, MAX_CALLER_TURNS, MAX_TALK_SECONDS, NEW_DIALOGUE, PHASES, SIGNALS } from './dialogue.ts';
import type { WordsFor } from './dialogue-words.ts';
import { DIALOGUE_WORDS } from './dialogue-words.ts';
import type { FoundArticle } from './found.ts';
import { intentsOf, reportOf, resolutionOf, summaryOf } from './report.ts';

const ORDER = { articleId: 1, title: 'Where is my order?', score: 0.9, sentences: ['On its way.'], handsOver: false };
const OTHER: FoundArticle = { ...ORDER, articleId: 2, title: 'Delivery', score: 0.7, sentences: ['Three days.'] };
const FAR: FoundArticle = { ...OTHER, articleId: 3, score: 0.5 };
const PLAN: FoundArticle = { ...ORDER, articleId: 4, title: 'Cancel my plan', handsOver: true };

const said = (text: string, found: readonly FoundArticle[] = []): DialogueEvent => ({
  type: 'said',
  text,
  found,
  second: 10,
});
const SILENT: DialogueEvent = { type: 'silent', second: 10 };

/** What makes each signal. */
const EVENTS = {
  asks_for_person: said('a person please'),
  answerable: said('where is it', [ORDER, OTHER]),
  affirms: said('yes'),
  denies: said('no'),
  dismisses: said('no goodbye'),
  thanks: said('thanks'),
  says_goodbye: said('bye'),
  asks_to_repeat: said('say that again'),
  unclear: said('um the'),
  silence: SILENT,
  trouble: { type: 'failed', second: 10 },
  limit: { ...said('um the'), second: MAX_TALK_SECONDS },
} as const satisfies Record<Signal, DialogueEvent>;

/** A talk in each phase. */
const IN = {
  listening: after(said('um')),
  confirming: after(said('where is it', [ORDER, OTHER])),
  parting: after(said('where is it', [ORDER, OTHER]), said('yes')),
  ended: after(said('where is it', [ORDER, OTHER]), said('yes'), said('bye')),
} as const satisfies Record<Phase, Dialogue>;

function talk(...events: readonly DialogueEvent[]): Decision {
  const begun = converse(NEW_DIALOGUE, { type: 'began', isRecorded: true, second: 0 });
  return events.reduce((decision, event) => converse(decision.dialogue, event), begun);
}

function after(...events: readonly DialogueEvent[]): Dialogue {
  return { ...talk(...events).dialogue, misses: 0 };
}

type Expected = readonly [WordsFor | 'repeat' | 'answer' | 'try_another' | 'nothing', Next, Phase];
const PERSON: Expected = ['to_person', 'hand_over', 'ended'];
const EVERYWHERE = {
  asks_for_person: PERSON,
  answerable: ['answer', 'listen', 'confirming'],
  trouble: ['to_person_trouble', 'hand_over', 'ended'],
  limit: ['to_person_limit', 'hand_over', 'ended'],
} as const;
const NOTHING: Expected = ['nothing', 'rest', 'ended'];

/** Every cell: phase -> signal -> what is said, what comes then, and where the talk stands. */
const CELLS = {
  listening: {
    ...EVERYWHERE,
    affirms: ['ask_again', 'listen', 'listening'],
    denies: ['ask_again', 'listen', 'listening'],
    dismisses: ['sorry_goodbye', 'hang_up', 'ended'],
    thanks: ['goodbye', 'hang_up', 'ended'],
    says_goodbye: ['goodbye', 'hang_up', 'ended'],
    asks_to_repeat: ['repeat', 'listen', 'listening'],
    unclear: ['ask_again', 'listen', 'listening'],
    silence: ['still_there', 'listen', 'listening'],
  },
  confirming: {
    ...EVERYWHERE,
    affirms: ['glad', 'listen', 'parting'],
    denies: ['try_another', 'listen', 'confirming'],
    dismisses: ['sorry_goodbye', 'hang_up', 'ended'],
    thanks: ['goodbye', 'hang_up', 'ended'],
    says_goodbye: ['goodbye', 'hang_up', 'ended'],
    asks_to_repeat: ['repeat', 'listen', 'confirming'],
    unclear: ['yes_or_no', 'listen', 'confirming'],
    silence: ['still_there', 'listen', 'confirming'],
  },
  parting: {
    ...EVERYWHERE,
    affirms: ['what_else', 'listen', 'listening'],
    denies: ['goodbye', 'hang_up', 'ended'],
    dismisses: ['goodbye', 'hang_up', 'ended'],
    thanks: ['goodbye', 'hang_up', 'ended'],
    says_goodbye: ['goodbye', 'hang_up', 'ended'],
    asks_to_repeat: ['repeat', 'listen', 'parting'],
    unclear: ['ask_again', 'listen', 'listening'],
    silence: ['still_there', 'listen', 'parting'],
  },
  ended: {
    asks_for_person: NOTHING,
    answerable: NOTHING,
    affirms: NOTHING,
    denies: NOTHING,
    dismisses: NOTHING,
    thanks: NOTHING,
    says_goodbye: NOTHING,
    asks_to_repeat: NOTHING,
    unclear: NOTHING,
    silence: NOTHING,
    trouble: NOTHING,
    limit: NOTHING,
  },
} as const satisfies Record<Phase, Record<Signal, Expected>>;

function wordsOf(words: Expected[0], before: Dialogue): readonly string[] {
  if (words === 'nothing') return [];
  if (words === 'repeat') return before.said;
  if (words === 'answer') return [...ORDER.sentences, ...DIALOGUE_WORDS.did_that_help];
  if (words === 'try_another')
    return [...DIALOGUE_WORDS.try_another, ...OTHER.sentences, ...DIALOGUE_WORDS.did_that_help];
  return DIALOGUE_WORDS[words];
}

for (const phase of PHASES)
  for (const signal of SIGNALS) {
    const [words, then, phaseAfter] = CELLS[phase][signal];
    test(`${phase}: ${signal} -> ${words}, ${then}, ${phaseAfter}`, () => {
      const before = IN[phase];
      assert.equal(before.phase, phase);
      const decision = converse(before, EVENTS[signal]);
      assert.deepEqual([decision.say, decision.next], [wordsOf(words, before), then]);
      assert.equal(decision.dialogue.phase, phaseAfter);
      assert.equal(decision.expects, then === 'listen' ? (phaseAfter === 'listening' ? 'question' : 'yes_no') : null);
      assert.ok(signal in DIALOGUE[phase]);
    });
  }

test('the greeting says that it is a machine, and that the call is recorded where it is', () => {
  const [recorded, plain] = [true, false].map((isRecorded) =>
    converse(NEW_DIALOGUE, { type: 'began', isRecorded, second: 0 }).say.join(' '),
  );
  assert.match(recorded ?? '', /computer program\. This call is recorded\./);
  assert.doesNotMatch(plain ?? '', /recorded/);
});

test('a question that is not understood is asked again once, and then a person takes over', () => {
  const { next, dialogue } = talk(said('um'), said('the the'));
  assert.deepEqual([next, dialogue.handedOver], ['hand_over', 'not_understood']);
  assert.equal(talk(said('um'), said('where', [ORDER]), said('um')).next, 'listen', 'who was understood begins anew');
  assert.equal(talk(said('where', [ORDER]), said('um'), said('um')).dialogue.handedOver, 'not_understood');
});

test('an answer that did not help is followed by the next best that is close enough, else by a person', () => {
  assert.equal(talk(said('where', [ORDER, FAR]), said('no')).dialogue.handedOver, 'not_helped');
  const second = talk(said('where', [ORDER, OTHER, FAR]), said('no'));
  assert.ok(second.say.includes('Three days.'));
  assert.equal(converse(second.dialogue, said('no')).dialogue.handedOver, 'not_helped');
});

test('who says nothing is asked twice, and then the call ends; a word or a key begins the count anew', () => {
  const quiet = talk(said('where', [ORDER]), SILENT, SILENT);
  assert.deepEqual([quiet.next, quiet.say], ['listen', DIALOGUE_WORDS.still_there_again]);
  const end = converse(quiet.dialogue, SILENT);
  assert.deepEqual([end.next, end.say], ['hang_up', DIALOGUE_WORDS.goodbye_unheard]);
  const back = converse(quiet.dialogue, said('say that again'));
  assert.deepEqual(back.say, ['On its way.', ...DIALOGUE_WORDS.did_that_help]);
  assert.equal(converse(back.dialogue, SILENT).next, 'listen');
  assert.equal(talk(SILENT, SILENT, { type: 'pressed', key: '5', second: 9 }, SILENT).next, 'listen');
});

test('zero leads to a person at once, and so does asking for one in the last second', () => {
  assert.deepEqual(talk({ type: 'pressed', key: '0', second: 1 }).dialogue.handedOver, 'asked_for');
  const late = talk({ ...said('an agent'), second: MAX_TALK_SECONDS + 1 });
  assert.equal(late.dialogue.handedOver, 'asked_for');
  assert.equal(talk({ ...said('bye'), second: MAX_TALK_SECONDS + 1 }).next, 'hang_up');
});

test('this many turns are as long as a talk may be', () => {
  const turns = Array.from({ length: MAX_CALLER_TURNS }, () => said('where is it', [ORDER]));
  assert.equal(talk(...turns.slice(1)).next, 'listen');
  assert.equal(talk(...turns).dialogue.handedOver, 'limit');
});

test('an article that is the end of a procedure is said, and a person does the rest', () => {
  const { say, next, dialogue } = talk(said('cancel it', [PLAN]));
  assert.deepEqual([say[0], next, dialogue.handedOver], ['On its way.', 'hand_over', 'procedure']);
});

const HUNG_UP: DialogueEvent = { type: 'hung_up', second: 20 };

/** What happened -> how it is told to have ended. */
const ENDS = {
  'hangs up at once': [[HUNG_UP], 'assumed_resolution'],
  'hangs up after an answer': [[said('where', [ORDER]), HUNG_UP], 'assumed_resolution'],
  'falls silent after an answer': [[said('where', [ORDER]), SILENT, SILENT, SILENT], 'assumed_resolution'],
  'says goodbye after an answer': [[said('where', [ORDER]), said('bye')], 'assumed_resolution'],
  'says that it helped': [[said('where', [ORDER]), said('yes'), said('no')], 'confirmed_resolution'],
  'thanks for it': [[said('where', [ORDER]), said('thank you that is all i needed')], 'confirmed_resolution'],
  'is helped by the second answer': [
    [said('where', [ORDER, OTHER]), said('no'), said('yes'), HUNG_UP],
    'confirmed_resolution',
  ],
  'says that it is useless and goodbye': [[said('where', [ORDER]), said('useless bye')], 'negative_feedback'],
  'hangs up on the second answer': [[said('where', [ORDER, OTHER]), said('no'), HUNG_UP], 'negative_feedback'],
  'asks for a person': [[said('where', [ORDER]), said('agent')], 'escalated'],
  'is not understood': [[said('um'), said('um')], 'escalated'],
  'is not helped at all': [[said('where', [ORDER]), said('no')], 'escalated'],
  'meets trouble': [[EVENTS.trouble], 'escalated'],
  'comes to the end of a procedure': [[said('cancel', [PLAN])], 'procedure_handoff'],
} as const satisfies Record<string, readonly [readonly DialogueEvent[], string]>;
for (const [what, [events, resolution]] of Object.entries(ENDS))
  test(`a caller who ${what}: ${resolution}`, () => assert.equal(resolutionOf(talk(...events).dialogue), resolution));

test('the report has what was asked, what was answered, why it was handed over, and the intents', () => {
  const { dialogue } = talk(said('where is my order 4111 1111 1111 1111', [ORDER, OTHER]), said('no'), said('agent'));
  assert.deepEqual(reportOf(dialogue), {
    resolution: 'escalated',
    summary:
      'The caller said: “where is my order [card number]”. Answered with “Where is my order?”, which did not help. Answered with “Delivery”. The caller asked for a person.',
    intents: [
      { name: 'where_is_my_order', confidence: 0.9 },
      { name: 'delivery', confidence: 0.7 },
      { name: 'speak_to_human', confidence: 1 },
    ],
  });
});

test('a card number that is spoken, over two turns, is in no summary', () => {
  const { dialogue } = talk(
    said('it is four one one one one one one one'),
    said('one one one one one one one one'),
    said('agent'),
  );
  assert.match(summaryOf(dialogue), /“it is \[card number\]”/);
});

test('a summary has 256 characters at most and keeps its reason; there are five intents at most', () => {
  const reasons: readonly HandOverReason[] = [
    'asked_for',
    'not_understood',
    'not_helped',
    'trouble',
    'limit',
    'procedure',
  ];
  const answers = Array.from({ length: 9 }, (_, place) => ({
    ...ORDER,
    title: `${place} ${'long '.repeat(30)}`,
    helped: false,
  }));
  for (const handedOver of reasons) {
    const full: Dialogue = { ...NEW_DIALOGUE, asked: ['words '.repeat(100)], answers, handedOver };
    const summary = summaryOf(full);
    assert.ok(summary.length <= 256 && summary.length > 100, summary);
    assert.ok(summary.endsWith('.'), summary);
    assert.equal(intentsOf(full).length, 5);
  }
  assert.equal(summaryOf(NEW_DIALOGUE), 'The caller said nothing.');
});

test('a talk that another process takes up says what was said last again, and does what was decided', () => {
  const resumed: DialogueEvent = { type: 'resumed', second: 60 };
  for (const [events, next] of [
    [[said('um')], 'listen'],
    [[said('where is it', [ORDER])], 'listen'],
    [[said('agent')], 'hand_over'],
    [[said('bye')], 'hang_up'],
  ] as const) {
    const { dialogue, say } = talk(...events);
    const again = converse(dialogue, resumed);
    assert.deepEqual([again.say, again.next], [[...DIALOGUE_WORDS.interrupted, ...say], next]);
    assert.deepEqual(again.dialogue, dialogue);
  }
});
