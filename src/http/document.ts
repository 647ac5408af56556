/**
 * What a surface answers to, as OpenAPI 3.1: the schemas of its routes, and what the server does for every one of them.
 */
import { STATUS_CODES } from 'node:http';
import { kindsOf } from './kinds.ts';
import type { Route, Surface, Upload } from './surface.ts';

/** The document's frame; the paths come from the routes. */
export function documentFrame(surface: Surface): object {
  const tags = [...new Set(surface.routes.flatMap(({ tag }) => (tag === undefined ? [] : [tag])))];
  return {
    openapi: '3.1.1',
    info: {
      title: surface.title,
      version: surface.version,
      ...(surface.about === undefined ? {} : { description: surface.about }),
    },
    servers: [{ url: '/', description: 'This server' }],
    components: { securitySchemes: { token: surface.securityScheme } },
    security: [{ token: [] }],
    ...(surface.webhooks === undefined ? {} : { webhooks: surface.webhooks }),
    ...(tags.length === 0 ? {} : { tags: tags.map((name) => ({ name })) }),
  };
}

/** The server honours it on every POST. */
const IDEMPOTENCY_KEY = {
  'Idempotency-Key': {
    type: 'string',
    maxLength: 255,
    description:
      'Of your own choosing, unique to this request. Sent again with the same key and body, the request is not carried out again: the first ' +
      'answer comes back with `Idempotency-Replayed: true`, for 24 hours. Another body is 422; one that still runs is 409.',
  },
};

/** The route's schema as the framework wants it. */
export function documented(surface: Surface, route: Route): object {
  const { schema, operationId, summary, tag } = route;
  const open = `Available for ${kindsOf(surface, route).join(', ')} tokens.`;
  const description = route.description === undefined ? open : `${open} ${route.description}`;
  const headers = { ...surface.requestHeaders, ...(route.method === 'POST' ? IDEMPOTENCY_KEY : {}) };
  return {
    operationId,
    summary,
    description,
    ...(tag === undefined ? {} : { tags: [tag] }),
    ...(Object.keys(headers).length === 0 ? {} : { headers: { type: 'object', properties: headers } }),
    ...schema,
    ...(route.upload === undefined ? {} : { body: fileOf(route.upload) }),
    response: Object.fromEntries(
      Object.entries(schema.response).map(([status, each]) => [
        status,
        { ...each, 'x-response-description': describe(status, each) },
      ]),
    ),
  };
}

/** OpenAPI 3.1 leaves the schema of a binary body empty: section 4.14.2. */
function fileOf({ mediaTypes }: Upload): object {
  return { content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: {} }])) };
}

function describe(status: string, schema: object): string {
  return 'description' in schema ? String(schema.description) : (STATUS_CODES[status] ?? status);
}

/**
 * The document with every schema that has a title written once, under `components`, and referred to everywhere else.
 */
export function named(document: object): object {
  const schemas: Record<string, unknown> = {};

  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    const walked = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    const { title } = walked;
    if (typeof title !== 'string' || !isSchema(walked)) return walked;
    const known = schemas[title];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(walked))
      throw new Error(`Two schemas are called ${title}.`);
    schemas[title] = walked;
    return { $ref: `#/components/schemas/${title}` };
  };

  const { paths, components, ...rest } = document as { paths: object; components: object };
  return { ...rest, paths: walk(paths), components: { ...components, schemas } };
}

/** Whether an object with a title is a schema rather than, say, an example with a field of that name. */
function isSchema(value: object): boolean {
  return 'type' in value || 'anyOf' in value;
}
