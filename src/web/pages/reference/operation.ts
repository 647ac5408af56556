/** One operation of an API: what it is for, what it takes, what it answers, and a command to paste. */
import type { Html } from '../page.ts';
import { markup } from '../page.ts';
import type { Content, OpenApi, Operation, Parameter, Response } from './document.ts';
import { writeCurl } from './example.ts';
import { writeInline, writeMarkdown } from './markdown.ts';
import type { Side } from './schema.ts';
import { joined, writeFields, writeNamed, writeType } from './schema.ts';

/** Its section, which its id leads to. `url` is where the server is reached. */
export function writeOperation(document: OpenApi, operation: Operation, url: string): Html {
  const { operationId, summary, description, method, path, parameters = [], requestBody, responses } = operation;
  return markup`<section id="${operationId}">
<h3><a href="#${operationId}">${summary}</a></h3>
<p class="address"><strong>${method}</strong> <code>${path}</code></p>
${description === undefined ? '' : writeMarkdown(description)}
${parameters.length === 0 ? '' : writeParameters(parameters)}
${requestBody === undefined ? '' : markup`<h4>Request body</h4>\n${writeContent(requestBody.content, 'request')}`}
<h4>Responses</h4>
${groupsOf(responses).map(writeAnswers)}
<h4>Try it</h4>
<pre><code>${writeCurl(document, operation, url)}</code></pre>
</section>
`;
}

function writeParameters(parameters: readonly Parameter[]): Html {
  return markup`<h4>Parameters</h4>
<ul class="fields">
${parameters.map((parameter) => markup`<li>${writeParameter(parameter)}</li>\n`)}</ul>`;
}

function writeParameter({ name, in: place, required, schema, description, example, examples }: Parameter): Html {
  const given = example === undefined ? Object.values(examples ?? {}).map(({ value }) => value) : [example];
  const shown = given.length === 0 ? schema : { ...schema, examples: given };
  return writeNamed(name, shown, required === true ? `${place} · required` : place, description);
}

/** Each media type with its schema and its example. An empty schema of something other than JSON is a file. */
function writeContent(content: Content, side: Side): Html[] {
  return Object.entries(content).map(([mediaType, { schema = {}, example }]) => {
    const isFile = Object.keys(schema).length === 0;
    return markup`<p class="quiet"><code>${mediaType}</code>${isFile ? '' : markup` · ${writeType(schema)}`}</p>
${writeFields(schema, side)}${
      example === undefined
        ? ''
        : markup`<p class="quiet">Example</p>
<pre><code>${JSON.stringify(example, null, 2)}</code></pre>`
    }`;
  });
}

type Answers = { readonly content: Content; readonly statuses: [status: string, description: string][] };

/** The answers, those of the same content together. */
function groupsOf(responses: Readonly<Record<string, Response>>): Answers[] {
  const groups = new Map<string, Answers>();
  for (const [status, { description, content = {} }] of Object.entries(responses)) {
    const key = JSON.stringify(content);
    const group = groups.get(key) ?? { content, statuses: [] };
    group.statuses.push([status, description]);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function writeAnswers({ content, statuses }: Answers): Html {
  const about = writeContent(content, 'answer');
  const hasFields = about.some((each) => each.markup.includes('<ul'));
  const codes = statuses.map(([status]) => markup`${status}`);
  return markup`<ul class="fields">
${statuses.map(([status, description]) => markup`<li><code class="name">${status}</code> ${writeInline(description)}</li>\n`)}</ul>
${hasFields ? markup`<details><summary>Fields of ${joined(codes, ', ')}</summary>\n${about}</details>` : about}`;
}
