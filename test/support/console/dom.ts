/**
 * A document for the tests of a page, in Node: import it before what draws. What a test has drawn goes when it is over.
 */
import { GlobalRegistrator } from '@happy-dom/global-registrator';
import { afterEach } from 'node:test';

/**
 * Node's own stay where a page's differ in nothing that we use: they are faster, and one kind of them meets in all
 * code.
 */
const KEPT = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'TransformStream',
  'URL',
  'URLSearchParams',
  'WritableStream',
  'clearInterval',
  'clearTimeout',
  'crypto',
  'fetch',
  'performance',
  'queueMicrotask',
  'setInterval',
  'setTimeout',
] as const;

/** Tabs of one test file hear each other, and none keeps the test from ending. */
class QuietChannel extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    // Node's has it; the types are a browser's.
    (this as unknown as { unref(): void }).unref();
  }
}

const { locks } = navigator;
const kept = KEPT.map((name) => [name, globalThis[name]] as const);
GlobalRegistrator.register({ url: 'http://localhost:8080/app/', width: 1400, height: 900 });
for (const [name, value] of [...kept, ['BroadcastChannel', QuietChannel]] as const)
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });

// Without a style sheet every element looks alike. Working that out anew for each name of each element takes most of a
// test.
const plain = document.createElement('div').style;
plain.display = 'block';
globalThis.getComputedStyle = () => plain;

/** Loaded here, since they look for the document when they are loaded. */
const { cleanup, configure, ...drawing } = await import('@testing-library/react');
export const { act, fireEvent, render, screen, within } = drawing;
// No style sheet hides anything here, and looking for one costs much. The whole page in an error hides what the error
// says.
configure({ defaultHidden: true, getElementError: (message) => new Error(message?.split('\n')[0]) });
afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
