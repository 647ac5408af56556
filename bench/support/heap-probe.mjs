// Loaded into a server under test by `--import`: at SIGUSR2 all its threads collect their garbage and say what is left,
// which is written to the file that HEAP_FILE names as an array of bytes in use, one for each thread.
import { renameSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** How long the threads may take to answer. Milliseconds. */
const PATIENCE = 3_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const channel = new BroadcastChannel('heap-probe');

function post(message) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel between threads has no origin.
  channel.postMessage(message);
}

function measure() {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

if (isMainThread) {
  let sizes = [];
  channel.addEventListener('message', ({ data }) => void sizes.push(data));
  process.on('SIGUSR2', () => {
    sizes = [];
    post('measure');
    const own = measure();
    setTimeout(() => {
      writeFileSync(`${process.env.HEAP_FILE}.part`, JSON.stringify([own, ...sizes]));
      renameSync(`${process.env.HEAP_FILE}.part`, process.env.HEAP_FILE);
    }, PATIENCE).unref();
  });
} else {
  channel.addEventListener('message', ({ data }) => {
    if (data === 'measure') post(measure());
  });
}
channel.unref();
