/**
 * What is heard through the media engine; how legs come, go and are recorded is in `media-engine.test.ts`. Each takes a
 * minute.
 */
import { describeMediaConformance } from '../../../test/support/media-conformance.ts';
import type { MakeMedia } from '../../../test/support/media-world.ts';
import { createMediaEngine } from './media-engine.ts';

const make: MakeMedia = async ({ legsMax = 200, workers = 2 }) => {
  // Tests run beside one another, and each engine takes what is free.
  const media = createMediaEngine({ workers, legsMax, host: '127.0.0.1', ports: { first: 42_000, last: 42_999 } });
  return { media, kill: (legId) => media.terminateWorker(legId) };
};

describeMediaConformance('the engine of this process', make, 'pages');
describeMediaConformance('the engine of this process', (limits) => make({ workers: 1, ...limits }), 'telephones');
