/** The thread behind `finish-work.ts`. */
import { serveQueue } from '../worker-queue.ts';
import { finishRecording } from './finish-recording.ts';
import type { FinishVerbs } from './finish-work.ts';

serveQueue<FinishVerbs>({ finish: ({ path, seconds }) => finishRecording(path, seconds) });
