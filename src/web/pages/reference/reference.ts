/**
 * The reference of the APIs, written from their OpenAPI documents: an index, and a page for each. No page runs a
 * script.
 */
import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Surface } from '#http/surface.ts';
import type { Documents } from '../documents.ts';
import type { Html } from '../page.ts';
import { headersFor, markup, writePage } from '../page.ts';
import type { OpenApi, Operation } from './document.ts';
import { groupsOf, operationsOf } from './document.ts';
import { writeMarkdown } from './markdown.ts';
import { writeOperation } from './operation.ts';
import { anchorOf, writeFields, writeType } from './schema.ts';
import { REFERENCE_STYLE } from './style.ts';

const HEADERS = headersFor(REFERENCE_STYLE);

type Parts = {
  readonly surfaces: readonly Surface[];
  readonly documents: Documents;
  /** Where people reach this server; as it is at the first request of a page. */
  publicUrl(): string;
};

/** Adds `/docs`, and `/docs/{name}` for each surface. A page is written when it is first asked for, and kept. */
export function addReference(server: FastifyInstance, { surfaces, documents, publicUrl }: Parts): void {
  // Ours, as `http/document.ts` writes it.
  const documentOf = (name: string): OpenApi => documents().get(name) as OpenApi;
  const add = (path: string, write: () => Promise<string>): void => {
    let page: Promise<Buffer> | null = null;
    const writeOnce = async (): Promise<Buffer> => Buffer.from(await write());
    server.get(path, async (_request, reply) => reply.headers(HEADERS).send(await (page ??= writeOnce())));
  };
  // Our own first: it is the only one that is documented nowhere else.
  const order = surfaces.toReversed();
  add('/docs', async () => writeIndex(order.map(({ name }) => [name, documentOf(name)])));
  for (const { name } of order) add(`/docs/${name}`, async () => writeReference(name, documentOf(name), publicUrl()));
}

/** The page that leads to the references. */
export function writeIndex(documents: readonly (readonly [name: string, document: OpenApi])[]): string {
  const content = markup`<h1>API reference</h1>
<p>Every operation of every API that this server answers to.</p>
<dl>
${documents.map(
  ([name, document]) => markup`<div><dt><a href="/docs/${name}">${document.info.title}</a></dt>
<dd class="quiet">Version ${document.info.version} · ${operationsOf(document).length} operations ·
<a href="/openapi/${name}.json" aria-label="${document.info.title}: OpenAPI document">OpenAPI document</a></dd></div>
`,
)}</dl>
<p><a href="/">Patchbay</a></p>`;
  return writePage('API reference', content, REFERENCE_STYLE);
}

/**
 * The reference of one API; `url` is where the server is reached, without a slash at the end. Between operations, calls
 * continue.
 */
export async function writeReference(name: string, document: OpenApi, url: string): Promise<string> {
  const { title, version, description } = document.info;
  const groups = groupsOf(document);
  const schemas = Object.keys(document.components.schemas);
  const operations = await writeEach(groups, async ([heading, each]) => {
    const sections = await writeEach(each, async (operation) => writeOperation(document, operation, url));
    return markup`<h2 id="${tagAnchor(heading)}">${heading}</h2>\n${sections}`;
  });
  const described = schemas.length === 0 ? markup`` : await writeSchemas(document);
  const content = markup`<a class="skip" href="#authentication">Skip the index</a>
<p><a href="/">Patchbay</a> · <a href="/docs">API reference</a></p>
<h1>${title}</h1>
<p class="quiet">Version ${version} · at <code>${url}</code> · <a href="/openapi/${name}.json">OpenAPI document</a></p>
<div class="reference">
${writeContents(groups, schemas)}
<div>
${description === undefined ? '' : writeMarkdown(description)}
${writeAuthentication(document)}
${operations}
${described}
</div>
</div>`;
  return writePage(`${title}: reference`, content, REFERENCE_STYLE);
}

function writeContents(groups: readonly [string, Operation[]][], schemas: readonly string[]): Html {
  return markup`<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ul><li><a href="#authentication">Authentication</a></li></ul>
${groups.map(
  ([heading, operations]) => markup`<p>${heading}</p>
<ul>
${operations.map(({ operationId, summary }) => markup`<li><a href="#${operationId}">${summary}</a></li>\n`)}</ul>
`,
)}${
    schemas.length === 0
      ? ''
      : markup`<p>Schemas</p>
<ul>
${schemas.map((schema) => markup`<li><a href="#${anchorOf(schema)}">${schema}</a></li>\n`)}</ul>
`
  }</nav>`;
}

function writeAuthentication(document: OpenApi): Html {
  const { scheme, description = '' } = document.components.securitySchemes.token;
  return markup`<h2 id="authentication">Authentication</h2>
<p>${scheme === 'basic' ? 'HTTP Basic' : 'HTTP Bearer'} authentication.</p>
${writeMarkdown(description)}
<p>The commands on this page read the token from the shell. The demo workspace’s token is printed at the first start.
Replace the words in capitals, such as <code>YOUR_ID</code>, with values of your own.</p>
<pre><code>export TOKEN=…</code></pre>`;
}

async function writeSchemas(document: OpenApi): Promise<Html> {
  const bodies = JSON.stringify(operationsOf(document).map(({ requestBody }) => requestBody));
  const sections = await writeEach(
    Object.entries(document.components.schemas),
    async ([name, schema]) => markup`<section id="${anchorOf(name)}">
<h3><a href="#${anchorOf(name)}">${name}</a></h3>
${schema.description === undefined ? '' : writeMarkdown(schema.description)}
<p class="quiet">${writeType(schema)}</p>
${writeFields(schema, bodies.includes(`/${name}"`) ? 'request' : 'answer')}</section>
`,
  );
  return markup`<h2 id="schemas">Schemas</h2>\n${sections}`;
}

/**
 * One after the other, letting go of the event loop after each: a whole page takes longer than a packet of sound may
 * wait.
 */
async function writeEach<T>(parts: readonly T[], write: (part: T) => Promise<Html>): Promise<Html[]> {
  const written: Html[] = [];
  for (const part of parts) {
    written.push(await write(part));
    await setImmediate();
  }
  return written;
}

/** Where the operations of a tag begin. */
function tagAnchor(heading: string): string {
  return `tag-${heading.toLowerCase().replaceAll(/\W+/g, '-')}`;
}
