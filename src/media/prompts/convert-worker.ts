/** The thread behind `converter.ts`: it converts one upload, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ConvertJob } from './converter.ts';
import { convertUpload } from './uploaded-sound.ts';

// The converter starts this file with exactly that.
const { bytes, kind, limits } = workerData as ConvertJob;

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
parentPort?.postMessage(convertUpload(bytes, kind, limits));
