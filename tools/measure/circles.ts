/** Which files import one another in a circle, whatever they import: values or types. */
import type { Measured } from './file.ts';

/**
 * The circles, each as the files that reach one another; empty when there is none. Source: Tarjan, strongly connected
 * components.
 */
export function circlesOf(files: readonly Measured[]): string[][] {
  const targets = new Map(files.map(({ file, imports }) => [file, imports]));
  const found: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];

  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.get(file) ?? 0);
    stack.push(file);
    for (const target of targets.get(file) ?? []) {
      if (!targets.has(target)) continue;
      if (!order.has(target)) visit(target);
      if (stack.includes(target)) low.set(file, Math.min(low.get(file) ?? 0, low.get(target) ?? 0));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) found.push(circle.toSorted());
  };
  for (const { file } of files) if (!order.has(file)) visit(file);
  return found;
}
