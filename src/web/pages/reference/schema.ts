/** A schema as people read it: the type in words, the limits, and the fields in lists within lists. */
import type { Html } from '../page.ts';
import { markup } from '../page.ts';
import type { Schema } from './document.ts';
import { nameOf } from './document.ts';
import { writeInline } from './markdown.ts';

/** What a field is marked with: in requests those that must be sent, in answers those that may be absent. */
export type Side = 'request' | 'answer';

/** Where a named schema stands on the page. */
export function anchorOf(name: string): string {
  return `schema-${name}`;
}

/** The type in words, such as "array of Call or null". */
export function writeType(schema: Schema): Html {
  const name = nameOf(schema);
  if (name !== null) return markup`<a href="#${anchorOf(name)}">${name}</a>`;
  if (schema.anyOf !== undefined) return joined(schema.anyOf.map(writeType), ' or ');
  if (schema.type === 'array') return markup`array of ${writeType(schema.items ?? {})}`;
  const kinds = new Set(schema.enum?.map((value) => (value === null ? 'null' : typeof value)));
  return markup`${schema.type ?? (kinds.size === 0 ? 'any JSON' : [...kinds].join(' or '))}`;
}

/** Format, limits, default and examples, without the type. */
export function writeLimits(schema: Schema): Html[] {
  const core = coreOf(schema);
  const values = core.enum ?? core.items?.enum;
  return [
    ...(core.format === undefined ? [] : [markup`${core.format}`]),
    ...range(core.minimum, core.maximum, ''),
    ...range(core.minLength, core.maxLength, ' characters'),
    ...range(core.minItems, core.maxItems, ' items'),
    ...(core.pattern === undefined ? [] : [markup`matches <code>${core.pattern}</code>`]),
    ...(values === undefined ? [] : [markup`one of ${joined(values.map(writeValue), ', ')}`]),
    ...(schema.default === undefined ? [] : [markup`default ${writeValue(schema.default)}`]),
    ...(core.examples === undefined ? [] : [markup`for example ${joined(core.examples.map(writeValue), ', ')}`]),
  ];
}

/**
 * The fields of an object, or of what an array or a choice holds; named schemas stand elsewhere. Empty when there are
 * none.
 */
export function writeFields(schema: Schema, side: Side): Html {
  if (nameOf(schema) !== null) return markup``;
  if (schema.items !== undefined) return writeFields(schema.items, side);
  if (schema.anyOf !== undefined)
    return joined(
      schema.anyOf.map((each) => writeFields(each, side)),
      '',
    );
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return markup``;
  return markup`<ul class="fields">
${fields.map(([name, field]) => writeField(name, field, mark(schema, name, side), side))}</ul>
`;
}

/** A name with its type, its limits and what it means; `note` is "required", "optional" or the place of a parameter. */
export function writeNamed(name: string, schema: Schema, note: string, description: string | undefined): Html {
  const quiet = [writeType(schema), ...(note === '' ? [] : [markup`${note}`]), ...writeLimits(schema)];
  const about = description ?? schema.description ?? coreOf(schema).description;
  return markup`<code class="name">${name}</code> <span class="quiet">${joined(quiet, ' · ')}</span>${
    about === undefined ? '' : markup`<br>${writeInline(about)}`
  }`;
}

/** One after the other, with something between. */
export function joined(parts: readonly Html[], between: string): Html {
  return markup`${parts.map((part, place) => markup`${place === 0 ? '' : between}${part}`)}`;
}

function writeField(name: string, field: Schema, note: string, side: Side): Html {
  return markup`<li>${writeNamed(name, field, note, undefined)}
${writeFields(field, side)}</li>
`;
}

function mark(schema: Schema, name: string, side: Side): string {
  const isRequired = schema.required?.includes(name) === true;
  if (side === 'request') return isRequired ? 'required' : '';
  return isRequired ? '' : 'may be absent';
}

/** What a nullable schema is when it is not null; others are themselves. */
function coreOf(schema: Schema): Schema {
  const [only, ...others] = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  return only === undefined || others.length > 0 ? schema : only;
}

/** JavaScript's largest integer says nothing. */
function range(least: number | undefined, most: number | undefined, unit: string): Html[] {
  const highest = most === Number.MAX_SAFE_INTEGER ? undefined : most;
  if (least !== undefined && highest !== undefined)
    return [least === highest ? markup`${least}${unit}` : markup`${least} to ${highest}${unit}`];
  if (highest !== undefined) return [markup`at most ${highest}${unit}`];
  return least === undefined ? [] : [markup`at least ${least}${unit}`];
}

function writeValue(value: unknown): Html {
  return markup`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;
}
