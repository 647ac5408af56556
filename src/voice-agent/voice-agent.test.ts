/** Articles of the demo, what they mean by the real encoder, and what is found for a table of questions. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DEMO_ARTICLES } from '#domain/voice-agent/demo-articles.ts';
import { MAX_ARTICLES, MEANING_BYTES } from '#domain/directory/article.ts';
import type { KnownArticle, MeaningStore } from '#domain/directory/article.ts';
import { NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import { ANSWER_THRESHOLD } from '#domain/voice-agent/meaning.ts';
import { createArticleMeanings } from '#storage/article-meanings.ts';
import { createArticles } from '#storage/articles.ts';
import { makeScratchDirectory } from '../../test/support/scratch-directory.ts';
import { storeDatabase } from '../../test/support/store-database.ts';
import { until } from '../../test/support/until.ts';
import { createArticleFinder } from './article-finder.ts';
import { createArticleLearner } from './article-learner.ts';
import { cosineAt, quantize } from './cosine.ts';
import { createEmbeddedReasoner } from './embedded-reasoner.ts';
import { createEncoder } from './encoder.ts';
import { indexWords, scoreWords } from './words-index.ts';

const database = await storeDatabase();
const directory = await makeScratchDirectory();
const fail = (what: string, error: unknown): void => assert.fail(`${what}: ${String(error)}`);
const NONE = { encode: async () => null };

const encoder = createEncoder({ failed: fail });
after(async () => encoder.close());
const meanings = createArticleMeanings(database);
const finder = createArticleFinder({ store: meanings, encoder, patienceMs: 60_000, failed: fail });
const articles = createArticles(database, finder.changed, () => new Date());
const learner = createArticleLearner({ store: meanings, encoder, learned: finder.changed, failed: fail });
const wordsAlone = createArticleFinder({ store: meanings, encoder: NONE, failed: fail });

const ask = async (text: string, lang = 'en', workspaceId = 1) => finder.find({ workspaceId, text, lang });

test('what articles mean is worked out once they are stored, and kept with them', async () => {
  assert.ok((await articles.createAll(1, DEMO_ARTICLES)).ok);
  assert.equal((await ask('where is my order')).by, 'words', 'until then by their words');
  assert.equal((await meanings.withoutMeaning(100)).length, 20);
  learner.wake();
  await learner.settled();
  assert.deepEqual(await meanings.withoutMeaning(100), []);
  const known = await meanings.published(1);
  assert.ok(known.every(({ meaning, phrasings }) => meaning?.length === (1 + phrasings.length) * MEANING_BYTES));
  assert.equal((await ask('where is my order')).by, 'meaning');
});

const [ORDER, RETURN, REFUND, ADDRESS, HOURS] = [0, 4, 5, 3, 6];
const [SHIPPING, ABROAD, SHOP, PASSWORD, EMAIL, INVOICE] = [1, 2, 7, 8, 9, 10];
const [CANCEL, WARRANTY, BATTERY, STUCK, KEY, CODE, FIT, ONLINE, FITTER] = [11, 12, 13, 14, 15, 16, 17, 18, 19];

/** What callers say, and the place of the article that they want: first what was measured, in the words of callers. */
const QUESTIONS: readonly (readonly [string, number])[] = [
  ['i would like to know where my order is', ORDER],
  ['my package has not arrived yet', ORDER],
  ['can you tell me your opening hours', HOURS],
  ['i want to return an item i bought last week', RETURN],
  ['how do i reset my password', PASSWORD],
  ['i was charged twice for the same order', INVOICE],
  ['can i change my delivery address', ADDRESS],
  ['what is your refund policy', REFUND],
  ['i need to cancel my subscription', CANCEL],
  ['do you ship to canada', ABROAD],
  ['my email address has changed', EMAIL],
  ['the lock does not open anymore', STUCK],
  ['i lost my key and i am standing in front of the door', KEY],
  ['how much does express delivery cost', SHIPPING],
  ['is there a warranty on the battery', WARRANTY],
  ['the invoice you sent me is wrong', INVOICE],
  ['i have been waiting for two weeks', ORDER],
  ['which batteries does the lock take', BATTERY],
  ['the lock keeps beeping', BATTERY],
  ['can i bring my lock back to the shop', RETURN],
  ['when will i see the money for my return', REFUND],
  ['are you open on sundays', HOURS],
  ['where can i find your store', SHOP],
  ['i cannot sign in to my account', PASSWORD],
  ['how can i give my neighbour a code', CODE],
  ['will this lock fit a metal door', FIT],
  ['my lock shows offline in the app', ONLINE],
  ['i would like to move my appointment', FITTER],
  ['somebody stole my keys', KEY],
  ['i moved and the parcel goes to my old house', ADDRESS],
];

/** What has nothing to do with any of them. */
const STRANGE: readonly string[] = [
  'what is the weather like today',
  'do you sell pizza',
  'i would like to speak about a job',
  'my dog ate the manual',
  'what is the capital of france',
  'can you recommend a good restaurant',
  'the traffic was terrible this morning',
  'please tell my colleague that i am late',
  'i want to book a flight to boston',
  'who won the game last night',
  'the number you have dialed is not in service',
  'please enter your password followed by the pound key',
  'my phone screen is cracked',
  'the coffee machine is broken',
  'i want to complain about the driver who was rude',
];

type Figures = { readonly best: number; readonly right: number; readonly wrong: number; readonly strange: number };

/** Best: the right article comes first. Right, wrong: of those that are answered. Strange: answered as well. */
async function measured({ find }: Pick<typeof finder, 'find'>): Promise<Figures> {
  let [best, right, wrong, strange] = [0, 0, 0, 0];
  for (const [text, place] of QUESTIONS) {
    const [first] = (await find({ workspaceId: 1, text, lang: 'en' })).found;
    const isRight = first?.title === DEMO_ARTICLES[place]?.title;
    const isAnswered = (first?.score ?? 0) >= ANSWER_THRESHOLD;
    best += isRight ? 1 : 0;
    right += isRight && isAnswered ? 1 : 0;
    wrong += !isRight && isAnswered ? 1 : 0;
  }
  for (const text of STRANGE)
    strange += ((await find({ workspaceId: 1, text, lang: 'en' })).found[0]?.score ?? 0) >= ANSWER_THRESHOLD ? 1 : 0;
  return { best, right, wrong, strange };
}

test('of thirty questions 28 at least find their article, and none is answered with another one', async () => {
  // All at once, which is faster than one after the other.
  const texts = [...QUESTIONS.map(([text]) => text), ...STRANGE];
  const known = (await encoder.encode(texts)) ?? new Uint8Array(0);
  const encode = async ([text = '']: readonly string[]) => {
    const from = texts.indexOf(text) * MEANING_BYTES;
    return known.subarray(from, from + MEANING_BYTES);
  };
  const figures = await measured(createArticleFinder({ store: meanings, encoder: { encode }, failed: fail }));
  assert.ok(figures.best >= 28 && figures.right >= 26, JSON.stringify(figures));
  assert.ok(figures.wrong === 0 && figures.strange <= 1, JSON.stringify(figures));
});

test('without the encoder their words find 24 at least, and one at most is answered with another one', async () => {
  const figures = await measured(wordsAlone);
  assert.ok(figures.best >= 26 && figures.right >= 23, JSON.stringify(figures));
  assert.ok(figures.wrong <= 1 && figures.strange <= 1, JSON.stringify(figures));
});

test('three articles are told at most, with what is said of them; another workspace and language have none', async () => {
  const { found } = await ask('how do i replace the batteries');
  assert.equal(found.length, 3);
  assert.equal(found[0]?.title, DEMO_ARTICLES[BATTERY]?.title);
  assert.equal(found[0]?.sentences[0], 'The lock needs four AA batteries, alkaline and all of the same kind.');
  assert.deepEqual((await ask('how do i replace the batteries', 'en', 2)).found, []);
  assert.deepEqual((await ask('how do i replace the batteries', 'fr')).found, []);
  assert.deepEqual((await ask(' ')).found, []);
});

test('a draft answers nothing; published, changed and deleted it is what it is now', async () => {
  const asked = 'may i bring my parrot along';
  const first = async () => (await ask(asked)).found[0]?.title;
  const made = await articles.create(1, {
    title: 'Parrots',
    body: 'They may.',
    phrasings: ['Can I bring my parrot?'],
    lang: 'en',
    status: 'draft',
    handsOver: false,
  });
  assert.ok(made.ok);
  const { id } = made.value;
  learner.wake();
  await learner.settled();
  assert.notEqual(await first(), 'Parrots');
  await articles.change(1, id, { status: 'published' });
  const { by, found } = await ask(asked);
  assert.deepEqual([by, found[0]?.title, (found[0]?.score ?? 0) > ANSWER_THRESHOLD], ['meaning', 'Parrots', true]);
  await articles.change(1, id, { body: 'They **may not**.' });
  assert.deepEqual((await ask(asked)).found[0]?.sentences, ['They may not.']);
  await articles.change(1, id, { phrasings: [], title: 'Cats' });
  assert.equal((await ask(asked)).by, 'words', 'it has to be worked out again');
  learner.wake();
  await learner.settled();
  assert.equal((await ask(asked)).by, 'meaning');
  await articles.remove(1, id);
  assert.equal(
    (await ask(asked)).found.some(({ articleId }) => articleId === id),
    false,
  );
});

test('what was worked out of an older text is not stored', async () => {
  const { id, revision } = await database.query
    .selectFrom('article')
    .select(['id', 'revision'])
    .limit(1)
    .executeTakeFirstOrThrow();
  const meaning = new Uint8Array(MEANING_BYTES);
  assert.equal(await meanings.putMeaning({ id, revision: revision - 1 }, meaning), false);
  assert.equal(await meanings.putMeaning({ id: 999_999, revision }, meaning), false);
});

test('the reasoner answers with an article, and continues as the table says', async () => {
  const reasoner = createEmbeddedReasoner(finder, { unlearned: () => assert.fail('it is worked out') });
  const talk = { workspaceId: 1, lang: 'en', dialogue: NEW_DIALOGUE };
  const answered = await reasoner.reply(talk, { type: 'said', second: 4, text: 'which batteries does the lock take' });
  assert.deepEqual([answered.next, answered.dialogue.phase], ['listen', 'confirming']);
  assert.match(answered.say.join(' '), /four AA batteries.*Did that help\?$/);
  const over = await reasoner.reply({ ...talk, dialogue: answered.dialogue }, { type: 'pressed', second: 9, key: '0' });
  assert.equal(over.next, 'hand_over');
});

test('the process ends when it idles, and starts again when it is needed', async () => {
  const program = join(directory, 'quick.mjs');
  const answer = `process.send({ id, ok: true, meaning: new Uint8Array(sentences.length * ${MEANING_BYTES}).fill(process.pid % 256) })`;
  await writeFile(program, `process.on('message', ({ id, sentences }) => ${answer});`);
  const short = createEncoder({ program: pathToFileURL(program), restMs: 10, failed: fail });
  assert.equal(short.isAwake(), false);
  assert.equal((await short.encode(['hello there']))?.length, MEANING_BYTES);
  await until(() => !short.isAwake());
  assert.equal((await short.encode(['hello there', 'x'.repeat(5000)]))?.length, 2 * MEANING_BYTES);
  await short.close();
  assert.equal(await short.encode(['hello']), null);
});

/** A process that does not do what it should: the program's text. */
const BROKEN = {
  'ends at once': 'process.exit(3);',
  'cannot load its packages':
    "process.on('message', ({ id }) => process.send({ id, ok: false, reason: 'MODULE_NOT_FOUND' }));",
  'never answers': "process.on('message', () => {});",
} as const;
for (const [what, text] of Object.entries(BROKEN))
  test(`a process that ${what} is told once, and the words decide meanwhile`, async () => {
    const program = join(directory, `${what.replaceAll(' ', '-')}.mjs`);
    await writeFile(program, text);
    const told: string[] = [];
    const broken = createEncoder({
      program: pathToFileURL(program),
      patienceMs: 500,
      failed: (where) => void told.push(where),
    });
    const found = createArticleFinder({ store: meanings, encoder: broken, failed: fail });
    const {
      by,
      found: [first],
    } = await found.find({ workspaceId: 1, text: 'where is my order', lang: 'en' });
    assert.deepEqual([by, first?.title], ['words', 'Where is my order?']);
    assert.equal(await broken.encode(['again']), null, 'it is left alone for a while');
    assert.deepEqual(told, ['voice_agent.encoder']);
    await broken.close();
  });

test('what a crash left is worked out after the next start, each article once', async () => {
  await database.pool.query('update article set meaning = null where workspace_id = 1');
  const stored: number[] = [];
  const counted: MeaningStore = {
    ...meanings,
    putMeaning: async (of, meaning) => {
      stored.push(of.id);
      return meanings.putMeaning(of, meaning);
    },
  };
  let rounds = 0;
  const quick = async (sentences: readonly string[]) => new Uint8Array(sentences.length * MEANING_BYTES);
  const crashing = { encode: async (sentences: readonly string[]) => ((rounds += 1) > 1 ? null : quick(sentences)) };
  const before = createArticleLearner({ store: counted, encoder: crashing, learned: () => undefined, failed: fail });
  before.wake();
  await before.settled();
  await before.stop();
  assert.equal(stored.length, 10, 'it came so far');
  const next = createArticleLearner({
    store: counted,
    encoder: { encode: quick },
    learned: finder.changed,
    firstMs: 0,
    failed: fail,
  });
  next.start();
  await until(async () => (await meanings.withoutMeaning(1)).length === 0);
  await next.stop();
  assert.deepEqual(
    stored.toSorted((a, b) => a - b),
    [...new Set(stored)].toSorted((a, b) => a - b),
  );
  assert.equal(stored.length, 20);
});

test('as many articles as there may be are held against a question without holding up anyone for long', async () => {
  const meaning = new Uint8Array(21 * MEANING_BYTES).fill(1);
  const many = Array.from({ length: MAX_ARTICLES }, (_, id): KnownArticle => {
    const phrasings = Array.from({ length: 20 }, (_each, at) => `How do I find phrasing ${at} of article ${id}?`);
    return { id, title: `Title ${id} of an article`, body: 'Words.', phrasings, lang: 'en', handsOver: false, meaning };
  });
  let worst = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    worst = Math.max(worst, performance.now() - last);
    last = performance.now();
  }, 1);
  const asked = { workspaceId: 1, text: 'find article 77', lang: 'en' };
  for (const [known, encode] of [
    [many, async () => meaning.subarray(0, MEANING_BYTES)],
    [many.slice(0, 100), NONE.encode],
  ] as const) {
    const { find } = createArticleFinder({
      store: { published: async () => known },
      encoder: { encode },
      failed: fail,
    });
    assert.equal((await find(asked)).found.length, 3);
  }
  clearInterval(beat);
  // Five milliseconds are meant, on a machine that has nothing else to do.
  assert.ok(worst < 200, `${worst} ms`);
});

test('meanings as bytes keep their cosine', () => {
  const vector = Array.from({ length: MEANING_BYTES }, (_, at) => Math.sin(at) / 23);
  const other = vector.map((value, at) => value + Math.cos(at * 7) / 23);
  const exact =
    vector.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0) / Math.hypot(...vector) / Math.hypot(...other);
  const bytes = Buffer.concat([quantize(other), quantize(vector)]);
  assert.ok(Math.abs(cosineAt(quantize(vector), bytes, 0) - exact) < 0.01);
  assert.ok(cosineAt(quantize(vector), bytes, 1) > 0.9999);
  assert.equal(cosineAt(new Uint8Array(MEANING_BYTES), bytes, 1), 0);
});

test('words of any language are compared as they are', () => {
  const known = ['Où est ma commande ?', '注文はどこですか'].map((title, id) => ({
    id,
    title,
    body: '',
    phrasings: [],
    lang: 'fr',
    handsOver: false,
    meaning: null,
  }));
  const work = indexWords(known);
  let step = work.next();
  while (step.done !== true) step = work.next();
  assert.ok((scoreWords(step.value, 'ma commande où est-elle').get(0) ?? 0) > 0.5);
  assert.equal(scoreWords(step.value, '🙂').get(0), 0);
});
