/** The shapes of articles. */
import { Type } from 'typebox';
import { ARTICLE_LENGTHS, ARTICLE_STATUSES } from '#domain/directory/article.ts';
import { LANGUAGE_CODE } from '#domain/directory/language.ts';
import { FOUND_BY, MAX_QUESTION } from '#domain/ports/reasoner.ts';
import { ANSWER_THRESHOLD } from '#domain/voice-agent/meaning.ts';
import { body, change, id, time } from '../shapes.ts';

const articleFields = {
  title: Type.String({
    minLength: 1,
    maxLength: ARTICLE_LENGTHS.title,
    pattern: String.raw`\S`,
    description: 'Unique in the workspace and the language, in any case of letters.',
    examples: ['How do I replace the batteries?'],
  }),
  body: Type.String({
    minLength: 1,
    maxLength: ARTICLE_LENGTHS.body,
    pattern: String.raw`\S`,
    description: 'Markdown. What is said of it is its words.',
    examples: ['Open the lid on the inside and put in **four AA batteries**.'],
  }),
  phrasings: Type.Array(Type.String({ minLength: 1, maxLength: ARTICLE_LENGTHS.phrasing, pattern: String.raw`\S` }), {
    maxItems: ARTICLE_LENGTHS.phrasings,
    description: 'How callers ask for it, a sentence each. The title counts as one.',
    examples: [['The battery is empty', 'My lock beeps']],
  }),
  lang: Type.String({ pattern: LANGUAGE_CODE, examples: ['en'] }),
  status: Type.Enum([...ARTICLE_STATUSES], { description: 'Only what is published is answered from.' }),
  hands_over: Type.Boolean({ description: 'Once it has been said, the caller is connected with a person.' }),
};

/** An article. */
export const ArticleObject = Type.Object(
  { id, ...articleFields, created_at: time, updated_at: time },
  { title: 'Article' },
);

/** An article that is wished for. */
export const NewArticle = body(
  {
    title: articleFields.title,
    body: articleFields.body,
    phrasings: Type.Optional(articleFields.phrasings),
    lang: Type.Optional({ ...articleFields.lang, default: 'en' }),
    status: Type.Optional({ ...articleFields.status, default: 'draft' }),
    hands_over: Type.Optional({ ...articleFields.hands_over, default: false }),
  },
  'NewArticle',
);

/** A change to an article. */
export const ArticleChange = change(articleFields, 'ArticleChange');

/** What an import made. */
export const ImportedArticles = Type.Object(
  { count: Type.Integer({ minimum: 1 }), ids: Type.Array(id) },
  { title: 'ImportedArticles' },
);

/** What lists may be narrowed by, besides a search. */
export const ARTICLE_FILTER = { status: articleFields.status, lang: articleFields.lang };

/** A question, as a caller would say it. */
export const ArticleQuestion = body(
  {
    text: Type.String({
      minLength: 1,
      maxLength: MAX_QUESTION,
      pattern: String.raw`\S`,
      examples: ['My lock keeps beeping'],
    }),
    lang: Type.Optional({ ...articleFields.lang, default: 'en' }),
  },
  'ArticleQuestion',
);

/** What the voice agent would do with it. */
export const ArticleAnswer = Type.Object(
  {
    says: Type.Array(Type.String(), { description: 'Sentence by sentence.' }),
    next: Type.Enum(['listen', 'hand_over', 'hang_up'], { description: 'What comes after the words.' }),
    threshold: Type.Number({ examples: [ANSWER_THRESHOLD], description: 'An article answers from this score on.' }),
    found_by: Type.Enum([...FOUND_BY], {
      description: '`words`: without the encoder, or before it has worked out what the articles mean.',
    }),
    found: Type.Array(
      Type.Object({ article_id: id, title: Type.String(), score: Type.Number({ minimum: 0, maximum: 1 }) }),
      { description: 'The closest articles, best first.' },
    ),
  },
  { title: 'ArticleAnswer' },
);
