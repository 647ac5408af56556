import type { TestContext } from 'node:test';

const stacks = new WeakMap<TestContext, AsyncDisposableStack>();

/** Does the work when the test is over; what was asked for last is done first, unlike `after`. */
export function cleanUp(test: TestContext, work: () => unknown): void {
  stackOf(test).defer(async () => {
    await work();
  });
}

function stackOf(test: TestContext): AsyncDisposableStack {
  const known = stacks.get(test);
  if (known !== undefined) return known;
  const stack = new AsyncDisposableStack();
  stacks.set(test, stack);
  test.after(() => stack.disposeAsync());
  return stack;
}
