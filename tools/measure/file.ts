/** What one file is like: its functions, its exports and what it imports. */
import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';

/**
 * `lines` of code from the first to the last; `ownLines` without the functions inside. Blank lines and comments do not
 * count.
 */
export type MeasuredFunction = { readonly name: string; readonly lines: number; readonly ownLines: number };
export type MeasuredExport = { readonly name: string; readonly isDocumented: boolean };
export type Measured = {
  readonly file: string;
  readonly lines: number;
  readonly functions: readonly MeasuredFunction[];
  readonly exports: readonly MeasuredExport[];
  /** Paths of ours from the root of the project. */
  readonly imports: readonly string[];
};

/** A node of the syntax tree, as far as it is looked at. */
type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [field: string]: unknown };

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Measures a file; throws where it cannot be parsed. */
export function measureFile(file: string, text: string): Measured {
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  // The parser's own tree; its nodes have a type and a place.
  const root = program as unknown as Node;
  const code = codeLines(text, comments);
  const linesBetween = (start: number, end: number): Set<number> =>
    new Set(code.filter((line) => line.start < end && line.end > start).map((line) => line.number));
  const functions: MeasuredFunction[] = [];

  const walk = (node: Node, name: string): Set<number> => {
    const inner = new Set<number>();
    for (const [key, child] of childrenOf(node))
      for (const line of walk(child, nameOf(node, key) ?? name)) inner.add(line);
    if (!FUNCTIONS.has(node.type)) return inner;
    const lines = linesBetween(node.start, node.end);
    const own = [...lines].filter((line) => !inner.has(line)).length;
    functions.push({ name: nameOf(node, 'id') ?? name, lines: lines.size, ownLines: own });
    return lines.size > 1 ? lines : inner;
  };
  walk(root, '(file)');

  const before = (start: number): boolean =>
    comments.some(
      ({ type, value, end }) => type === 'Block' && value.startsWith('*') && /^\s*$/.test(text.slice(end, start)),
    );
  const exports = (root['body'] as Node[])
    .filter(({ type, declaration }) => type === 'ExportNamedDeclaration' && declaration !== null)
    .map((node) => ({ name: nameOf(node['declaration'] as Node, 'id') ?? '', isDocumented: before(node.start) }));
  return { file, lines: text.trimEnd().split('\n').length, functions, exports, imports: importsOf(file, root) };
}

function importsOf(file: string, root: Node): string[] {
  const names = (root['body'] as Node[]).flatMap(({ source }) =>
    source !== null && typeof source === 'object' && 'value' in source ? [String(source.value)] : [],
  );
  return names.flatMap((name) => {
    if (name.startsWith('#')) return [`src/${name.slice(1)}`];
    return name.startsWith('.') ? [join(dirname(file), name)] : [];
  });
}

/** The lines that hold code, with their places in the text. */
function codeLines(text: string, comments: readonly { readonly start: number; readonly end: number }[]) {
  const bare = comments.reduce(
    (rest, { start, end }) => rest.slice(0, start) + rest.slice(start, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end),
    text,
  );
  let start = 0;
  return bare.split('\n').flatMap((line, number) => {
    const place = { number, start, end: start + line.length };
    start += line.length + 1;
    return line.trim() === '' ? [] : [place];
  });
}

function* childrenOf(node: Node): Generator<readonly [string, Node]> {
  for (const [key, value] of Object.entries(node))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== null && typeof each === 'object' && 'type' in each && 'start' in each) yield [key, each as Node];
}

/** What a function in this place of the node is known by. */
function nameOf(node: Node, key: string): string | null {
  const named = key === 'id' ? node['id'] : key === 'init' ? node['id'] : key === 'value' ? node['key'] : null;
  return named !== null && typeof named === 'object' && named !== undefined && 'name' in named
    ? String(named.name)
    : null;
}
