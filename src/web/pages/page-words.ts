/** The language of a page that the server writes: the first that the browser asks for and that there are texts in. */
import type { FastifyRequest } from 'fastify';
import { publicTexts } from '#catalogue/public.ts';
import { acceptedLanguages } from '#http/accept-language.ts';

/** Its texts, and the language that they are in. */
export function wordsFor({ headers }: Pick<FastifyRequest, 'headers'>): ReturnType<typeof publicTexts> {
  return publicTexts(acceptedLanguages(headers['accept-language']));
}
