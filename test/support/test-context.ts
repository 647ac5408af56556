/**
 * Tells `node:test` which test is running, at no cost. By itself it follows each promise and callback of the process
 * with an async hook, to know the test that an `after` belongs to: a third of the CPU of a test that starts a server.
 * `AsyncLocalStorage` knows the same without hooks. Loaded by `--import`, before `node:test` takes what it needs.
 */
import hooks from 'node:async_hooks';
import type { HookCallbacks } from 'node:async_hooks';

const { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId } = hooks;

/** The `asyncId` of the test whose function runs. */
const running = new AsyncLocalStorage<number>();

/** By which the runner learns of its tests; unset until it has asked for a hook. */
let init: HookCallbacks['init'];

/** What a test of the runner extends. */
class Resource extends AsyncResource {
  readonly #isTest: boolean;

  constructor(...[type, options]: ConstructorParameters<typeof AsyncResource>) {
    super(type, options);
    this.#isTest = type === 'Test';
    if (this.#isTest) init?.(this.asyncId(), type, executionAsyncId(), this);
  }

  override runInAsyncScope<This, Result>(
    run: (this: This, ...args: unknown[]) => Result,
    self: This,
    ...args: unknown[]
  ): Result {
    if (!this.#isTest) return super.runInAsyncScope(run, self, ...args);
    return super.runInAsyncScope(() => running.run(this.asyncId(), () => run.apply(self, args)));
  }
}

Object.assign(hooks, {
  AsyncResource: Resource,
  executionAsyncId: () => running.getStore() ?? executionAsyncId(),
  createHook(callbacks: HookCallbacks) {
    if (init !== undefined) return createHook(callbacks);
    // The first to ask is the runner.
    init = callbacks.init;
    return { enable() {}, disable() {} };
  },
});
