/** Where the `type` of each problem leads: what it means. */
import type { FastifyInstance } from 'fastify';
import type { Html } from './page.ts';
import { markup, PAGE_HEADERS, writePage } from './page.ts';

/** Name -> status, title, when it is met (code in backticks). */
export type ProblemTable = Readonly<Record<string, readonly [status: number, title: string, about: string]>>;

/** Adds the page. */
export function addProblems(server: FastifyInstance, problems: ProblemTable): void {
  const page = writePage('Problems', content(problems));
  server.get('/problems', async (_request, reply) => reply.headers(PAGE_HEADERS).send(page));
}

function content(problems: ProblemTable): Html {
  return markup`<h1>Problems</h1>
<p>What the errors of Patchbay’s own API mean. Each answer names its own in <code>type</code> and <code>code</code>.</p>
<dl>
${Object.entries(problems).map(entry)}</dl>
<p><a href="/">Patchbay</a></p>`;
}

function entry([code, [status, title, about]]: [string, ProblemTable[string]]): Html {
  return markup`<div id="${code}"><dt>${title}</dt>
<dd>${marked(about)}<br><span class="quiet">${status} · <code>${code}</code></span></dd></div>
`;
}

/** What stands in backticks as code. */
function marked(text: string): Html[] {
  return text.split('`').map((part, place) => (place % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`));
}
