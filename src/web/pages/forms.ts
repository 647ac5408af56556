/** Forms of pages that work without a script. */
import type { FastifyInstance } from 'fastify';
import { isStorableText } from '#http/body.ts';
import { HttpFault } from '#http/fault.ts';

/** A form, in bytes: the longest message, every character escaped. */
const MAX_FORM = 64 * 1024;

/**
 * Lets the routes of the scope take a form; its body is an object of texts. A larger one is refused with 413, one
 * with a text that no store keeps with 400.
 */
export function takeForms(scope: FastifyInstance): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM },
    async (_request: unknown, body: string) => {
      const fields = Object.fromEntries(new URLSearchParams(body));
      if (!Object.values(fields).every(isStorableText)) throw new HttpFault('value_refused');
      return fields;
    },
  );
}

/** The named fields of a form, as they were typed; empty where one is missing. */
export function textsOf<Name extends string>(body: unknown, names: readonly Name[]): Readonly<Record<Name, string>> {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const texts = names.map((name) => [name, typeof fields[name] === 'string' ? fields[name] : '']);
  // Exactly the names, each with a text.
  return Object.fromEntries(texts) as Record<Name, string>;
}
