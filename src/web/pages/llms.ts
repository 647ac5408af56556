/**
 * For programs that read: `/llms.txt`, each page of `docs/` as it is written, and each reference in Markdown. Source:
 * llmstxt.org.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Surface } from '#http/surface.ts';
import type { Documents } from './documents.ts';
import type { OpenApi, Operation } from './reference/document.ts';
import { operationsOf } from './reference/document.ts';

export type LlmsParts = {
  readonly surfaces: readonly Surface[];
  readonly documents: Documents;
  publicUrl(): string;
  /** Where the pages lie; where there are none, none are named. */
  readonly directory: string;
};

/** A page: its path below `/docs`, its heading, its text. */
type Page = { readonly path: string; readonly title: string; readonly text: string };

const MARKDOWN = 'text/markdown; charset=utf-8';

/** Adds them. What pages say is read once: it comes with the version. */
export function addLlms(server: FastifyInstance, { surfaces, documents, publicUrl, directory }: LlmsParts): void {
  const pages = readPages(directory);
  const send = (path: string, type: string, write: () => string): void => {
    server.get(path, async (_request, reply) => reply.type(type).send(write()));
  };
  for (const { path, text } of pages) send(`/docs/${path}`, MARKDOWN, () => text);
  // Ours, as `http/document.ts` writes it.
  for (const { name } of surfaces)
    send(`/docs/${name}.md`, MARKDOWN, () => writeReferenceText(documents().get(name) as OpenApi, publicUrl()));
  send('/llms.txt', 'text/plain; charset=utf-8', () => writeIndex(pages, surfaces, publicUrl()));
}

/** The pages for those who run Patchbay or talk to it; decisions and recipes of its own code are on no page here. */
function readPages(directory: string): readonly Page[] {
  return globSync(['*.md', 'how-to/*.md'], { cwd: directory })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !OWN.test(path))
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(directory, path), 'utf8');
      return { path, title: /^# (.+)$/m.exec(text)?.[1] ?? path, text };
    });
}

const OWN = /^how-to\/(README|add-a-.+)\.md$|^(coverage|benchmarks)\.md$/;

/** The index. */
function writeIndex(pages: readonly Page[], surfaces: readonly Surface[], url: string): string {
  const link = (title: string, path: string, about: string): string => `- [${title}](${url}${path}): ${about}`;
  return `# Patchbay

> A self-hosted voice contact center that answers to the Intercom, Google CCAI Platform and vcita call APIs, and to its own.

Every API takes the same token. Models may also ask at ${url}/mcp (Model Context Protocol).

## APIs

${surfaces.map(({ name, title }) => link(title, `/docs/${name}.md`, `every operation; as OpenAPI: ${url}/openapi/${name}.json`)).join('\n')}

## Docs

${pages.map(({ title, path, text }) => link(title, `/docs/${path}`, introductionOf(text))).join('\n')}
`;
}

/** The first sentence of a page. */
function introductionOf(text: string): string {
  const paragraph = /^(?![#`<|\s-]).+(?:\n.+)*/m.exec(text.replace(/^# .+$/m, ''))?.[0] ?? '';
  return (/^[\s\S]*?[.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph).replaceAll('\n', ' ').replace(/:$/, '.');
}

/** A reference as text: what each operation is for, and what it takes. */
function writeReferenceText(document: OpenApi, url: string): string {
  const { title, version, description = '' } = document.info;
  return `# ${title}

Version ${version}, at ${url}. The OpenAPI document has every field.

${description}

${operationsOf(document).map(writeOperationText).join('\n\n')}
`;
}

function writeOperationText({
  method,
  path,
  summary,
  description,
  parameters = [],
  requestBody,
  responses,
}: Operation): string {
  const asked = parameters
    .filter(({ in: place }) => place !== 'header')
    .map(
      ({ name, in: place, description: about }) => `- \`${name}\` (${place})${about === undefined ? '' : `: ${about}`}`,
    );
  const body = Object.keys(requestBody?.content ?? {}).map((type) => `- a body, \`${type}\``);
  const statuses = Object.entries(responses).map(
    ([status, { description: about }]) => `${status}${about === '' ? '' : ` ${about}`}`,
  );
  return [
    `## ${method.toUpperCase()} ${path}\n\n${summary}.`,
    ...(description === undefined ? [] : [description]),
    ...(asked.length + body.length === 0 ? [] : [[...asked, ...body].join('\n')]),
    `Answers: ${statuses.join('; ')}.`,
  ].join('\n\n');
}
