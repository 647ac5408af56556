import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';

const FILE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const HEAD = ['what', 'figure', 'baseline', 'ratio', 'goal', ''] as const;

/** The figures of one benchmark. */
export type Result = { readonly name: string; readonly question: string; readonly figures: readonly Figure[] };

/** Prints the figures in columns. */
export function print({ name, question, figures }: Result): void {
  const rows = [HEAD, ...figures.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${name}: ${question}\n`);
  for (const row of rows)
    console.log(
      row
        .map((cell, column) =>
          column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    );
}

/** The machine and the versions, as a line each. */
export function machine(postgres: string): readonly string[] {
  const [cpu] = cpus();
  return [
    `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node}, PostgreSQL ${postgres}, embedded, durable (fsync on)`,
  ];
}

/** Replaces the sections of these benchmarks in docs/benchmarks.md and leaves the others as they are. */
export async function write(results: readonly Result[], facts: readonly string[], date: string): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => '');
  const sections = new Map(
    [...before.matchAll(/^## (\S+)\n[\s\S]*?(?=^## |(?![\s\S]))/gm)].map(([text, name = '']) => [name, text]),
  );
  for (const result of results) sections.set(result.name, sectionOf(result, facts, date));
  await writeFile(FILE, `${INTRODUCTION}\n${[...sections.values()].map((text) => text.trimEnd()).join('\n\n')}\n`);
}

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench -- --write\`, each section as it was measured last. Every figure is taken together with its
baseline in one run, because rates depend on the machine and on its neighbors, and ratios hardly do. All traffic is on
loopback; load, server and database share the machine's cores.
`;

function sectionOf({ name, question, figures }: Result, facts: readonly string[], date: string): string {
  const rows = [
    HEAD,
    HEAD.map((_, column) => (column === 0 || column === 5 ? '---' : '---:')),
    ...figures.map(cellsOf),
  ];
  return [
    `## ${name}`,
    '',
    question,
    '',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    `\`npm run bench -- ${name}\` on ${date}:`,
    `${facts.join('; ')}.`,
  ].join('\n');
}

function cellsOf({ what, figure, baseline, ratio, goal, isMet }: Figure): readonly string[] {
  return [what, figure, baseline, ratio, goal, isMet === null ? '' : isMet ? 'met' : 'missed'];
}
