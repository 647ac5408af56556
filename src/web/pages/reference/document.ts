/** The parts of an OpenAPI 3.1 document that the reference shows, as `http/document.ts` writes them. */

/** A JSON schema. A schema without any of these takes any JSON. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
};

/** Media type -> what it holds. */
export type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;

/** In a path, a query or a header. */
export type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
};

export type Response = { readonly description: string; readonly content?: Content };

type PathOperation = {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
};

export type Operation = PathOperation & { readonly method: string; readonly path: string };

export type OpenApi = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, PathOperation>>>>;
  readonly components: {
    readonly securitySchemes: { readonly token: { readonly scheme: string; readonly description?: string } };
    readonly schemas: Readonly<Record<string, Schema>>;
  };
};

/** Every operation, in the document's order; `method` in capitals. */
export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** The operations under the headings they stand under: the document's tags in its order, or one heading for all. */
export function groupsOf(document: OpenApi): [heading: string, operations: Operation[]][] {
  const operations = operationsOf(document);
  const tagOf = ({ tags }: Operation): string => tags?.[0] ?? 'Operations';
  const headings = new Set([...(document.tags ?? []).map(({ name }) => name), ...operations.map(tagOf)]);
  return [...headings].map((heading) => [heading, operations.filter((each) => tagOf(each) === heading)]);
}

/** The name of a schema under `components`; null when the schema is written out. */
export function nameOf({ $ref }: Schema): string | null {
  return $ref?.slice($ref.lastIndexOf('/') + 1) ?? null;
}
