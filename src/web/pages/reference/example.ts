/**
 * Requests to paste: the values that the document gives as examples, and the smallest valid ones where it gives none.
 */
import type { OpenApi, Operation, Parameter, Schema } from './document.ts';
import { nameOf } from './document.ts';

/** Strings of a format. */
const OF_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2030-01-15T09:00:00.000Z',
  email: 'ada@example.com',
  uri: 'https://example.com/',
  uuid: '3f0c9d52-6c1b-4f6e-9a54-0d5b7f1c2e88',
};

/** A value that the schema allows; `name` is the field's. */
export function sampleOf(document: OpenApi, schema: Schema, name: string): unknown {
  const reference = nameOf(schema);
  if (reference !== null) return sampleOf(document, document.components.schemas[reference] ?? {}, name);
  const [given = schema.default ?? schema.enum?.[0]] = schema.examples ?? [];
  if (given !== undefined) return given;
  const [choice] = schema.anyOf ?? [];
  if (choice !== undefined) return sampleOf(document, choice, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        sampledFields(schema).map(([field, inner]) => [field, sampleOf(document, inner, field)]),
      );
    case 'array':
      return (schema.minItems ?? 0) > 0 ? [sampleOf(document, schema.items ?? {}, name)] : [];
    case 'string':
      return OF_FORMAT[schema.format ?? ''] ?? (schema.pattern === undefined ? placeholder(name) : name);
    case 'boolean':
      return true;
    default:
      return schema.minimum ?? 1;
  }
}

/** The required fields; of an object that requires none, the first: a change of nothing shows nothing. */
function sampledFields({ properties = {}, required = [] }: Schema): [string, Schema][] {
  const fields = Object.entries(properties);
  return required.length === 0 ? fields.slice(0, 1) : fields.filter(([name]) => required.includes(name));
}

/** The JSON body that the operation's command sends; undefined when it takes none. */
export function bodyOf(document: OpenApi, { requestBody }: Operation): unknown {
  const json = requestBody?.content['application/json'];
  return json === undefined ? undefined : (json.example ?? sampleOf(document, json.schema ?? {}, 'text'));
}

/** A command for a shell that has the token in `$TOKEN`. What only the reader knows stands in capitals: `YOUR_UID`. */
export function writeCurl(document: OpenApi, operation: Operation, url: string): string {
  const { method, requestBody } = operation;
  const isBasic = document.components.securitySchemes.token.scheme === 'basic';
  const body = bodyOf(document, operation);
  const [mediaType = ''] = Object.keys(requestBody?.content ?? {});
  const isPlain = method === 'GET' || (method === 'POST' && requestBody !== undefined);
  return [
    `curl -s${isPlain ? '' : ` -X ${method}`} ${quoted(url + addressOf(operation))}`,
    isBasic ? '-u demo:$TOKEN' : '-H "Authorization: Bearer $TOKEN"',
    ...(mediaType === '' ? [] : [`-H 'Content-Type: ${mediaType}'`]),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
    ...(mediaType === '' || body !== undefined ? [] : ['--data-binary @YOUR_FILE']),
  ].join(' \\\n  ');
}

/** The path with its parameters filled in, and the parameters of the query that must be there. */
function addressOf({ path, parameters = [] }: Operation): string {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const filled = inPath.reduce((text, parameter) => text.replace(`{${parameter.name}}`, valueOf(parameter)), path);
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required === true);
  return query.reduce(
    (text, parameter, place) => `${text}${place === 0 ? '?' : '&'}${parameter.name}=${valueOf(parameter)}`,
    filled,
  );
}

function valueOf({ name, schema, example, examples = {} }: Parameter): string {
  const [first] = Object.values(examples);
  const given = example ?? first?.value ?? schema.examples?.[0] ?? schema.default ?? schema.enum?.[0];
  if (given !== undefined) return encodeURIComponent(typeof given === 'string' ? given : JSON.stringify(given));
  return schema.type === 'integer' ? String(schema.minimum ?? 1) : placeholder(name);
}

/** What only the reader knows. */
function placeholder(name: string): string {
  return `YOUR_${name.toUpperCase()}`;
}

/** In single quotes, for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
