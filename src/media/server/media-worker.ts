/** A media worker: one UDP port, the legs that talk through it, and nothing that could make them wait. */
import { parentPort, workerData } from 'node:worker_threads';
import { background, ownBackground } from '#background/background.ts';
import { createFaults } from './worker-faults.ts';
import { createCertificate } from './transport/handshake.ts';
import { openMediaPort } from './transport/media-port.ts';
import { createOpusDecoder } from '../codec/opus-codec.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './worker-protocol.ts';
import { createWorkerVerbs } from './worker-verbs.ts';

// The engine starts this file with exactly these options.
const options = workerData as WorkerOptions;

function tell(message: FromWorker, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

const faults = createFaults((source, reason) => tell({ kind: 'fault', source, reason }), Date.now);
// What fails in one handshake must not end the calls of all others, and neither does it vanish.
process.on('unhandledRejection', faults.heard);
ownBackground((_name, error) => faults.heard(error));

// Loading libopus takes longer than a packet may wait: now, not when the first three talk.
createOpusDecoder(16_000).close();

const port = await openMediaPort(options.host, options.ports);
if (port === null) {
  tell({ kind: 'no_ports' });
} else {
  const certificate = await createCertificate();
  const { verbs, connectPeer } = createWorkerVerbs({ options, port, certificate, tell });

  async function answer({ id, verb, ask }: Extract<ToWorker, { kind: 'ask' }>): Promise<void> {
    try {
      // Each verb is asked with its own kind of question, by the engine's types; a message cannot carry that.
      tell({ kind: 'answer', id, answer: await verbs[verb](ask as never) });
    } catch (error) {
      tell({ kind: 'failed', id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind === 'peer') connectPeer(message.worker, message.port);
    else background('media_worker', answer(message));
  });
  tell({ kind: 'ready' });
}
