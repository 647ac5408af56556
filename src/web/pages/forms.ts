/** Forms of pages that work without a script. */
import type { FastifyInstance } from 'fastify';

/** A form, in bytes: the longest message, every character escaped. */
const MAX_FORM = 64 * 1024;

/** Lets the routes of the scope take a form; its body is an object of texts. A larger one is refused with 413. */
export function takeForms(scope: FastifyInstance): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM },
    async (_request: unknown, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
}

/** The named fields of a form, as they were typed; empty where one is missing. */
export function textsOf<Name extends string>(body: unknown, names: readonly Name[]): Readonly<Record<Name, string>> {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const texts = names.map((name) => [name, typeof fields[name] === 'string' ? fields[name] : '']);
  // Exactly the names, each with a text.
  return Object.fromEntries(texts) as Record<Name, string>;
}
